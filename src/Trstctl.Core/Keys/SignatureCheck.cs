using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Trstctl.Keys;

/// <summary>
/// Verifies signatures: RSA (PKCS#1 v1.5) and ECDSA on the platform; RSASSA-PSS, Ed25519, pure ML-DSA and SLH-DSA with an empty context in
/// BouncyCastle, because platforms do not have them everywhere.
/// Signatures are as X.509 carries them; their encoding is judged here first, so that the
/// verdict is the same on every platform.
/// </summary>
internal static class SignatureCheck
{
    // RFC 4055 5, RFC 5758 3.2.
    private static readonly Dictionary<string, (KeyFamily Family, HashAlgorithmName Hash)> Hashed = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.11"] = (KeyFamily.Rsa, HashAlgorithmName.SHA256),
        ["1.2.840.113549.1.1.12"] = (KeyFamily.Rsa, HashAlgorithmName.SHA384),
        ["1.2.840.113549.1.1.13"] = (KeyFamily.Rsa, HashAlgorithmName.SHA512),
        ["1.2.840.10045.4.3.2"] = (KeyFamily.Ecdsa, HashAlgorithmName.SHA256),
        ["1.2.840.10045.4.3.3"] = (KeyFamily.Ecdsa, HashAlgorithmName.SHA384),
        ["1.2.840.10045.4.3.4"] = (KeyFamily.Ecdsa, HashAlgorithmName.SHA512),
    };

    /// <summary>What certificates and requests carry.</summary>
    /// <param name="algorithm">DER AlgorithmIdentifier of the signature; it must be of the key's kind.</param>
    /// <param name="signed">The bytes that were signed.</param>
    /// <param name="signature">As X.509 carries it.</param>
    /// <param name="spki">DER SubjectPublicKeyInfo of the signer.</param>
    public static bool Verify(byte[] algorithm, byte[] signed, byte[] signature, byte[] spki) =>
        Verify(DerElement.Read(algorithm, "algorithm"), signed, signature, PublicKey.TryRead(spki));

    /// <inheritdoc cref="Verify(byte[], byte[], byte[], byte[])"/>
    /// <param name="key">The signer's; null verifies nothing.</param>
    public static bool Verify(DerElement algorithm, byte[] signed, byte[] signature, PublicKey? key)
    {
        if (key?.SignsLike is { NamesItself: true } own)
        {
            return own.SignatureIdentifier().AsSpan().SequenceEqual(algorithm.Encoded) && Verify(key, signed, signature);
        }

        if (PssParameters.TryRead(algorithm) is { } pss)
        {
            return key?.Family == KeyFamily.Rsa && pss.Verify(key, signed, signature);
        }

        return Hashed.TryGetValue(algorithm[0].Oid(), out var known)
            && known.Family == key?.Family
            && Verify(key, known.Hash, signed, signature);
    }

    /// <summary>Why signatures of the algorithm cannot be verified here, whoever signed; null where they can.</summary>
    public static string? Fault(DerElement algorithm)
    {
        var oid = algorithm[0].Oid();
        return Hashed.ContainsKey(oid)
            || PssParameters.TryRead(algorithm) is not null
            || KeyAlgorithm.Known.Any(known => known.NamesItself && known.SignatureOid == oid)
            ? null
            : $"its signature algorithm ({SignatureNames.Of(oid)}"
                + $"{(oid == PssParameters.Oid ? ", with other than SHA-2" : string.Empty)}) is not supported";
    }

    /// <summary>With the hash that belongs to the algorithm; the key must be of that algorithm, or RSA of any size.</summary>
    public static bool Verify(KeyAlgorithm algorithm, byte[] signed, byte[] signature, byte[] spki) =>
        PublicKey.TryRead(spki) is { } key
        && (algorithm.Family == KeyFamily.Rsa ? key.Family == KeyFamily.Rsa : key.Algorithm == algorithm)
        && Verify(key, signed, signature);

    /// <summary>With the hash that belongs to the key.</summary>
    public static bool Verify(PublicKey key, byte[] signed, byte[] signature) => key.SignsLike is { NamesItself: true } algorithm
        ? VerifyUnhashed(algorithm, key.Octets, signed, signature)
        : Verify(key, new HashAlgorithmName(key.SignsLike.Hash), signed, signature);

    private static bool Verify(PublicKey key, HashAlgorithmName hash, byte[] signed, byte[] signature)
    {
        try
        {
            if (key.Family == KeyFamily.Rsa)
            {
                return signature.Length == (key.Bits + 7) / 8
                    && PlatformKeys.Ask(key, rsa => ((RSA)rsa).VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1));
            }

            return EcdsaSignature.FromDer(signature, key.SignsLike) is { } halves
                && PlatformKeys.Ask(key, ecdsa => ((ECDsa)ecdsa).VerifyData(signed, halves, hash));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool VerifyUnhashed(KeyAlgorithm algorithm, byte[] key, byte[] signed, byte[] signature)
    {
        if (signature.Length != algorithm.SignatureLength)
        {
            return false;
        }

        if (algorithm.Family == KeyFamily.Ed25519)
        {
            return Ed25519.ValidatePublicKeyFull(key, 0) && Ed25519.Verify(signature, 0, key, 0, signed, 0, signed.Length);
        }

        var verifier = algorithm.Family == KeyFamily.MLDsa ? MLDsa(algorithm, key) : SlhDsa(algorithm, key);
        verifier.BlockUpdate(signed, 0, signed.Length);
        return verifier.VerifySignature(signature);
    }

    private static ISigner MLDsa(KeyAlgorithm algorithm, byte[] key)
    {
        var parameters = PostQuantumParameters.MLDsa(algorithm);
        var verifier = new MLDsaSigner(parameters, deterministic: false);
        verifier.Init(false, MLDsaPublicKeyParameters.FromEncoding(parameters, key));
        return verifier;
    }

    private static ISigner SlhDsa(KeyAlgorithm algorithm, byte[] key)
    {
        var parameters = PostQuantumParameters.SlhDsa(algorithm);
        var verifier = new SlhDsaSigner(parameters, deterministic: false);
        verifier.Init(false, SlhDsaPublicKeyParameters.FromEncoding(parameters, key));
        return verifier;
    }
}
