using System.Security.Cryptography;

namespace Trstctl.Certificates;

/// <summary>Verifies signatures of every kind of key, each where it can be: on the platform, or in BouncyCastle.</summary>
public static class SignatureVerifier
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

    /// <summary>With the hash that belongs to the algorithm; the key must be of that algorithm, or RSA of any size.</summary>
    public static bool Verify(byte[] spki, KeyAlgorithm algorithm, byte[] data, byte[] signature) => algorithm.IsPostQuantum
        ? SubjectPublicKeyInfos.AlgorithmOf(spki) == algorithm && PostQuantumVerifier.Verify(spki, data, signature)
        : PlatformVerifier.Verify(spki, algorithm, data, signature);

    /// <summary>As a certificate, a CRL or a request says it: the algorithm must be one of that key's kind.</summary>
    /// <param name="spki">DER SubjectPublicKeyInfo.</param>
    /// <param name="algorithmIdentifier">DER AlgorithmIdentifier of the signature.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">As X.509 carries it.</param>
    public static bool Verify(byte[] spki, byte[] algorithmIdentifier, byte[] data, byte[] signature)
    {
        var shape = PublicKeyShape.TryRead(spki);
        if (shape?.Algorithm is { IsPostQuantum: true } algorithm)
        {
            return SubjectPublicKeyInfos.SignatureAlgorithm(algorithm).AsSpan().SequenceEqual(algorithmIdentifier)
                && PostQuantumVerifier.Verify(spki, data, signature);
        }

        var oid = DerNode.Read(algorithmIdentifier, "signature algorithm").Expect(Der.SequenceTag)[0].Oid();
        return shape is not null
            && Hashed.TryGetValue(oid, out var known)
            && known.Family == shape.Family
            && PlatformVerifier.Verify(spki, known.Hash, data, signature);
    }
}
