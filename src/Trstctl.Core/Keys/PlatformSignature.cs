using System.Security.Cryptography;

namespace Trstctl.Keys;

/// <summary>Signatures by platform keys as CMS and X.509 carry them: RSA PKCS#1 v1.5, ECDSA as DER Ecdsa-Sig-Value.</summary>
internal static class PlatformSignature
{
    public static byte[] Sign(AsymmetricAlgorithm key, byte[] data, HashAlgorithmName hash) => key switch
    {
        RSA rsa => rsa.SignData(data, hash, RSASignaturePadding.Pkcs1),
        ECDsa ec => EcdsaSignature.ToDer(ec.SignData(data, hash)),
        _ => throw new NotSupportedException(key.GetType().Name),
    };
}
