using System.Numerics;
using System.Security.Cryptography;
using Trstctl.Asn1;
using Trstctl.Core.Tests.Lints;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Keys;

public sealed class WeakKeysTests
{
    private static readonly byte[] F4 = [1, 0, 1];

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    public void FindsNothingAgainstFreshKeys(int bits)
    {
        using var rsa = RSA.Create(bits);
        Assert.Null(WeakKeys.Fault(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Null(WeakKeys.Fault(Draft.Spki));
    }

    [Fact]
    public void FindsShortKeys() => Assert.Equal("the RSA key has 2047 bits", Fault(RsaModuli.Sound(2047)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(65536)]
    public void FindsExponentsThatHideNothing(int exponent) =>
        Assert.Contains("exponent", WeakKeys.Fault(Draft.RsaSpki(RsaModuli.Bytes(RsaModuli.Sound(2048)), RsaModuli.Bytes(exponent))));

    [Fact]
    public void LetsSmallOddExponentsPass() => Assert.Null(WeakKeys.Fault(Draft.RsaSpki(RsaModuli.Bytes(RsaModuli.Sound(2048)), [3])));

    [Theory]
    [InlineData(3)]
    [InlineData(751)]
    public void FindsSmallFactors(int prime) => Assert.Contains($"divisible by {prime}", Fault(RsaModuli.DivisibleBy(prime)));

    [Fact]
    public void FindsEvenModuli() => Assert.Contains("divisible by 2", Fault(RsaModuli.Sound(2048) - 1));

    [Fact]
    public void FindsPrimesThatAreClose() => Assert.Contains("Fermat", Fault(RsaModuli.ClosePrimes()));

    [Fact]
    public void FindsRocaKeys() => Assert.Contains("ROCA", Fault(RsaModuli.Roca()));

    // Fermat takes d^2/8p rounds for p and p+d, prime or not.
    [Fact]
    public void LetsPrimesThatAreFarEnoughApartPass()
    {
        var one = (BigInteger.One << 1023) + 1155;
        Assert.False(FermatFactoring.Succeeds(one * (one + (BigInteger.One << 530))));
        Assert.True(FermatFactoring.Succeeds(one * (one + (BigInteger.One << 500))));
    }

    // 65537^1 modulo 11 and 65537^0 modulo all others: each residue is a power, but of two exponents.
    [Fact]
    public void ResiduesOfDifferentPowersAreNoFingerprint()
    {
        var product =
            new[] {
                2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113,
                127, 131, 137, 139, 149, 151, 157, 163, 167 }
            .Aggregate(BigInteger.One, (all, prime) => all * prime);
        Assert.True(RocaFingerprint.Matches(BigInteger.ModPow(65537, 12345, product)));
        var others = product / 11;
        var mixed = Enumerable.Range(0, 11).Select(k => 1 + (k * others)).Single(n => n % 11 == 65537 % 11);
        Assert.False(RocaFingerprint.Matches(mixed));
    }

    [Fact]
    public void ReportsKeysThatCannotBeRead()
    {
        Assert.NotNull(WeakKeys.Fault([]));
        Assert.NotNull(WeakKeys.Fault([0x30, 0x00]));
        Assert.NotNull(WeakKeys.Fault(Der.Sequence(Der.Sequence(Der.Oid(Oids.RsaEncryption), Der.Null), Der.BitString([1, 2, 3]))));
        Assert.NotNull(WeakKeys.Fault(Draft.RsaSpki(Enumerable.Repeat((byte)0xFF, 2050).ToArray(), F4)));
    }

    [Fact]
    public void NegativeModuliAreWeak() => Assert.NotNull(WeakKeys.Fault(Der.Sequence(
        Der.Sequence(Der.Oid(Oids.RsaEncryption), Der.Null),
        Der.BitString(Der.Sequence(Der.Tlv(Der.IntegerTag, Enumerable.Repeat((byte)0x8F, 256).ToArray()), Der.Integer(F4))))));

    [Fact]
    public void RootsAreExact()
    {
        for (var n = 0; n < 10_000; n++)
        {
            var root = (int)IntegerRoot.Floor(n);
            Assert.True(root * root <= n && (root + 1) * (root + 1) > n);
            Assert.Equal(root * root == n, IntegerRoot.IsSquare(n));
            Assert.Equal(Convert.ToString(n, 2).TrimStart('0').Length, IntegerRoot.BitLength(n));
        }

        var large = BigInteger.Pow(7, 1001);
        Assert.Equal(large, IntegerRoot.Floor(large * large));
        Assert.Equal(large - 1, IntegerRoot.Floor((large * large) - 1));
        Assert.True(IntegerRoot.IsSquare(large * large));
        Assert.False(IntegerRoot.IsSquare((large * large) + 1));
    }

    private static string? Fault(BigInteger modulus) => WeakKeys.Fault(Draft.RsaSpki(RsaModuli.Bytes(modulus), F4));
}
