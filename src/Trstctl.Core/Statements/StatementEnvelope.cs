using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Statements;

/// <summary>CMS EnvelopedData for one certificate: RSAES-OAEP with SHA-256 through the platform, so that a card can open it, or
/// ephemeral ECDH with SHA-256 KDF and AES-256 key wrap; AES-256-CBC for the content.</summary>
internal static class StatementEnvelope
{
    private const int MaxEnvelope = 64 * 1024;
    private const int KeyLength = 32;
    private const int BlockLength = 16;

    public static byte[] Create(byte[] certificate, byte[] content)
    {
        var key = PublicKey.OfCertificate(certificate);
        using var contentKey = SecretBytes.Random(KeyLength);
        using var iv = SecretBytes.Random(BlockLength);

        // RFC 5652 6.3: always filled up, with as many bytes as each of them says.
        using var padded = new SecretBytes((content.Length / BlockLength + 1) * BlockLength);
        Buffer.BlockCopy(content, 0, padded.Bytes, 0, content.Length);
        padded.Bytes.AsSpan(content.Length).Fill((byte)(padded.Length - content.Length));
        var ciphertext = new byte[padded.Length];
        using var aes = Unpadded();
        using var transform = aes.CreateEncryptor(contentKey.Bytes, iv.Bytes);
        Transform(transform, padded.Bytes, ciphertext);
        var recipient = key.Family == KeyFamily.Rsa
            ? StatementKeyTransport.Wrap(certificate, key.Spki, contentKey.Bytes)
            : StatementKeyAgreement.Wrap(certificate, key.Spki, contentKey.Bytes);
        var data = new EnvelopedData(
            null,
            new DerSet(recipient),
            new EncryptedContentInfo(
                CmsObjectIdentifiers.Data,
                new AlgorithmIdentifier(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString((byte[])iv.Bytes.Clone())),
                new DerOctetString(ciphertext)),
            (Asn1Set?)null);
        return new ContentInfo(CmsObjectIdentifiers.EnvelopedData, data).GetDerEncoded();
    }

    /// <summary>The content; every cryptographic failure is the same <see cref="ErrorId.PossessionNotProved"/>.</summary>
    public static SecretBytes Open(byte[] envelope, SigningIdentity identity)
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
            using var aes = Unpadded();
            using var transform = aes.CreateDecryptor(
                key.Bytes, Asn1OctetString.GetInstance(content.ContentEncryptionAlgorithm.Parameters).GetOctets());
            var ciphertext = content.EncryptedContent.GetOctets();
            using var padded = new SecretBytes(ciphertext.Length);
            Transform(transform, ciphertext, padded.Bytes);
            return WithoutPadding(padded) ?? throw NotForThisKey(identity);
        }
        catch (Exception error) when (MalformedInput.IsMalformed(error))
        {
            throw NotForThisKey(identity);
        }
    }

    // The platform takes padding off through an array of its own.
    private static Aes Unpadded()
    {
        var aes = Aes.Create();
        aes.Padding = PaddingMode.None;
        return aes;
    }

    private static void Transform(ICryptoTransform transform, byte[] from, byte[] to)
    {
        if (from.Length == 0 || from.Length % BlockLength != 0 || transform.TransformBlock(from, 0, from.Length, to, 0) != from.Length)
        {
            throw new CryptographicException();
        }
    }

    private static SecretBytes? WithoutPadding(SecretBytes padded)
    {
        int padding = padded.Bytes[padded.Length - 1];
        if (padding is 0 or > BlockLength || padded.Bytes.Skip(padded.Length - padding).Any(b => b != padding))
        {
            return null;
        }

        var content = new SecretBytes(padded.Length - padding);
        Buffer.BlockCopy(padded.Bytes, 0, content.Bytes, 0, content.Length);
        return content;
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
