using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Custody;

/// <summary>PKCS#8 (RFC 5958) of ML-DSA keys as their seed (RFC 9881 6) and of SLH-DSA keys as SK.seed, SK.prf, PK.seed and
/// PK.root (RFC 9909 7). Read where it stands, so that no reader of ASN.1 leaves a copy of its own.</summary>
internal static class PostQuantumPkcs8
{
    private const byte SeedTag = 0x80;

    public static SecretBytes Write(KeyAlgorithm algorithm, SecretBytes secret)
    {
        // Written around zeros, so that the secret, which stands last, goes into pinned memory only.
        var zeros = new byte[secret.Length];
        var pkcs8 = SecretBytes.Take(Der.Sequence(
            Der.Integer(0),
            algorithm.SignatureIdentifier(),
            Der.OctetString(algorithm.Family == KeyFamily.MLDsa ? Der.Implicit(0, zeros) : zeros)));
        Buffer.BlockCopy(secret.Bytes, 0, pkcs8.Bytes, pkcs8.Length - secret.Length, secret.Length);
        return pkcs8;
    }

    /// <summary>Whether bytes say that they are a key of some post-quantum algorithm.</summary>
    public static bool IsKey(byte[] pkcs8)
    {
        try
        {
            var algorithm = DerElement.Read(pkcs8, "private key")[1].Encoded;
            return KeyAlgorithm.All.Any(
                a => a.IsPostQuantum && a.SignatureIdentifier().AsSpan().SequenceEqual(algorithm));
        }
        catch (TrstException)
        {
            return false;
        }
    }

    /// <summary>The secret; <see cref="ErrorId.KeyUnavailable"/> for anything else than a whole key of the algorithm.</summary>
    public static SecretBytes Read(byte[] pkcs8, KeyAlgorithm algorithm)
    {
        DerElement octets;
        try
        {
            // Attributes and a public key may follow (RFC 5958 2); nothing here depends on them.
            var info = DerElement.Read(pkcs8, "private key").Expect(Der.SequenceTag);
            octets = info[0].SmallInteger() <= 1
                && info[1].Encoded.AsSpan().SequenceEqual(algorithm.SignatureIdentifier())
                ? info[2].Expect(Der.OctetStringTag)
                : throw Unusable(algorithm);
            return algorithm.Family == KeyFamily.MLDsa ? Seed(pkcs8, octets.Inner(), algorithm) : HashTree(pkcs8, octets, algorithm);
        }
        catch (TrstException error) when (error.Id == ErrorId.CertificateInvalid)
        {
            // The inner exception is dropped: a parser's message may quote what it read.
            throw Unusable(algorithm);
        }
    }

    private static SecretBytes Seed(byte[] pkcs8, DerElement choice, KeyAlgorithm algorithm)
    {
        switch (choice.Tag)
        {
            case SeedTag:
                return Copy(pkcs8, choice, algorithm);
            case Der.OctetStringTag:
                throw new TrstException(
                    ErrorId.KeyUnavailable, "key", $"it holds a {algorithm} key in its expanded form, without the seed");
            default:
                var both = choice.Expect(Der.SequenceTag);
                var seed = Copy(pkcs8, both[0].Expect(Der.OctetStringTag), algorithm);
                if (IsExpanded(seed, both[1].Expect(Der.OctetStringTag), pkcs8, algorithm))
                {
                    return seed;
                }

                seed.Dispose();
                throw new TrstException(ErrorId.KeyUnavailable, "key", $"its {algorithm} seed and its expanded key are not of one key");
        }
    }

    // RFC 9881 8.2: where both stand, they must agree.
    private static bool IsExpanded(SecretBytes seed, DerElement claimed, byte[] pkcs8, KeyAlgorithm algorithm)
    {
        using var expanded = SecretBytes.Take(
            MLDsaPrivateKeyParameters.FromSeed(PostQuantumParameters.MLDsa(algorithm), seed.Bytes).GetEncoded());
        return pkcs8.AsSpan(claimed.ContentOffset, claimed.Length).SequenceEqual(expanded.Bytes);
    }

    private static SecretBytes HashTree(byte[] pkcs8, DerElement octets, KeyAlgorithm algorithm)
    {
        var secret = Copy(pkcs8, octets, algorithm);
        if (SlhDsaSecret.IsConsistent(algorithm, secret))
        {
            return secret;
        }

        secret.Dispose();
        throw new TrstException(ErrorId.KeyUnavailable, "key", $"its {algorithm} seeds and its root are not of one key");
    }

    private static SecretBytes Copy(byte[] pkcs8, DerElement octets, KeyAlgorithm algorithm)
    {
        if (octets.Length != algorithm.SecretLength)
        {
            throw Unusable(algorithm);
        }

        var secret = new SecretBytes(octets.Length);
        Buffer.BlockCopy(pkcs8, octets.ContentOffset, secret.Bytes, 0, octets.Length);
        return secret;
    }

    private static TrstException Unusable(KeyAlgorithm algorithm) =>
        new(ErrorId.KeyUnavailable, "key", $"it is not a PKCS#8 key of {algorithm}");
}
