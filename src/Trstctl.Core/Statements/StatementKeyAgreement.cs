using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Trstctl.Statements;

/// <summary>Ephemeral-static ECDH of RFC 5753 3.1: dhSinglePass-stdDH-sha256kdf-scheme, AES-256 key wrap, no ukm. BouncyCastle's
/// own generator derives with NULL parameters that the message does not carry, so that OpenSSL cannot open it.</summary>
internal static class StatementKeyAgreement
{
    private static readonly DerObjectIdentifier Scheme = new(CmsEnvelopedGenerator.ECDHSha256Kdf);
    private static readonly AlgorithmIdentifier WrapAlgorithm = new(NistObjectIdentifiers.IdAes256Wrap);

    public static RecipientInfo Wrap(byte[] certificate, byte[] spki, byte[] contentKey)
    {
        var recipient = (ECPublicKeyParameters)PublicKeyFactory.CreateKey(spki);
        var pairs = new ECKeyPairGenerator();
        pairs.Init(new ECKeyGenerationParameters(recipient.PublicKeyParamSet, new SecureRandom()));
        var ephemeral = pairs.GenerateKeyPair();
        using var kek = Agree((ECPrivateKeyParameters)ephemeral.Private, recipient);
        var originator = new OriginatorPublicKey(
            new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, recipient.PublicKeyParamSet),
            new DerBitString(((ECPublicKeyParameters)ephemeral.Public).Q.GetEncoded(compressed: false)));
        var encrypted = new RecipientEncryptedKey(
            new KeyAgreeRecipientIdentifier(StatementEncoding.Signer(certificate)),
            new DerOctetString(Engine(kek, wraps: true).Wrap(contentKey, 0, contentKey.Length)));
        return new RecipientInfo(new KeyAgreeRecipientInfo(
            new OriginatorIdentifierOrKey(originator), null, new AlgorithmIdentifier(Scheme, WrapAlgorithm), new DerSequence(encrypted)));
    }

    /// <summary>The content encryption key. Every mismatch is an exception that the caller makes one error of.</summary>
    public static SecretBytes Open(KeyAgreeRecipientInfo info, ECPrivateKeyParameters key)
    {
        if (!info.KeyEncryptionAlgorithm.Equals(new AlgorithmIdentifier(Scheme, WrapAlgorithm)) || info.UserKeyingMaterial is not null
            || info.Originator.OriginatorKey is not { } originator || info.RecipientEncryptedKeys.Count != 1)
        {
            throw new CryptographicException();
        }

        // DecodePoint refuses points off the curve, which would otherwise leak the key bit by bit.
        var sender = new ECPublicKeyParameters(key.Parameters.Curve.DecodePoint(originator.PublicKey.GetBytes()), key.Parameters);
        using var kek = Agree(key, sender);
        var wrapped = RecipientEncryptedKey.GetInstance(info.RecipientEncryptedKeys[0]).EncryptedKey.GetOctets();
        return SecretBytes.Take(Engine(kek, wraps: false).Unwrap(wrapped, 0, wrapped.Length));
    }

    // The platform has no RFC 3394; this engine's copies of the key are the collector's.
    private static AesWrapEngine Engine(SecretBytes kek, bool wraps)
    {
        var engine = new AesWrapEngine();
        engine.Init(wraps, new KeyParameter(kek.Bytes));
        return engine;
    }

    private static SecretBytes Agree(ECPrivateKeyParameters mine, ECPublicKeyParameters theirs)
    {
        var agreement = new ECDHBasicAgreement();
        agreement.Init(mine);
        using var secret = SecretBytes.Take(Org.BouncyCastle.Utilities.BigIntegers.AsUnsignedByteArray(
            agreement.GetFieldSize(), agreement.CalculateAgreement(theirs)));

        // The KDF of ANSI X9.63, of which one block is needed: the secret, the number 1, the shared info. That is, by RFC 5753 7.2,
        // ECC-CMS-SharedInfo with the wrap algorithm as the message carries it, and the key's length in bits.
        var sharedInfo = new DerSequence(
            WrapAlgorithm, new DerTaggedObject(true, 2, new DerOctetString([0, 0, 1, 0]))).GetDerEncoded();
        using var kdf = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        kdf.AppendData(secret.Bytes);
        kdf.AppendData([0, 0, 0, 1]);
        kdf.AppendData(sharedInfo);
        return SecretBytes.Take(kdf.GetHashAndReset());
    }
}
