using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Trstctl.Keys;

namespace Trstctl.Statements;

/// <summary>The one digest and the one signature algorithm that a key signs statements with (PROTOCOL section 3).</summary>
internal sealed class StatementAlgorithm
{
    private StatementAlgorithm(HashAlgorithmName hash, DerObjectIdentifier digest, AlgorithmIdentifier signature)
    {
        Hash = hash;
        Digest = new AlgorithmIdentifier(digest);
        Signature = signature;
    }

    public HashAlgorithmName Hash { get; }

    /// <summary>Parameters absent, as RFC 5754 2 asks.</summary>
    public AlgorithmIdentifier Digest { get; }

    public AlgorithmIdentifier Signature { get; }

    /// <param name="canonicalSpki">As <see cref="KeyComparison.CanonicalSpki"/> gives it.</param>
    public static StatementAlgorithm Of(byte[] canonicalSpki)
    {
        var algorithm = SubjectPublicKeyInfo.GetInstance(canonicalSpki).Algorithm;
        if (algorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
        {
            return new StatementAlgorithm(
                HashAlgorithmName.SHA256,
                NistObjectIdentifiers.IdSha256,
                new AlgorithmIdentifier(PkcsObjectIdentifiers.Sha256WithRsaEncryption, DerNull.Instance));
        }

        var curve = DerObjectIdentifier.GetInstance(algorithm.Parameters).Id;
        return curve == KeyAlgorithm.EcdsaP256.CurveOid
            ? new(HashAlgorithmName.SHA256, NistObjectIdentifiers.IdSha256, new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha256))
            : curve == KeyAlgorithm.EcdsaP384.CurveOid
            ? new(HashAlgorithmName.SHA384, NistObjectIdentifiers.IdSha384, new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha384))
            : new(HashAlgorithmName.SHA512, NistObjectIdentifiers.IdSha512, new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha512));
    }

    public byte[] HashOf(byte[] data)
    {
        using HashAlgorithm hash = Hash == HashAlgorithmName.SHA256 ? SHA256.Create()
            : Hash == HashAlgorithmName.SHA384 ? SHA384.Create()
            : SHA512.Create();
        return hash.ComputeHash(data);
    }
}
