using System.Security.Cryptography;

namespace Trstctl.Keys;

/// <summary>Verifies signatures with the platform's RSA (PKCS#1 v1.5) and ECDSA.</summary>
internal static class PlatformVerifier
{
    /// <summary>With the hash that belongs to the algorithm; the key must be of that algorithm.</summary>
    public static bool Verify(byte[] spki, KeyAlgorithm algorithm, byte[] data, byte[] signature) =>
        PublicKeyShape.TryRead(spki) is { } shape
        && shape.Family == algorithm.Family
        && (algorithm.Family == KeyFamily.Rsa || shape.Algorithm == algorithm)
        && Verify(spki, new HashAlgorithmName(algorithm.Hash), data, signature);

    /// <param name="spki">DER SubjectPublicKeyInfo.</param>
    /// <param name="hash">SHA256, SHA384 or SHA512; anything else is false.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">As X.509 carries it: ECDSA as DER Ecdsa-Sig-Value.</param>
    public static bool Verify(byte[] spki, HashAlgorithmName hash, byte[] data, byte[] signature)
    {
        var shape = PublicKeyShape.TryRead(spki);
        if (shape is null || hash.Name is not ("SHA256" or "SHA384" or "SHA512"))
        {
            return false;
        }

        try
        {
            return shape.Family switch
            {
                KeyFamily.Rsa => VerifyRsa(spki, hash, data, signature),
                KeyFamily.Ecdsa => VerifyEcdsa(spki, shape.Bits, hash, data, signature),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool VerifyRsa(byte[] spki, HashAlgorithmName hash, byte[] data, byte[] signature)
    {
        using var rsa = SubjectPublicKeyInfos.OpenRsa(spki);
        return rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
    }

    private static bool VerifyEcdsa(byte[] spki, int bits, HashAlgorithmName hash, byte[] data, byte[] signature)
    {
        var rs = EcdsaSignature.FromDer(signature, (bits + 7) / 8);
        if (rs is null)
        {
            return false;
        }

        using var ecdsa = SubjectPublicKeyInfos.OpenEcdsa(spki);
        return ecdsa.VerifyData(data, rs, hash);
    }
}
