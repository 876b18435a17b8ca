using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Trstctl.Asn1;
using Trstctl.Core.Tests.Custody;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Statements.KeyFiles;

/// <summary>Key files as programs in the field write them, each opened for the certificate that was approved.</summary>
public sealed class PrivateKeyFileTests : IDisposable
{
    private const string Pbmac1 = "1.2.840.113549.1.5.14";
    private readonly Scratch scratch = new();

    public PrivateKeyFileTests()
    {
        Make("ca");
        scratch.OpenSsl("pkcs8", "-topk8", "-nocrypt", "-in", "ca.key", "-outform", "DER", "-out", "ca.p8");
    }

    public void Dispose() => scratch.Dispose();

    [TheoryNeeding("openssl")]
    [InlineData("pkcs8 -topk8 -nocrypt -in ca.key -outform DER")]
    [InlineData("ec -in ca.key -outform DER")]
    public void OpensDerWithoutPassword(string make)
    {
        OpenSsl(make);
        Opens(null);
    }

    [TheoryNeeding("openssl")]
    [InlineData("-v2 aes-256-cbc -outform DER")]
    [InlineData("-v2 des3")]
    [InlineData("-v2 des3 -outform DER")]
    [InlineData("-scrypt")]
    [InlineData("-scrypt -scrypt_N 1024 -scrypt_r 4 -scrypt_p 3")]
    [InlineData("-v1 PBE-SHA1-3DES")]
    [InlineData("-v2 aes-128-cbc -v2prf hmacWithSHA512")]
    public void OpensWhatOpenSslEncrypts(string how)
    {
        OpenSsl($"pkcs8 -topk8 -in ca.key -passout pass:gehéim {how}");
        Opens("gehéim");
        Refused(ErrorId.KeyUnavailable, () => Open("wrong"));
        Refused(ErrorId.SecretMissing, () => Open(null));
    }

    [FactNeeding("openssl")]
    public void WhatIsTooOldIsRefusedWithTheCommandThatConvertsIt()
    {
        OpenSsl("pkcs8 -topk8 -in ca.key -passout pass:x -v1 PBE-MD5-DES -provider legacy -provider default");
        Assert.Contains(
            "older than PBES2; convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in <old> -out <new> -provider legacy",
            Refused(ErrorId.FileUnreadable, () => Open("x")).Message);

        OpenSsl("ec -in ca.key -aes128 -passout pass:x");
        Assert.Contains("convert it with: openssl pkcs8 -topk8", Refused(ErrorId.FileUnreadable, () => Open("x")).Message);
    }

