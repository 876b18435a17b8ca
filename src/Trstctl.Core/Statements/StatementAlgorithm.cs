using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;

namespace Trstctl.Statements;

/// <summary>The one digest and the one signature algorithm that a key signs statements with (PROTOCOL section 3).</summary>
internal sealed class StatementAlgorithm
{
    // One for each algorithm that a key can have.
    private static readonly ConcurrentDictionary<KeyAlgorithm, StatementAlgorithm> Known = new();

    private StatementAlgorithm(KeyAlgorithm key)
    {
        Hash = new HashAlgorithmName(key.Hash);
        Digest = new AlgorithmIdentifier(key.Hash switch
        {
            "SHA256" => NistObjectIdentifiers.IdSha256,
            "SHA384" => NistObjectIdentifiers.IdSha384,
            _ => NistObjectIdentifiers.IdSha512,
        });
        Signature = AlgorithmIdentifier.GetInstance(Asn1Object.FromByteArray(key.SignatureIdentifier()));
        (DigestDer, SignatureDer) = (Digest.GetDerEncoded(), Signature.GetDerEncoded());
    }

    public HashAlgorithmName Hash { get; }

    /// <summary>Parameters absent, as RFC 5754 2 asks.</summary>
    public AlgorithmIdentifier Digest { get; }

    public AlgorithmIdentifier Signature { get; }

    public byte[] DigestDer { get; }

    public byte[] SignatureDer { get; }

    /// <param name="key">Of a person: RSA or ECDSA.</param>
    public static StatementAlgorithm Of(PublicKey key) => Known.GetOrAdd(key.SignsLike, algorithm => new(algorithm));

    public byte[] HashOf(byte[] data)
    {
        if (Hash == HashAlgorithmName.SHA256)
        {
            return Sha256.Hash(data);
        }

        using HashAlgorithm hash = Hash == HashAlgorithmName.SHA384 ? SHA384.Create() : SHA512.Create();
        return hash.ComputeHash(data);
    }
}
