using Trstctl.Ledger;

namespace Trstctl.Core.Tests.Ledger;

public class LedgerKeyTests
{
    // RFC 8032 7.1, test 2.
    private static readonly byte[] Seed = Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    private const string PublicKey = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    private const string Signature =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    [Fact]
    public void SignsAsRfc8032Does()
    {
        using var key = LedgerKey.FromSeed(Seed);
        Assert.Equal(PublicKey, Convert.ToHexStringLower(key.PublicKey));
        Assert.Equal(Signature, Convert.ToHexStringLower(key.Sign([0x72])));
        using var seed = key.ExportSeed();
        Assert.Equal(Seed, seed.Bytes);
    }

    [Fact]
    public void RefusesWhatIsNotASignature()
    {
        using var key = LedgerKey.Generate();
        byte[] data = [1, 2, 3];
        var signature = key.Sign(data);
        Assert.True(LedgerKey.Verify(key.PublicKey, data, signature));
        Assert.False(LedgerKey.Verify(key.PublicKey, [1, 2, 4], signature));
        Assert.False(LedgerKey.Verify(key.PublicKey, data, signature[..63]));
        Assert.False(LedgerKey.Verify(key.PublicKey[..31], data, signature));
        Assert.False(LedgerKey.Verify(Enumerable.Repeat((byte)0xff, 32).ToArray(), data, signature));
    }

    [Fact]
    public void RefusesAKeyOfSmallOrder()
    {
        byte[] identity = [1, .. new byte[31]];
        byte[] anything = [.. identity, .. new byte[32]];
        Assert.False(LedgerKey.Verify(identity, [7], anything));
    }

    [Fact]
    public void ADisposedKeyNeitherSignsNorExports()
    {
        var key = LedgerKey.FromSeed(Seed);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign([1]));
        Assert.Throws<ObjectDisposedException>(() => key.ExportSeed());
    }

    [Fact]
    public void RefusesASeedOfAnotherLength() => Assert.Throws<ArgumentException>(() => LedgerKey.FromSeed(new byte[31]));
}