    [Theory]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "ssh-keygen -p -m PKCS8")]
    [InlineData("-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----\n", "its private key is a \"DSA PRIVATE KEY\"")]
    [InlineData("\u00FE\u00ED\u00FE\u00ED\0\0\0\u0002", "keytool -importkeystore")]
    public void WhatIsOfAnotherProgramIsRefusedWithItsCommand(string content, string reason)
    {
        scratch.Write("out", Encoding.Latin1.GetBytes(content));
        Assert.Contains(reason, Refused(ErrorId.FileUnreadable, () => Open("x")).Message);
    }

    // RFC 7292 B.1: two zero octets (OpenSSL, keytool); .NET takes none where the password is null.
    [TheoryNeeding("openssl")]
    [InlineData("openssl aes", null)]
    [InlineData("openssl aes", "")]
    [InlineData("openssl old", null)]
    [InlineData("openssl old", "")]
    [InlineData("null aes", null)]
    [InlineData("null aes", "")]
    [InlineData("null old", null)]
    [InlineData("null old", "")]
    [InlineData("empty old", null)]
    public void BothReadingsOfAnEmptyPasswordOpen(string maker, string? password)
    {
        var isOld = maker.EndsWith("old", StringComparison.Ordinal);
        if (maker.StartsWith("openssl", StringComparison.Ordinal))
        {
            var how = isOld ? " -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1" : string.Empty;
            OpenSsl("pkcs12 -export -in ca.pem -inkey ca.key -passout pass:" + how);
        }
        else
        {
            scratch.Write("out", Pfx(maker.StartsWith("null", StringComparison.Ordinal) ? null : string.Empty, isOld, "ca"));
        }

        Opens(password);
    }

    [FactNeeding("openssl")]
    public void ASecretIsStillAskedFor()
    {
        OpenSsl("pkcs12 -export -in ca.pem -inkey ca.key -passout pass:secret");
        Refused(ErrorId.SecretMissing, () => Open(null));
        Refused(ErrorId.KeyUnavailable, () => Open(string.Empty));
        Opens("secret");
    }

    [TheoryNeeding("openssl")]
    [InlineData("pfx")]
    [InlineData("pem")]
    public void OfSeveralKeysTheCertificatesOwnIsTaken(string form)
    {
        Make("other");
        Make("third");
        Several(form, "other", "ca", "ca");
        Opens("x");

        Several(form, "other", "third");
        Assert.Contains("none of the 2 private keys", Refused(ErrorId.ImportRefused, () => Open("x")).Message);
    }

    [FactNeeding("openssl")]
    public void APersonsKeyMayStandThereTwiceAndNotBesideAnother()
    {
        Make("other");
        Several("pfx", "ca", "ca");
        SigningIdentity.FromFile(scratch["out"], Secure("x")).Dispose();

        Several("pfx", "ca", "other");
        Assert.Contains(
            "2 private keys, not one",
            Refused(ErrorId.FileUnreadable, () => SigningIdentity.FromFile(scratch["out"], Secure("x"))).Message);
    }

    // RFC 9579: OpenSSL 3.4, Java 24.
    [Theory]
    [InlineData("x", true)]
    [InlineData("y", false)]
    public void TheNewerIntegrityCheckIsRead(string password, bool fits)
    {
        scratch.Write("out", WithPbmac1(Pfx("x", old: false, "ca"), "x"));
        if (fits)
        {
            Opens(password);
        }
        else
        {
            Refused(ErrorId.KeyUnavailable, () => Open(password));
        }
    }

    private void Make(string name) => scratch.OpenSsl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name + ".key", "-out", name + ".pem",
        "-subj", "/CN=" + name, "-days", "30");

    private void OpenSsl(string arguments) => scratch.OpenSsl([.. arguments.Split(' '), "-out", "out"]);

    private void Opens(string? password)
    {
        using var key = Open(password);
        Assert.Equal(Trstctl.Keys.PublicKey.OfCertificate(Certificate("ca")), Trstctl.Keys.PublicKey.Read(key.SubjectPublicKeyInfo));
    }

    private Trstctl.Custody.IOpenKey Open(string? password) =>
        ForeignCAFile.OpenKey(scratch["out"], password is null ? null : Secure(password), Certificate("ca"));

    private byte[] Certificate(string name) => Pem.Decode("CERTIFICATE", File.ReadAllText(scratch[name + ".pem"]));

    private void Several(string form, params string[] names) => scratch.Write(
        "out",
        form == "pem"
            ? Encoding.ASCII.GetBytes(string.Concat(names.Select(n => File.ReadAllText(scratch[n + ".key"]))))
            : Pfx("x", old: false, names));

    private byte[] Pfx(string? password, bool old, params string[] names)
    {
        var all = new X509Certificate2Collection();
        foreach (var name in names)
        {
            all.Add(X509Certificate2.CreateFromPemFile(scratch[name + ".pem"], scratch[name + ".key"]));
        }

        var how = old ? Pkcs12ExportPbeParameters.Pkcs12TripleDesSha1 : Pkcs12ExportPbeParameters.Pbes2Aes256Sha256;
        return all.ExportPkcs12(how, password!);
    }

    private static byte[] WithPbmac1(byte[] pfx, string password)
    {
        var root = DerElement.Read(pfx, "pfx");
        var safe = root[1][1].Inner().Content;
        byte[] salt = [1, 2, 3, 4, 5, 6, 7, 8];
        var key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, 2000, HashAlgorithmName.SHA256, 32);
        var sha256 = Der.Sequence(Der.Oid("1.2.840.113549.2.9"), Der.Null);
        var kdf = Der.Sequence(
            Der.Oid("1.2.840.113549.1.5.12"), Der.Sequence(Der.OctetString(salt), Der.Integer([7, 0xD0]), Der.Integer(32), sha256));
        var mac = Der.Sequence(
            Der.Sequence(
                Der.Sequence(Der.Oid(Pbmac1), Der.Sequence(kdf, sha256)), Der.OctetString(HMACSHA256.HashData(key, safe))),
            Der.OctetString([0]), Der.Integer(1));
        return Der.Sequence(root[0].Encoded, root[1].Encoded, mac);
    }
}
