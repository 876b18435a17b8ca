using System.Security.Cryptography;

namespace Trstctl.Certificates;

/// <summary>Verifies what certificates and requests carry as their signature.</summary>
internal static class SignatureCheck
{
    /// <param name="algorithm">DER AlgorithmIdentifier of the signature; it must be of the key's kind.</param>
    /// <param name="signed">The bytes that were signed.</param>
    /// <param name="signature">As X.509 carries it.</param>
    /// <param name="spki">DER SubjectPublicKeyInfo of the signer.</param>
    public static bool Verify(byte[] algorithm, byte[] signed, byte[] signature, byte[] spki)
    {
        var shape = PublicKeyShape.TryRead(spki);
        (string Hash, bool Rsa)? known = DerNode.Read(algorithm, "algorithm")[0].Oid() switch
        {
            "1.2.840.113549.1.1.11" => ("SHA256", true),
            "1.2.840.113549.1.1.12" => ("SHA384", true),
            "1.2.840.113549.1.1.13" => ("SHA512", true),
            "1.2.840.10045.4.3.2" => ("SHA256", false),
            "1.2.840.10045.4.3.3" => ("SHA384", false),
            "1.2.840.10045.4.3.4" => ("SHA512", false),
            _ => null,
        };
        return known is { } scheme
            && shape is not null
            && scheme.Rsa == (shape.Curve is null)
            && PlatformVerifier.Verify(spki, new HashAlgorithmName(scheme.Hash), signed, signature);
    }
}
