using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Trstctl.Statements;

/// <summary>CMS EnvelopedData for one certificate: RSAES-OAEP with SHA-256 through the platform, so that a card can open it, or
/// ephemeral ECDH with SHA-256 KDF and AES-256 key wrap; AES-256-CBC for the content.</summary>
internal static class StatementEnvelope
{
    private const int MaxEnvelope = 64 * 1024;

    public static byte[] Create(byte[] certificate, byte[] content)
    {
        var key = PublicKey.OfCertificate(certificate);
        var generator = new CmsEnvelopedDataGenerator();
        generator.AddRecipientInfoGenerator(key.Family == KeyFamily.Rsa
            ? new StatementKeyTransport(certificate, key.Spki)
            : new StatementKeyAgreement(certificate, key.Spki));
        return generator.Generate(new CmsProcessableByteArray(content), NistObjectIdentifiers.IdAes256Cbc).ContentInfo.GetDerEncoded();
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
            using var key = identity.Key is RSA rsa ? StatementKeyTransport.Open(KeyTransRecipientInfo.GetInstance(recipient), rsa)
                : OpenEc(KeyAgreeRecipientInfo.GetInstance(recipient), identity);
            using var aes = Aes.Create();
            using var transform = aes.CreateDecryptor(
                key.Bytes, Asn1OctetString.GetInstance(content.ContentEncryptionAlgorithm.Parameters).GetOctets());
            var ciphertext = content.EncryptedContent.GetOctets();
            return transform.TransformFinalBlock(ciphertext, 0, ciphertext.Length);
        }
        catch (Exception error) when (MalformedInput.IsMalformed(error))
        {
            throw NotForThisKey(identity);
        }
    }

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
                "an elliptic-curve key that does not leave its device cannot open an envelope; use an RSA certificate on the device, "
                    + "or a key file, for sealing");
        }

        try
        {
            var curve = identity.PublicKey.SignsLike;
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
}
