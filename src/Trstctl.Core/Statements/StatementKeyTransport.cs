using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Trstctl.Statements;

/// <summary>RSAES-OAEP with SHA-256 and MGF1-SHA-256 (RFC 4056). Wrapping needs the public key alone and is BouncyCastle's,
/// because RSA of .NET Framework knows OAEP with SHA-1 only; unwrapping is the platform's, so that a card can do it.</summary>
internal static class StatementKeyTransport
{
    private static readonly AlgorithmIdentifier Sha256 = new(NistObjectIdentifiers.IdSha256, DerNull.Instance);

    private static readonly AlgorithmIdentifier Scheme = new(
        PkcsObjectIdentifiers.IdRsaesOaep,
        new RsaesOaepParameters(
            Sha256, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdMgf1, Sha256), RsaesOaepParameters.DefaultPSourceAlgorithm));

    public static RecipientInfo Wrap(byte[] certificate, byte[] spki, byte[] contentKey)
    {
        var cipher = Oaep();
        cipher.Init(true, new ParametersWithRandom(PublicKeyFactory.CreateKey(spki), new SecureRandom()));
        return new RecipientInfo(new KeyTransRecipientInfo(
            new RecipientIdentifier(StatementEncoding.Signer(certificate)),
            Scheme,
            new DerOctetString(cipher.ProcessBlock(contentKey, 0, contentKey.Length))));
    }

    /// <summary>The content encryption key. Every mismatch is an exception that the caller makes one error of.</summary>
    public static SecretBytes Open(KeyTransRecipientInfo info, RSA key)
    {
        if (!info.KeyEncryptionAlgorithm.Equals(Scheme))
        {
            throw new CryptographicException();
        }

        var wrapped = info.EncryptedKey.GetOctets();
        return SecretBytes.Take(
            key is RSACryptoServiceProvider legacy ? OpenLegacy(wrapped, legacy) : key.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256));
    }

    private static byte[] OpenLegacy(byte[] wrapped, RSACryptoServiceProvider key)
    {
        RSAParameters numbers;
        try
        {
            numbers = key.ExportParameters(true);
        }
        catch (CryptographicException)
        {
            throw new TrstException(
                ErrorId.PlatformUnsupported, "RSA-OAEP with SHA-256 for a key of an old cryptographic provider",
                "a key of a CNG provider, or a key file");
        }

        using var pkcs8 = RsaPkcs8.Export(numbers);
        var cipher = Oaep();
        cipher.Init(false, PrivateKeyFactory.CreateKey(pkcs8.Bytes));
        return cipher.ProcessBlock(wrapped, 0, wrapped.Length);
    }

    private static OaepEncoding Oaep() => new(new RsaBlindedEngine(), new Sha256Digest(), new Sha256Digest(), null);
}
