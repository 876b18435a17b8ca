using System.Numerics;

namespace Trstctl.Keys;

/// <summary>The fingerprint of keys made by the Infineon library of CVE-2017-15361 (Nemec et al., "The Return of Coppersmith's
/// Attack", ACM CCS 2017, section 2.3): each prime is k*M + (65537^a mod M), so the modulus is a power of 65537 modulo the
/// product M of small primes. By chance that happens to one key in 2^154.</summary>
internal static class RocaFingerprint
{
    private const int Generator = 65537;

    // The primes of the smallest M (512-bit keys); the M of larger keys contain them.
    private static readonly int[] Primes =
    [
        2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131,
        137, 139,
        149, 151, 157, 163, 167,
    ];

    public static bool Matches(BigInteger modulus)
    {
        var congruences = new List<(int Exponent, int Order)>();
        foreach (var prime in Primes)
        {
            if (Logarithm((int)(modulus % prime), prime) is not { } congruence)
            {
                return false;
            }

            congruences.Add(congruence);
        }

        // One exponent serves all primes where any two of its residues agree modulo what their orders share.
        return congruences.All(one => congruences.All(other => (one.Exponent - other.Exponent) % Gcd(one.Order, other.Order) == 0));
    }

    // The exponent of 65537 that gives the residue, and the order of 65537; null where none does.
    private static (int Exponent, int Order)? Logarithm(int residue, int prime)
    {
        int? exponent = null;
        var order = 0;
        var power = 1;
        do
        {
            if (power == residue)
            {
                exponent = order;
            }

            power = power * (Generator % prime) % prime;
            order++;
        }
        while (power != 1);
        return exponent is { } found ? (found, order) : null;
    }

    private static int Gcd(int one, int other) => other == 0 ? one : Gcd(other, one % other);
}
