using System.Security.Cryptography;
using Trstctl.Asn1;

namespace Trstctl.Keys;

/// <summary>Verifies what certificates and requests carry as their signature, each kind where it can be: on the platform, or in
/// BouncyCastle.</summary>
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

    /// <param name="algorithm">DER AlgorithmIdentifier of the signature; it must be of the key's kind.</param>
    /// <param name="signed">The bytes that were signed.</param>
    /// <param name="signature">As X.509 carries it.</param>
    /// <param name="spki">DER SubjectPublicKeyInfo of the signer.</param>
    public static bool Verify(byte[] algorithm, byte[] signed, byte[] signature, byte[] spki)
    {
        var shape = PublicKeyShape.TryRead(spki);
        if (shape?.Algorithm is { IsPostQuantum: true } own)
        {
            return SubjectPublicKeyInfos.SignatureAlgorithm(own).AsSpan().SequenceEqual(algorithm)
                && PostQuantumVerifier.Verify(spki, signed, signature);
        }

        return Hashed.TryGetValue(DerElement.Read(algorithm, "algorithm")[0].Oid(), out var known)
            && known.Family == shape?.Family
            && PlatformVerifier.Verify(spki, known.Hash, signed, signature);
    }

    /// <summary>With the hash that belongs to the algorithm; the key must be of that algorithm, or RSA of any size.</summary>
    public static bool Verify(KeyAlgorithm algorithm, byte[] signed, byte[] signature, byte[] spki) => algorithm.IsPostQuantum
        ? SubjectPublicKeyInfos.AlgorithmOf(spki) == algorithm && PostQuantumVerifier.Verify(spki, signed, signature)
        : PlatformVerifier.Verify(spki, algorithm, signed, signature);
}
