using System.Numerics;

namespace Trstctl.Core.Tests.Lints;

/// <summary>RSA moduli with chosen faults, the same in every run.</summary>
internal static class RsaModuli
{
    private const int Rounds = 12;

    /// <summary>A modulus against which nothing is known, of an exact size; its factors are nobody's business here.</summary>
    public static BigInteger Sound(int bits)
    {
        var numbers = new Random(bits);
        BigInteger candidate;
        do
        {
            candidate = Number(numbers, bits) | 1;
        }
        while (HasSmallFactor(candidate));

        return candidate;
    }

    /// <summary>2048 bits, divisible by a prime.</summary>
    public static BigInteger DivisibleBy(int prime)
    {
        var other = ((BigInteger.One << 2047) / prime) | 1;
        while (HasSmallFactor(other))
        {
            other += 2;
        }

        return other * prime;
    }

    /// <summary>2048 bits: two primes next to each other.</summary>
    public static BigInteger ClosePrimes()
    {
        var one = NextPrime(Number(new Random(1), 1024) | (BigInteger.One << 1022));
        return one * NextPrime(one + 2);
    }

    /// <summary>2048 bits, of primes k*M + (65537^a mod M) as the Infineon library made them, with M of its 2048-bit keys.</summary>
    public static BigInteger Roca()
    {
        var product = Enumerable.Range(2, 700).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0)).Take(126)
            .Aggregate(BigInteger.One, (all, prime) => all * prime);
        return RocaPrime(new Random(1), product) * RocaPrime(new Random(2), product);
    }

    public static byte[] Bytes(BigInteger number) => number.ToByteArray(isUnsigned: true, isBigEndian: true);

    private static bool HasSmallFactor(BigInteger number) => Enumerable.Range(2, 750).Any(divisor => number % divisor == 0);

    private static BigInteger RocaPrime(Random numbers, BigInteger product)
    {
        while (true)
        {
            var power = BigInteger.ModPow(65537, Number(numbers, 256), product);
            var start = ((Number(numbers, 1024) | (BigInteger.One << 1022)) / product * product) + power;
            if (IsPrime(start))
            {
                return start;
            }
        }
    }

    private static BigInteger NextPrime(BigInteger from)
    {
        for (var candidate = from | 1; ; candidate += 2)
        {
            if (IsPrime(candidate))
            {
                return candidate;
            }
        }
    }

    private static BigInteger Number(Random numbers, int bits)
    {
        var bytes = new byte[(bits + 7) / 8];
        numbers.NextBytes(bytes);
        var number = new BigInteger(bytes, isUnsigned: true) & ((BigInteger.One << bits) - 1);
        return number | (BigInteger.One << (bits - 1));
    }

    // Miller and Rabin; the numbers are ours, so that fixed bases do.
    private static bool IsPrime(BigInteger number)
    {
        var odd = number - 1;
        var twos = 0;
        while (odd.IsEven)
        {
            odd >>= 1;
            twos++;
        }

        return Enumerable.Range(2, 300).All(divisor => number % divisor != 0)
            && Enumerable.Range(2, Rounds).All(witness => Passes(BigInteger.ModPow(witness, odd, number), number, twos));
    }

    private static bool Passes(BigInteger power, BigInteger number, int twos)
    {
        for (var round = 0; round < twos && power != 1 && power != number - 1; round++)
        {
            power = power * power % number;
            if (power == 1)
            {
                return false;
            }
        }

        return power == 1 || power == number - 1;
    }
}
