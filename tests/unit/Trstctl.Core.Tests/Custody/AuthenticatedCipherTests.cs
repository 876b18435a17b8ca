using CsCheck;
using Trstctl.Custody;

namespace Trstctl.Core.Tests.Custody;

/// <summary>The platform's mode and BouncyCastle's, which stands in for it on .NET Framework, are one.</summary>
public sealed class AuthenticatedCipherTests
{
    private static readonly Gen<(byte[] Key, byte[] Plaintext, byte[] Associated)> Inputs = Gen.Select(
        Gen.Byte.Array[32], Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 100]);

    // The Galois/Counter Mode of Operation (McGrew, Viega), appendix B, test case 16.
    [Fact]
    public void AgreesWithThePublishedVector()
    {
        var key = Convert.FromHexString("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        var sealedBytes = Convert.FromHexString(
            "cafebabefacedbaddecaf888"
            + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            + "76fc6ece0f4e1768cddf8853bb2d551b");
        var associated = Convert.FromHexString("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        using var plaintext = AuthenticatedCipher.Open(key, sealedBytes, associated);
        Assert.Equal(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            Convert.ToHexStringLower(plaintext!.Bytes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneOpensWhatTheOtherSealedUntilABitIsAnother(bool platformSeals) => Inputs.Sample(input =>
    {
        IGcm[] modes = [new PlatformGcm(), new BouncyCastleGcm()];
        var (sealing, opening) = platformSeals ? (modes[0], modes[1]) : (modes[1], modes[0]);
        var sealedBytes = AuthenticatedCipher.Seal(sealing, input.Key, input.Plaintext, input.Associated);

        using var opened = AuthenticatedCipher.Open(opening, input.Key, sealedBytes, input.Associated);
        Assert.Equal(input.Plaintext, opened!.Bytes);
        for (var i = 0; i < sealedBytes.Length; i++)
        {
            sealedBytes[i] ^= 0x10;
            Assert.All(modes, mode => Assert.Null(AuthenticatedCipher.Open(mode, input.Key, sealedBytes, input.Associated)));
            sealedBytes[i] ^= 0x10;
        }

        Assert.Null(AuthenticatedCipher.Open(opening, input.Key, sealedBytes, [.. input.Associated, 0]));
    });

    [Fact]
    public void RefusesWhatIsShorterThanNonceAndTag() => Assert.All(
        [0, 12, 27], length => Assert.Null(AuthenticatedCipher.Open(new byte[32], new byte[length], [])));
}
