using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Keys;
using Trstctl.Rosters;
using PublicKey = Trstctl.Keys.PublicKey;

namespace Trstctl.Core.Tests.Rosters;

/// <summary>One key is one key, however it is encoded and whatever exponent stands beside an RSA modulus.</summary>
public sealed class OneKeyTests
{
    private static readonly RSA Known = PreparedKeys.Rsa(3072, "one key");

    [Fact]
    public void TheRosterRefusesASecondKeyOfOneModulus()
    {
        var (one, other) = (Certificate("CN=Alice", Known), Certificate("CN=Bob", OtherExponent(Known)));
        Assert.NotEqual(PublicKey.OfCertificate(one), PublicKey.OfCertificate(other));

        var refusal = Scratch.Refused(ErrorId.DuplicateCustodian, () => Roster.Found(
            new byte[Roster.NonceLength], 1, new RosterPolicy(IsLab: true),
            [
                new Principal("Alice", "Alice", PrincipalRoles.Custodian, one, null),
                new Principal("Bob", "Bob", PrincipalRoles.Custodian, other, null),
            ],
            new byte[32], default));

        Assert.Contains("key", refusal.Message);
    }

    /// <summary>A sealing key of somebody else's modulus is that one's, too.</summary>
    [Fact]
    public void ASealingKeyOfOneModulusIsShared()
    {
        using var mine = PreparedKeys.Rsa(3072, "another");
        var alice = new Principal("Alice", "Alice", PrincipalRoles.Custodian, Certificate("CN=Alice", Known), null);
        var bob = new Principal(
            "Bob", "Bob", PrincipalRoles.Custodian, Certificate("CN=Bob", mine), Certificate("CN=Bob seals", OtherExponent(Known)));

        Assert.True(alice.SharesKeyWith(bob));
        Assert.True(bob.SharesKeyWith(alice));
    }

    /// <summary>Signatures are verified by the exponent that stands there, whichever key verified before.</summary>
    [Fact]
    public void ASignatureIsOfOneExponent()
    {
        var data = "signed"u8.ToArray();
        var signature = Known.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var (right, wrong) = (PublicKey.Of(Known), PublicKey.Of(OtherExponent(Known)));

        Assert.Equal(right.Identity, wrong.Identity);
        Assert.True(SignatureCheck.Verify(right, data, signature));
        Assert.False(SignatureCheck.Verify(wrong, data, signature));
        Assert.True(SignatureCheck.Verify(right, data, signature));
    }

    [Fact]
    public void APointIsOneKeyHoweverItIsEncoded()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (x, y) = (key.ExportParameters(false).Q.X!, key.ExportParameters(false).Q.Y!);
        byte[] header = [0x30, 0x39, 0x30, 0x13, 6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7];
        byte[] compressed = [.. header, 3, 0x22, 0, (byte)(2 + (y[^1] & 1)), .. x];

        Assert.Equal(PublicKey.IdentityOf(key.ExportSubjectPublicKeyInfo()), PublicKey.IdentityOf(compressed));
    }

    private static RSA OtherExponent(RSA key)
    {
        var numbers = key.ExportParameters(false);
        return RSA.Create(new RSAParameters { Modulus = numbers.Modulus, Exponent = [3] });
    }

    private static byte[] Certificate(string name, RSA key)
    {
        using var signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            new X500DistinguishedName(name), new System.Security.Cryptography.X509Certificates.PublicKey(key), HashAlgorithmName.SHA256);
        return request.Create(
            new X500DistinguishedName("CN=Somebody"), X509SignatureGenerator.CreateForECDsa(signer),
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1), [1]).RawData;
    }
}
