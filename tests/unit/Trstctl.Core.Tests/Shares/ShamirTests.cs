using CsCheck;
using Trstctl.Primitives;
using Trstctl.Shares;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Shares;

public sealed class ShamirTests
{
    private static readonly Gen<(int Needed, int Holders)> Terms =
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], (a, b) => (Math.Min(a, b), Math.Max(a, b)));

    public static TheoryData<int, int> LargeTerms => new() { { 1, 1 }, { 1, 255 }, { 2, 255 }, { 128, 255 }, { 255, 255 } };

    [Fact]
    [Trait("Conformance", "F08")]
    public void AnyNeededSharesGiveTheSecret() =>
        Gen.Select(Terms, Gen.Byte.Array[1, 40], Gen.Int).Sample((terms, bytes, shuffle) =>
        {
            var chosen = Points(Split(bytes, terms.Needed, terms.Holders))
                .OrderBy(p => (p.Key * 37) ^ (shuffle & 0xFFFF))
                .Take(terms.Needed);
            using var secret = Shamir.Interpolate(chosen.ToArray(), 0);
            return secret.Bytes.SequenceEqual(bytes);
        });

    [Theory]
    [MemberData(nameof(LargeTerms))]
    [Trait("Conformance", "N16")]
    public void AsManyAs255HoldersWork(int needed, int holders)
    {
        var bytes = SecretRandom.Bytes(32);
        var points = Points(Split(bytes, needed, holders));
        Shamir.DemandOnePolynomial(points, needed);
        using var secret = Shamir.Interpolate(points.Skip(holders - needed).ToArray(), 0);
        Assert.Equal(bytes, secret.Bytes);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    [InlineData(1, 0)]
    [InlineData(2, 256)]
    [Trait("Conformance", "N16")]
    public void TermsOutOfRangeAreNotDealt(int needed, int holders) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Split([1, 2, 3], needed, holders));

    [Fact]
    public void NothingIsNotDealt() => Assert.Throws<ArgumentOutOfRangeException>(() => Split([], 2, 3));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(256)]
    [InlineData(2)]
    [Trait("Conformance", "N16")]
    public void ANumberOutOfRangeOrGivenTwiceIsRefused(int x)
    {
        KeyValuePair<int, SecretBytes>[] points = [Point(1, 5), Point(2, 6), Point(x, 7)];
        var error = Refused(ErrorId.ShareInvalid, () => Shamir.Interpolate(points, 0));
        Assert.Contains($"number {x} ", error.Message);
        Refused(ErrorId.ShareInvalid, () => Shamir.DemandOnePolynomial(points, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [Trait("Conformance", "N16")]
    public void AnotherLengthIsRefused(int length)
    {
        KeyValuePair<int, SecretBytes>[] points = [Point(1, new byte[32]), Point(2, new byte[length])];
        Refused(ErrorId.ShareInvalid, () => Shamir.Interpolate(points, 0));
        Refused(ErrorId.ShareInvalid, () => Shamir.Interpolate([Point(1, [])], 0));
        Refused(ErrorId.ShareInvalid, () => Shamir.Interpolate([], 0));
    }

    [Fact]
    [Trait("Conformance", "N16")]
    public void OnePointOffThePolynomialIsNamed() =>
        Gen
            .Select(Terms.Where(t => t.Needed < t.Holders), Gen.Int[0, 31], Gen.Int[1, 255], Gen.Int[0, 10_000])
            .Sample((terms, index, change, pick) =>
        {
            var points = Points(Split(SecretRandom.Bytes(32), terms.Needed, terms.Holders));
            Shamir.DemandOnePolynomial(points, terms.Needed);
            var off = points[terms.Needed + (pick % (terms.Holders - terms.Needed))];
            off.Value.Bytes[index] ^= (byte)change;
            var error = Refused(ErrorId.ShareInvalid, () => Shamir.DemandOnePolynomial(points, terms.Needed));
            Assert.Contains($"number {off.Key} ", error.Message);
        });

    [Fact]
    public void FewerPointsThanNeededDetermineNothing() =>
        Refused(ErrorId.ShareInvalid, () => Shamir.DemandOnePolynomial([Point(1, 5), Point(2, 6)], 3));

    // Whatever needed - 1 shares are known, the missing one takes each of 256 secrets to exactly one polynomial and back.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Conformance", "F08")]
    public void OneShareTooFewLeavesEverySecretAlikePossible(int needed)
    {
        var known = Points(Split([0x5A], needed, 5)).Skip(2).Take(needed - 1).ToArray();
        var secrets = new HashSet<int>();
        for (var missing = 0; missing < 256; missing++)
        {
            using var secret = Shamir.Interpolate([.. known, Point(1, (byte)missing)], 0);
            secrets.Add(secret.Bytes[0]);
        }

        Assert.Equal(256, secrets.Count);
        Assert.All(Consistent(known, needed), count => Assert.Equal(1, count));
    }

    [Fact]
    [Trait("Conformance", "F08")]
    public void TheHighestCoefficientMayBeZero()
    {
        // 64 of 16384 are expected; none at all has a chance of exp(-64).
        // A share that nobody holds any more is erased by the collector.
        using var share = Split(new byte[16384], 2, 2)[0];
        var constant = share.Bytes.Count(b => b == 0);
        Assert.InRange(constant, 1, 256);
    }

    // How many polynomials agree with the known shares, for each secret; by trying every coefficient with the model's product.
    private static int[] Consistent(KeyValuePair<int, SecretBytes>[] known, int needed)
    {
        var counts = new int[256];
        var products = Enumerable
            .Range(0, 256)
            .Select(x => Enumerable.Range(0, 256).Select(c => FieldModel.Multiply(x, c)).ToArray())
            .ToArray();
        for (var secret = 0; secret < 256; secret++)
        {
            for (var coefficients = 0; coefficients < (needed == 3 ? 65536 : 256); coefficients++)
            {
                var (first, second) = (coefficients & 255, coefficients >> 8);
                if (Array.TrueForAll(known, p => (secret ^ products[p.Key][first ^ products[p.Key][second]]) == p.Value.Bytes[0]))
                {
                    counts[secret]++;
                }
            }
        }

        return counts;
    }

    private static IReadOnlyList<SecretBytes> Split(byte[] secret, int needed, int holders)
    {
        using var taken = SecretBytes.Take((byte[])secret.Clone());
        return Shamir.Split(taken, needed, holders);
    }

    private static KeyValuePair<int, SecretBytes>[] Points(IReadOnlyList<SecretBytes> shares) =>
        shares.Select((share, i) => new KeyValuePair<int, SecretBytes>(i + 1, share)).ToArray();

    private static KeyValuePair<int, SecretBytes> Point(int x, params byte[] share) => new(x, SecretBytes.Take((byte[])share.Clone()));
}
