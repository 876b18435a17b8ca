using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Trstctl.Asn1;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Keys;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Shares;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.Core.Tests.Fuzz;

internal static partial class ParserTargets
{
    private const string Password = "long enough to be one";

    // One iteration: what is tried is the reading, not the waiting.
    private static readonly PbeParameters Cheap = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);

    private static readonly Lazy<SigningIdentity> Alice = new(() => Person.Create());

    private static readonly Lazy<byte[]> EcKey = new(() =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    });

    private static IEnumerable<(string, Func<string, FuzzTarget>)> OfKeys()
    {
        (string, Func<string, FuzzTarget>) On(string name, Func<byte[][]> seeds, Action<byte[]> read, int bounded = 120) =>
            (name, n => FuzzTarget.Of(n, read, seeds()) with { Bounded = bounded });

        static byte[][] Pkcs8Keys() => [EcKey.Value, PreparedKeys.RsaPkcs8(3072, "fuzz")];
        static byte[][] Lattice() =>
            [.. new[] { "seed", "both", "expanded" }.Select(form => Published.PrivateKeyFile($"ML-DSA-44-{form}.priv"))];
        static byte[][] Pems() => [.. Pkcs8Keys().Select(key => Encoding.ASCII.GetBytes(
            Pem.Encode("PRIVATE KEY", key) + Pem.Encode("CERTIFICATE", Some.Value[0]))), Sec1(), Locked()];
        var (password, wrong) = (Scratch.Secure(Password), Scratch.Secure("wrong"));

        yield return On("SoftwareKey.FromPkcs8 EC", Pkcs8Keys, der => SoftwareKey.FromPkcs8(der, KeyAlgorithm.EcdsaP256).Dispose());
        yield return On("SoftwareKey.FromPkcs8 RSA", Pkcs8Keys, der => SoftwareKey.FromPkcs8(der, KeyAlgorithm.Rsa3072).Dispose(), 60);
        yield return On("PostQuantumKey.FromPkcs8", Lattice, der =>
            PostQuantumKey.FromPkcs8(der, KeyAlgorithm.Parse("ML-DSA-44")).Dispose(), 60);
        yield return On("PostQuantumPkcs8.IsKey", Lattice, der => PostQuantumPkcs8.IsKey(der));
        yield return On("PostQuantumPkcs8.Read", Lattice, der => PostQuantumPkcs8.Read(der, KeyAlgorithm.Parse("ML-DSA-44")).Dispose(), 60);
        yield return On("EcdsaSignature.FromDer", Signatures, der => EcdsaSignature.FromDer(der, 32));
        yield return On("SignatureCheck.Verify", Signatures, der => SignatureCheck.Verify(
            KeyAlgorithm.EcdsaP256.SignatureIdentifier(), [1], der, PublicKeys.Value[0]));
        yield return On("SignatureCheck.Verify of an algorithm", () => [KeyAlgorithm.EcdsaP256.SignatureIdentifier(), Pss()], der =>
            SignatureCheck.Verify(der, [1], Signatures()[0], PublicKeys.Value[0]));
        yield return On("SignatureCheck.Verify of a key", () => PublicKeys.Value, der => SignatureCheck.Verify(
            KeyAlgorithm.EcdsaP256.SignatureIdentifier(), [1], Signatures()[0], der));
        yield return On("AgreementKey.IsPoint", () => [new KeySession().PublicKey], bytes => AgreementKey.IsPoint(bytes));
        yield return On("PrivateKeyFile.Read PFX", () => [Pfx()], File("a.pfx", path => PrivateKeyFile.Read(path, password).Dispose()));
        yield return On("PrivateKeyFile.Read PFX without encryption", () => [PlainPfx()],
            File("plain.pfx", path => PrivateKeyFile.Read(path, null).Dispose()));
        yield return On("PrivateKeyFile.Read PEM", Pems, File("a.pem", path => PrivateKeyFile.Read(path, password).Dispose()));
        yield return On("PrivateKeyFile.Read DER", () => [.. Pkcs8Keys(), Pem.Decode("ENCRYPTED PRIVATE KEY", Locked())],
            File("a.p8", path => PrivateKeyFile.Read(path, password).Dispose()));
        yield return On("PssParameters.TryRead", () => [Pss()], der => PssParameters.TryRead(DerElement.Read(der, "x")));
        yield return On("SignatureCheck.Fault", () => [Pss()], der => SignatureCheck.Fault(DerElement.Read(der, "x")));
        yield return On("SigningIdentityFile.Read", () => [PlainPfx(), .. Pems()], File("s.pem", path =>
            SigningIdentityFile.Read(path, password).Dispose()), 60);
        yield return On("SigningIdentity.FromFile", () => [Pfx()], File("s.pfx", path => SigningIdentity.FromFile(path, wrong).Dispose()));
        yield return On("ForeignCAFile.OpenKey", () => [PlainPfx(), .. Pems()], File("f.pem", path =>
            ForeignCAFile.OpenKey(path, password, Some.Value[0]).Dispose()), 60);
        yield return On("ForeignCAFile.OpenKey for a certificate", () => Some.Value, der =>
            ForeignCAFile.OpenKey(Folder.Write("own.pem", Pems()[0]), null, der).Dispose(), 60);
        yield return On("ForeignCAFile.DemandCertificateAlone", () => [Some.Value[0], PlainPfx(), .. Pems()], bytes =>
            ForeignCAFile.DemandCertificateAlone("x", bytes, Some.Value[0]));
        yield return On("KeyFile.Read", KeyFiles, File("a.key", path => KeyFile.Read(path).Dispose()));
        yield return On("CASpecFile.Read", () => [Encoding.UTF8.GetBytes("{\"Adcs\":true,"
            + "\"CrlUrl\":\"http://a/c\",\"PathLength\":1,"
            + "\"PermittedName\":[\"DNS:a.example\"],\"Subject\":\"CN=x\",\"Validity\":\"10y\"}")],
            File("spec.json", path => CASpecFile.Read(path).Build()));
        yield return On("SharePassword.Normalize", () => [Encoding.UTF8.GetBytes(string.Join(' ', PgpWords.Encode(new byte[12])))], bytes =>
        {
            using var secret = SecretBytes.Take((byte[])bytes.Clone());
            SharePassword.Normalize(secret).Dispose();
        });
        yield return On("AuthenticatedCipher.Open", () => [AuthenticatedCipher.Seal(new byte[32], [1, 2, 3], [4])], bytes =>
            Assert.Null(Changed(bytes, AuthenticatedCipher.Open(new byte[32], bytes, [4]))));
    }

    // Only what was sealed opens.
    private static SecretBytes? Changed(byte[] bytes, SecretBytes? opened) =>
        opened is { Length: 3 } && bytes.Length == 3 + AuthenticatedCipher.Overhead
            && opened.Bytes.AsSpan().SequenceEqual(new byte[] { 1, 2, 3 })
            ? null : opened;

    private static byte[][] Signatures() =>
        [EcdsaSignature.ToDer([.. Enumerable.Repeat((byte)0x90, 32), .. Enumerable.Repeat((byte)7, 32)])];

    private static byte[] Pss()
    {
        var hash = Der.Sequence(Der.Oid("2.16.840.1.101.3.4.2.1"), Der.Null);
        return Der.Sequence(Der.Oid(PssParameters.Oid), Der.Sequence(
            Der.Explicit(0, hash), Der.Explicit(1, Der.Sequence(Der.Oid("1.2.840.113549.1.1.8"), hash)), Der.Explicit(2, Der.Integer(32))));
    }

    private static byte[][] KeyFiles()
    {
        KeyFile.Create(Folder["seed.key"]);
        return [System.IO.File.ReadAllBytes(Folder["seed.key"])];
    }

    private static byte[] Sec1()
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(EcKey.Value, out _);
        return Encoding.ASCII.GetBytes(key.ExportECPrivateKeyPem());
    }

    private static byte[] Locked()
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(EcKey.Value, out _);
        return Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem(Password, Cheap));
    }

    // PBES2 around the key and a MAC around all of it (RFC 7292).
    private static byte[] Pfx()
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(EcKey.Value, out _);
        var safe = Safe("1.2.840.113549.1.12.10.1.2", key.ExportEncryptedPkcs8PrivateKey(Password, Cheap));
        var mac = PfxFile.MacOf(new Sha256Digest(), safe, Password.ToCharArray(), new byte[8], 1, hasEnd: true);
        var sha256 = Der.Sequence(Der.Oid("2.16.840.1.101.3.4.2.1"), Der.Null);
        return Pfx(safe, Der.Sequence(
            Der.Sequence(sha256, Der.OctetString(mac)), Der.OctetString(new byte[8]), Der.Integer(1)));
    }

    private static byte[] PlainPfx() => Pfx(Safe("1.2.840.113549.1.12.10.1.1", EcKey.Value), null);

    private static byte[] Pfx(byte[] safe, byte[]? mac) => Der.Sequence(Der.Integer(3), Data(safe), mac);

    private static byte[] Safe(string keyBag, byte[] key) => Der.Sequence(Data(Der.Sequence(
        Der.Sequence(Der.Oid(keyBag), Der.Explicit(0, key)),
        Der.Sequence(Der.Oid("1.2.840.113549.1.12.10.1.3"), Der.Explicit(0, Der.Sequence(
            Der.Oid("1.2.840.113549.1.9.22.1"), Der.Explicit(0, Der.OctetString(Some.Value[0]))))))));

    private static byte[] Data(byte[] content) =>
        Der.Sequence(Der.Oid("1.2.840.113549.1.7.1"), Der.Explicit(0, Der.OctetString(content)));
}
