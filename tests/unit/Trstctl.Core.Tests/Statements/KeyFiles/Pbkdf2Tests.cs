using System.Text;
using CsCheck;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.Core.Tests.Statements.KeyFiles;

/// <summary>The platform's derivation and BouncyCastle's, which stands in for it on .NET Framework, are one.</summary>
public sealed class Pbkdf2Tests
{
    private static readonly DerObjectIdentifier[] PlatformHashes =
    [
        PkcsObjectIdentifiers.IdHmacWithSha1, PkcsObjectIdentifiers.IdHmacWithSha256, PkcsObjectIdentifiers.IdHmacWithSha384,
        PkcsObjectIdentifiers.IdHmacWithSha512,
    ];

    private static readonly Gen<(int Hash, byte[] Password, byte[] Salt, int Iterations, int Length)> Inputs = Gen.Select(
        Gen.Int[0, 3], Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 40], Gen.Int[1, 20], Gen.Int[1, 100]);

    // RFC 7914 section 11.
    [Theory]
    [InlineData("passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783")]
    [InlineData("Password", "NaCl", 80000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
        + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d")]
    public void BothAgreeWithThePublishedVectorsOfSha256(string password, string salt, int iterations, string expected) =>
        DemandBoth(PkcsObjectIdentifiers.IdHmacWithSha256, password, salt, iterations, expected);

    // RFC 6070 section 2, without the one of 16 million rounds.
    [Theory]
    [InlineData("password", "salt", 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6")]
    [InlineData("password", "salt", 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957")]
    [InlineData("password", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1")]
    [InlineData(
        "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038")]
    [InlineData("pass\0word", "sa\0lt", 4096, "56fa6aa75548099dcc37d7f03425e0c3")]
    public void BothAgreeWithThePublishedVectorsOfSha1(string password, string salt, int iterations, string expected) =>
        DemandBoth(PkcsObjectIdentifiers.IdHmacWithSha1, password, salt, iterations, expected);

    [Fact]
    public void BothDeriveTheSame() => Inputs.Sample(input =>
    {
        var derivation = Pbkdf2.Find(PlatformHashes[input.Hash])!;
        using var platform = derivation.ByPlatform(input.Password, input.Salt, input.Iterations, input.Length);
        using var managed = derivation.ByBouncyCastle(input.Password, input.Salt, input.Iterations, input.Length);
        Assert.Equal(managed.Bytes, platform.Bytes);
    });

    [Fact]
    public void ThePlatformDerivesWhereItCan() => Assert.Equal(
        [.. PlatformHashes.Select(_ => true), false],
        PlatformHashes.Append(PkcsObjectIdentifiers.IdHmacWithSha224).Select(hash => Pbkdf2.Find(hash)!.IsOfPlatform));

    // RFC 6070's own first input, under a hash that no platform derives with.
    [Fact]
    public void Sha224IsLeftToBouncyCastle()
    {
        using var key = Pbkdf2.Find(PkcsObjectIdentifiers.IdHmacWithSha224)!.Derive(
            Encoding.ASCII.GetBytes("password"), Encoding.ASCII.GetBytes("salt"), 1, 20);
        Assert.Equal("3c198cbdb9464b7857966bd05b7bc92bc1cc4e6e", Convert.ToHexStringLower(key.Bytes));
    }

    private static void DemandBoth(DerObjectIdentifier hash, string password, string salt, int iterations, string expected)
    {
        var derivation = Pbkdf2.Find(hash)!;
        var (secret, salty) = (Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt));
        using var platform = derivation.ByPlatform(secret, salty, iterations, expected.Length / 2);
        using var managed = derivation.ByBouncyCastle(secret, salty, iterations, expected.Length / 2);
        Assert.All([platform, managed], key => Assert.Equal(expected, Convert.ToHexStringLower(key.Bytes)));
    }
}
