using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Trstctl.Custody;

namespace Trstctl.Certificates;

/// <summary>
/// CMS EnvelopedData for one certificate: RSAES-OAEP with SHA-256 through the platform, so that a card can open it, or ephemeral
/// ECDH with SHA-256 KDF and AES-256 key wrap; AES-256-CBC for the content.
/// </summary>
internal static class StatementEnvelope
{
    private const int MaxEnvelope = 64 * 1024;

    public static byte[] Create(byte[] certificate, byte[] content)
    {
        var spki = KeyComparison.CanonicalSpki(certificate);
        var generator = new CmsEnvelopedDataGenerator();
        using var key = PublicKeyInfo.Import(spki);
        generator.AddRecipientInfoGenerator(
            key is RSA rsa ? new OaepRecipient(rsa, certificate) : new StatementKeyAgreement(certificate, spki));
        return generator.Generate(new CmsProcessableByteArray(content), NistObjectIdentifiers.IdAes256Cbc).GetEncoded();
    }

    /// <summary>The content; every cryptographic failure is the same <see cref="ErrorId.PossessionNotProved"/>.</summary>
    public static byte[] Open(byte[] envelope, SigningIdentity identity)
    {
        try
        {
            if (envelope.Length > MaxEnvelope)
            {
                throw NotForThisKey(identity);
            }

            var data = new CmsEnvelopedData(envelope).EnvelopedData;
            var content = data.EncryptedContentInfo;
            if (data.RecipientInfos.Count != 1
                || !content.ContentEncryptionAlgorithm.Algorithm.Equals(NistObjectIdentifiers.IdAes256Cbc))
            {
                throw NotForThisKey(identity);
            }

            var recipient = RecipientInfo.GetInstance(data.RecipientInfos[0]).Info;
            using var key = identity.Key is RSA rsa ? OpenRsa(KeyTransRecipientInfo.GetInstance(recipient), rsa)
                : OpenEc(KeyAgreeRecipientInfo.GetInstance(recipient), identity);
            using var aes = Aes.Create();
            using var transform = aes.CreateDecryptor(
                key.Bytes, Asn1OctetString.GetInstance(content.ContentEncryptionAlgorithm.Parameters).GetOctets());
            var ciphertext = content.EncryptedContent.GetOctets();
            return transform.TransformFinalBlock(ciphertext, 0, ciphertext.Length);
        }
        catch (Exception error) when (StatementFault.IsMalformed(error))
        {
            throw NotForThisKey(identity);
        }
    }

    private static SecretBytes OpenRsa(KeyTransRecipientInfo recipient, RSA rsa) => SecretBytes.Take(
        OaepRecipient.Platform(() => rsa.Decrypt(recipient.EncryptedKey.GetOctets(), RSAEncryptionPadding.OaepSHA256)));

    private static SecretBytes OpenEc(KeyAgreeRecipientInfo recipient, SigningIdentity identity)
    {
        ECParameters parameters;
        try
        {
            parameters = ((ECDsa)identity.Key).ExportParameters(true);
        }
        catch (CryptographicException)
        {
            throw new TrstException(
                ErrorId.PossessionNotProved,
                identity.Thumbprint,
                "sealing",
                "an elliptic-curve key that does not leave its device cannot open an envelope; use an RSA certificate on the device, or a key file, for sealing");
        }

        try
        {
            var curve = KeyAlgorithm.All.First(a => !a.IsRsa && a.Bits == identity.Key.KeySize);
            var key = new ECPrivateKeyParameters(
                "ECDH", new Org.BouncyCastle.Math.BigInteger(1, parameters.D), new DerObjectIdentifier(curve.CurveOid));
            return StatementKeyAgreement.Open(recipient, key);
        }
        finally
        {
            Array.Clear(parameters.D!, 0, parameters.D!.Length);
        }
    }

    private static TrstException NotForThisKey(SigningIdentity identity) =>
        new(ErrorId.PossessionNotProved, identity.Thumbprint, "sealing", "the envelope cannot be opened with it");

    /// <summary>RFC 4056 KeyTransRecipientInfo whose content key is wrapped by the platform.</summary>
    private sealed class OaepRecipient(RSA rsa, byte[] certificate) : RecipientInfoGenerator
    {
        private static readonly AlgorithmIdentifier Sha256 = new(NistObjectIdentifiers.IdSha256, DerNull.Instance);

        public RecipientInfo Generate(KeyParameter contentEncryptionKey, SecureRandom random)
        {
            using var key = SecretBytes.Take(contentEncryptionKey.GetKey());
            var wrapped = Platform(() => rsa.Encrypt(key.Bytes, RSAEncryptionPadding.OaepSHA256));
            var parameters = new RsaesOaepParameters(
                Sha256, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdMgf1, Sha256), RsaesOaepParameters.DefaultPSourceAlgorithm);
            return new RecipientInfo(new KeyTransRecipientInfo(
                new RecipientIdentifier(StatementEncoding.Signer(certificate)),
                new AlgorithmIdentifier(PkcsObjectIdentifiers.IdRsaesOaep, parameters),
                new DerOctetString(wrapped)));
        }

        // .NET Framework's RSACryptoServiceProvider knows OAEP with SHA-1 alone.
        public static byte[] Platform(Func<byte[]> operation)
        {
            try
            {
                return operation();
            }
            catch (Exception error) when (error is PlatformNotSupportedException or NotSupportedException)
            {
                throw new TrstException(ErrorId.PlatformUnsupported, "RSA-OAEP with SHA-256", "PowerShell 7, or a key of a CNG provider");
            }
        }
    }
}
