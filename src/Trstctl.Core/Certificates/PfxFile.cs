using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Trstctl.Custody;

namespace Trstctl.Certificates;

/// <summary>A certificate and its private key as a PFX (PKCS#12, RFC 7292).</summary>
internal static class PfxFile
{
    private const int MacIterations = 100_000;

    /// <summary>
    /// The PBES2 of <see cref="Pbes2"/> and an HMAC-SHA-256 with iterations worth the name: BouncyCastle's own writer fixes 1024
    /// and SHA-1. The certificate is public and stays unencrypted. Windows 10 1709, Server 2019, OpenSSL 1.1 and later read it.
    /// </summary>
    public static byte[] Write(byte[] certificate, byte[] pkcs8, SecureString password)
    {
        using var secret = SecretBytes.FromUtf8(password);
        var id = new DerSet(new AttributePkcs(PkcsObjectIdentifiers.Pkcs9AtLocalKeyID, new DerSet(new DerOctetString(Ledger.Digest.Of(certificate).ToArray()))));
        var keys = Safe(new SafeBag(PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag, (Asn1Encodable)Pbes2.Encrypt(pkcs8, secret.Bytes), id));
        var certificates = Safe(new SafeBag(
            PkcsObjectIdentifiers.CertBag, (Asn1Encodable)new CertBag(PkcsObjectIdentifiers.X509Certificate, new DerOctetString(certificate)), id));
        var safe = new DerSequence(keys, certificates).GetDerEncoded();
        return new Pfx(new ContentInfo(PkcsObjectIdentifiers.Data, new DerOctetString(safe)), Mac(safe, password)).GetDerEncoded();
    }

    /// <summary>The key entry, or null when the password does not open the file.</summary>
    public static PfxIdentity? Read(byte[] content, SecureString? password)
    {
        var characters = Characters(password);
        var pin = GCHandle.Alloc(characters, GCHandleType.Pinned);
        try
        {
            var store = new Pkcs12StoreBuilder().Build();
            try
            {
                store.Load(new MemoryStream(content, writable: false), characters);
            }
            catch (Exception error) when (error is IOException or Org.BouncyCastle.Crypto.CryptoException or ArgumentException or InvalidOperationException)
            {
                _ = Pfx.GetInstance(Asn1Object.FromByteArray(content));
                return null;
            }

            var aliases = store.Aliases.Where(store.IsKeyEntry).ToArray();
            if (aliases.Length != 1 || store.GetCertificate(aliases[0]) is not { } certificate)
            {
                throw new NotSupportedException($"it holds {aliases.Length} private keys with a certificate, not one");
            }

            var info = PrivateKeyInfoFactory.CreatePrivateKeyInfo(store.GetKey(aliases[0]).Key);
            return new PfxIdentity(certificate.Certificate.GetEncoded(), SecretBytes.Take(info.GetDerEncoded()));
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
            pin.Free();
        }
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
            var generator = new Pkcs12ParametersGenerator(new Sha256Digest());
            var bytes = Org.BouncyCastle.Crypto.PbeParametersGenerator.Pkcs12PasswordToBytes(characters);
            generator.Init(bytes, salt, MacIterations);
            using var key = SecretBytes.Take(((KeyParameter)generator.GenerateDerivedMacParameters(256)).GetKey());
            Array.Clear(bytes, 0, bytes.Length);
            using var hmac = new HMACSHA256(key.Bytes);
            return new MacData(
                new DigestInfo(new AlgorithmIdentifier(NistObjectIdentifiers.IdSha256, DerNull.Instance), hmac.ComputeHash(safe)), salt, MacIterations);
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    private static char[] Characters(SecureString? password)
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

internal sealed record PfxIdentity(byte[] Certificate, SecretBytes Key) : IDisposable
{
    public void Dispose() => Key.Dispose();
}
