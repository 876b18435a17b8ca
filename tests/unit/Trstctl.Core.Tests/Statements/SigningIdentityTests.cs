using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Trstctl.Core.Tests.Custody;
using Trstctl.Keys;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;
using static Trstctl.Core.Tests.Custody.Scratch;
using PublicKey = Trstctl.Keys.PublicKey;

namespace Trstctl.Core.Tests.Statements;

public sealed class SigningIdentityTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [TheoryNeeding("openssl")]
    [InlineData("ec", "pässwörd €")]
    [InlineData("ec", "secret")]
    [InlineData("rsa", "secret")]
    public void APfxOfOpenSslLoads(string kind, string password)
    {
        OpenSslKey(kind);
        scratch.OpenSsl("pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "id.pfx", "-passout", "pass:" + password);
        Signs(SigningIdentity.FromFile(scratch["id.pfx"], Secure(password)));
    }

    [FactNeeding("openssl")]
    public void AnOldPfxOfOpenSslLoads()
    {
        OpenSslKey("ec");
        scratch.OpenSsl(
            "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "id.pfx", "-passout", "pass:secret",
            "-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1");
        Signs(SigningIdentity.FromFile(scratch["id.pfx"], Secure("secret")));
    }

    [TheoryNeeding("openssl")]
    [InlineData("ec", "pkcs8", false)]
    [InlineData("rsa", "pkcs8", false)]
    [InlineData("ec", "traditional", false)]
    [InlineData("rsa", "traditional", false)]
    [InlineData("ec", "encrypted", false)]
    [InlineData("rsa", "encrypted", true)]
    [InlineData("ec", "pkcs8", true)]
    public void APemFileOfOpenSslLoads(string kind, string form, bool utf16)
    {
        OpenSslKey(kind);
        string[] arguments = form switch
        {
            "traditional" => ["pkey", "-in", "key.pem", "-traditional", "-out", "key2.pem"],
            "encrypted" => ["pkcs8", "-topk8", "-in", "key.pem", "-v2", "aes-256-cbc", "-passout", "pass:sécret", "-out", "key2.pem"],
            _ => ["pkey", "-in", "key.pem", "-out", "key2.pem"],
        };
        scratch.OpenSsl(arguments);
        var text = File.ReadAllText(scratch["cert.pem"]) + File.ReadAllText(scratch["key2.pem"]);
        File.WriteAllText(scratch["id.pem"], text, utf16 ? Encoding.Unicode : new UTF8Encoding(false));
        Signs(SigningIdentity.FromFile(scratch["id.pem"], form == "encrypted" ? Secure("sécret") : null));
    }

    [FactNeeding("openssl")]
    public void TheCertificateOfTheKeyIsFoundAmongOthers()
    {
        OpenSslKey("ec");
        using var other = Person.Create("Other");
        var text = PemEncoding.WriteString("CERTIFICATE", other.Certificate)
            + "\n"
            + File.ReadAllText(scratch["cert.pem"])
            + File.ReadAllText(scratch["key.pem"]);
        File.WriteAllText(scratch["id.pem"], text);
        Signs(SigningIdentity.FromFile(scratch["id.pem"], null));
    }

    [TheoryNeeding("openssl")]
    [InlineData("ECDSA-P256")]
    [InlineData("ECDSA-P384")]
    [InlineData("RSA-3072")]
    public void OpenSslAndDotNetReadOurPfx(string algorithm)
    {
        var pfx = CustodianKeys.CreatePfx("Ålice", KeyAlgorithm.Parse(algorithm), Person.From, Person.To, Secure("pässwörd"));
        scratch.Write("id.pfx", pfx);
        scratch.OpenSsl("pkcs12", "-in", "id.pfx", "-passin", "pass:pässwörd", "-nodes", "-out", "id.pem");
        Signs(SigningIdentity.FromFile(scratch["id.pem"], null));
        Signs(SigningIdentity.FromFile(scratch["id.pfx"], Secure("pässwörd")));
        using var platform = X509CertificateLoader.LoadPkcs12(pfx, "pässwörd", X509KeyStorageFlags.EphemeralKeySet);
        using var identity = SigningIdentity.From(platform);
        Signs(identity);
        Assert.Equal(platform.Thumbprint, identity.Thumbprint);
        Assert.Equal("CN=Ålice", platform.Subject);
    }

    [Theory]
    [InlineData("ML-DSA-65", ErrorId.InvalidArgument)]
    [InlineData("SLH-DSA-SHA2-128f", ErrorId.InvalidArgument)]
    [InlineData("RSA-2048", ErrorId.SpecInvalid)]
    public void RefusesToMakeACustodiansKeyOfAnotherKind(string algorithm, ErrorId refusal)
    {
        var named = KeyAlgorithm.Parse(algorithm);
        Refused(refusal, () => CustodianKeys.CreatePfx("Alice", named, Person.From, Person.To, Secure("secret")));
        Refused(refusal, () => CustodianKeys.CreateEncryptedPem("Alice", named, Person.From, Person.To, Secure("secret")));
    }

    [Fact]
    public void RefusesACustodianWithAPostQuantumCertificate() => Refused(
        ErrorId.CertificateUnusable, () => PublicKey.OfCertificate(Trstctl.Core.Tests.Keys.Published.Certificate("ML-DSA-65")));

    [TheoryNeeding("openssl")]
    [InlineData("ECDSA-P256")]
    [InlineData("RSA-3072")]
    public void OpenSslReadsOurPem(string algorithm)
    {
        scratch.Write(
            "id.pem", CustodianKeys.CreateEncryptedPem("Alice", KeyAlgorithm.Parse(algorithm), Person.From, Person.To, Secure("pässwörd")));
        scratch.OpenSsl("pkey", "-in", "id.pem", "-passin", "pass:pässwörd", "-check", "-noout");
        scratch.OpenSsl("verify", "-CAfile", "id.pem", "-attime", "1785585600", "-x509_strict", "id.pem");
        Signs(SigningIdentity.FromFile(scratch["id.pem"], Secure("pässwörd")));
    }

    [Fact]
    [Trait("Conformance", "K02")]
    public void AWrongPasswordIsOneErrorAndAMissingOneIsSaid()
    {
        scratch.Write("id.pfx", CustodianKeys.CreatePfx("Alice", KeyAlgorithm.EcdsaP256, Person.From, Person.To, Secure("right")));
        scratch.Write("id.pem", CustodianKeys.CreateEncryptedPem("Alice", KeyAlgorithm.EcdsaP256, Person.From, Person.To, Secure("right")));
        foreach (var file in new[] { "id.pfx", "id.pem" })
        {
            for (var i = 0; i < 3; i++)
            {
                Refused(ErrorId.KeyUnavailable, () => SigningIdentity.FromFile(scratch[file], Secure("wrong" + i)));
            }

            Refused(ErrorId.SecretMissing, () => SigningIdentity.FromFile(scratch[file], null));
        }
    }

    [FactNeeding("openssl")]
    public void WhatIsNoIdentityFileIsUnreadable()
    {
        Refused(ErrorId.FileUnreadable, () => SigningIdentity.FromFile(scratch["absent"], null));
        Refused(ErrorId.FileUnreadable, () => SigningIdentity.FromFile(scratch.Write("a", [1, 2]), null));
        Refused(ErrorId.FileUnreadable, () => SigningIdentity.FromFile(scratch.Write("b", [0x30, 2, 5, 0]), Secure("x")));
        OpenSslKey("ec");
        Refused(ErrorId.FileUnreadable, () => SigningIdentity.FromFile(scratch["cert.pem"], null));
        Refused(ErrorId.FileUnreadable, () => SigningIdentity.FromFile(scratch["key.pem"], null));
    }

    [FactNeeding("openssl")]
    public void ADamagedFileIsRefusedAndNeverCrashes()
    {
        // An unencrypted file without a MAC is the one whose every structure a damaged byte can reach.
        OpenSslKey("ec");
        scratch.OpenSsl(
            "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "id.pfx", "-passout", "pass:",
            "-certpbe", "NONE", "-keypbe", "NONE", "-nomac");
        var good = File.ReadAllBytes(scratch["id.pfx"]);
        Signs(SigningIdentity.FromFile(scratch["id.pfx"], null));
        var random = new Random(7);
        for (var i = 0; i < LongForm.Times(300, 1500); i++)
        {
            var bad = (byte[])good.Clone();
            bad[random.Next(bad.Length)] = (byte)random.Next(256);
            try
            {
                SigningIdentity.FromFile(scratch.Write("bad.pfx", bad), i % 2 == 0 ? null : Secure("x")).Dispose();
            }
            catch (TrstException error)
            {
                Assert.Contains(
                    error.Id, new[] { ErrorId.FileUnreadable, ErrorId.SecretMissing, ErrorId.KeyUnavailable, ErrorId.CertificateUnusable });
            }
        }
    }

    [FactNeeding("openssl")]
    public void ACertificateOfAnotherKeyIsRefused()
    {
        OpenSslKey("ec");
        using var other = Person.Create("Other");
        File.WriteAllText(
            scratch["id.pem"], PemEncoding.WriteString("CERTIFICATE", other.Certificate) + "\n" + File.ReadAllText(scratch["key.pem"]));
        Refused(ErrorId.CertificateUnusable, () => SigningIdentity.FromFile(scratch["id.pem"], null));
    }

    [Fact]
    public void ACertificateWithoutItsKeyIsNoIdentity()
    {
        using var alice = Person.Create();
        using var bare = X509CertificateLoader.LoadCertificate(alice.Certificate);
        Refused(ErrorId.IdentityNotFound, () => SigningIdentity.From(bare));
        Refused(ErrorId.IdentityNotFound, () => SigningIdentity.FromStore("00 11 22"));
    }

    [TheoryNeeding("openssl")]
    [InlineData("rsa:1024")]
    [InlineData("secp256k1")]
    [InlineData("explicit")]
    [InlineData("ed25519")]
    public void WeakAndUnknownKeysAreUnusable(string kind)
    {
        string[] key = kind switch
        {
            "rsa:1024" => ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", "key.pem"],
            "ed25519" => ["genpkey", "-algorithm", "ed25519", "-out", "key.pem"],
            "explicit"
                => [
                    "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit", "-out",
                    "key.pem"],
            _ => ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1", "-out", "key.pem"],
        };
        scratch.OpenSsl(key);
        scratch.OpenSsl("req", "-x509", "-key", "key.pem", "-subj", "/CN=Weak", "-days", "10", "-outform", "DER", "-out", "cert.der");
        Refused(ErrorId.CertificateUnusable, () => PublicKey.OfCertificate(File.ReadAllBytes(scratch["cert.der"])));
    }

    [FactNeeding("openssl")]
    public void ACompressedPointIsTheSameKey()
    {
        OpenSslKey("ec");
        scratch.OpenSsl("ec", "-in", "key.pem", "-conv_form", "compressed", "-out", "compressed.pem");
        scratch.OpenSsl(
            "req", "-x509", "-key", "compressed.pem", "-subj", "/CN=Small", "-days", "10", "-outform", "DER", "-out", "small.der");
        scratch.OpenSsl("x509", "-in", "cert.pem", "-outform", "DER", "-out", "cert.der");
        var whole = PublicKey.OfCertificate(File.ReadAllBytes(scratch["cert.der"]));
        var small = PublicKey.OfCertificate(File.ReadAllBytes(scratch["small.der"]));
        Assert.Equal(whole, small);
        Assert.Equal(whole.Spki, small.Spki);
    }

    private static void Signs(SigningIdentity identity)
    {
        using (identity)
        {
            var cms = SignedStatement.Sign(identity, ContentTypes.Approval, [1, 2], Person.Now);
            Assert.Equal([1, 2], SignedStatement.Verify(cms, ContentTypes.Approval, identity.Certificate, "somebody"));
        }
    }

    private void OpenSslKey(string kind)
    {
        string[] key = kind == "rsa" ? ["rsa:2048"] : ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"];
        scratch.OpenSsl(
            ["req", "-x509", "-newkey", .. key, "-nodes", "-subj", "/CN=Bob", "-days", "10", "-keyout", "key.pem", "-out", "cert.pem"]);
    }
}
