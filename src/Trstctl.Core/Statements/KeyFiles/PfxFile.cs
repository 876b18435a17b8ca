using System.Runtime.InteropServices;
using System.Security;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Statements.KeyFiles;

/// <summary>A certificate and its private key as a PFX (PKCS#12, RFC 7292).</summary>
internal static class PfxFile
{
    private const int MacIterations = 100_000;

    /// <summary>The PBES2 of <see cref="Pbes2"/> and an HMAC-SHA-256 with iterations worth the name: BouncyCastle's own writer
    /// fixes 1024 and SHA-1. The certificate is public and stays unencrypted. Windows 10 1709, Server 2019, OpenSSL 1.1 and later
    /// read it.</summary>
    public static byte[] Write(byte[] certificate, byte[] pkcs8, SecureString password)
    {
        using var secret = SecretBytes.FromUtf8(password);
        var id =
            new DerSet(new AttributePkcs(
                PkcsObjectIdentifiers.Pkcs9AtLocalKeyID, new DerSet(new DerOctetString(Digest.Of(certificate).ToArray()))));
        var keys = Safe(new SafeBag(PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag, (Asn1Encodable)Pbes2.Encrypt(pkcs8, secret.Bytes), id));
        var certificates = Safe(new SafeBag(
            PkcsObjectIdentifiers.CertBag,
            (Asn1Encodable)new CertBag(PkcsObjectIdentifiers.X509Certificate, new DerOctetString(certificate)), id));
        var safe = new DerSequence(keys, certificates).GetDerEncoded();
        return new Pfx(new ContentInfo(PkcsObjectIdentifiers.Data, new DerOctetString(safe)), Mac(safe, password)).GetDerEncoded();
    }

    private static ContentInfo Safe(SafeBag bag) =>
        new(PkcsObjectIdentifiers.Data, new DerOctetString(new DerSequence(bag).GetDerEncoded()));

    private static MacData Mac(byte[] safe, SecureString password)
    {
        using var random = SecretBytes.Random(16);
        var salt = (byte[])random.Bytes.Clone();
        var characters = Characters(password);
        try
        {
            return new MacData(
                new DigestInfo(
                    new AlgorithmIdentifier(NistObjectIdentifiers.IdSha256, DerNull.Instance),
                    MacOf(new Sha256Digest(), safe, characters, salt, MacIterations, hasEnd: true)),
                salt,
                MacIterations);
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    /// <summary>RFC 7292 appendix B: the password as BMP characters with two zero bytes at the end.</summary>
    /// <param name="hasEnd">False leaves an empty password empty, as some programs do.</param>
    internal static byte[] MacOf(IDigest digest, byte[] safe, char[] password, byte[] salt, int iterations, bool hasEnd)
    {
        using var bytes = SecretBytes.Take(PbeParametersGenerator.Pkcs12PasswordToBytes(password, hasEnd));
        using var key = Pkcs12Mac.KeyOf(digest, bytes.Bytes, salt, iterations);
        var hmac = new HMac(digest);
        hmac.Init(new KeyParameter(key.Bytes));
        hmac.BlockUpdate(safe, 0, safe.Length);
        var result = new byte[hmac.GetMacSize()];
        hmac.DoFinal(result, 0);
        return result;
    }

    internal static char[] Characters(SecureString? password)
    {
        if (password is null)
        {
            return [];
        }

        var native = Marshal.SecureStringToGlobalAllocUnicode(password);
        try
        {
            var characters = new char[password.Length];
            Marshal.Copy(native, characters, 0, characters.Length);
            return characters;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(native);
        }
    }
}
