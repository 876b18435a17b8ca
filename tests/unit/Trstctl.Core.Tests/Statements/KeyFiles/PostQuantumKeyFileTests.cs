using System.Text;
using Trstctl.Asn1;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Keys;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Statements.KeyFiles;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Statements.KeyFiles;

/// <summary>Files that bring a post-quantum CA from elsewhere.</summary>
public sealed class PostQuantumKeyFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public static TheoryData<string> PublishedNames => Published.Names;

    public void Dispose() => scratch.Dispose();

    [Theory]
    [MemberData(nameof(PublishedNames))]
    public void OpensAnEncryptedKey(string name)
    {
        Encrypt(Published.PrivateKey(name));
        using var key = ForeignCAFile.OpenKey(scratch["key.pem"], Secure("geheim"), Published.Certificate(name));
        Assert.Equal(Published.PublicKey(name), key.SubjectPublicKeyInfo);
    }

    [Fact]
    public void AWrongPasswordIsSaid()
    {
        Encrypt(Published.PrivateKey("ML-DSA-65"));
        var error = Refused(
            ErrorId.KeyUnavailable, () => ForeignCAFile.OpenKey(scratch["key.pem"], Secure("wrong"), Published.Certificate("ML-DSA-65")));
        Assert.Contains("password is wrong", error.Message);
    }

    [Fact]
    public void RefusesTheKeyOfAnotherCertificate()
    {
        using var other = SoftwareKey.Generate(KeyAlgorithm.MLDsa65);
        using var pkcs8 = SoftwareKey.ExportPkcs8(other);
        Encrypt(pkcs8.Bytes);
        Refused(ErrorId.ImportRefused, () => ForeignCAFile.OpenKey(
            scratch["key.pem"], Secure("geheim"), Published.Certificate("ML-DSA-65")));
    }

    private void Encrypt(byte[] pkcs8)
    {
        using var password = SecretBytes.FromUtf8(Secure("geheim"));
        scratch.Write(
            "key.pem", Encoding.ASCII.GetBytes(Pem.Encode("ENCRYPTED PRIVATE KEY", Pbes2.Encrypt(pkcs8, password.Bytes).GetDerEncoded())));
    }
}
