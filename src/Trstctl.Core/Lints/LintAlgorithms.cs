using static Trstctl.Lints.LintRules;

namespace Trstctl.Lints;

/// <summary>The signature algorithms and keys that may stand in certificates, requests and CRLs, however many of them we make.
/// Another algorithm is added here, and nowhere else in the lints.</summary>
internal static class LintAlgorithms
{
    // RFC 4055 5: NULL parameters.
    private static readonly string[] RsaPkcs1 = [
        "1.2.840.113549.1.1.14", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
    ];

    // RFC 5758 3.2: no parameters.
    private static readonly string[] Ecdsa = ["1.2.840.10045.4.3.1", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"];

    /// <summary>One identifier for key and signature, no parameters, and both as bare bytes (RFC 8410, RFC 9881, RFC 9909).</summary>
    public static IReadOnlyList<BareAlgorithm> Bare { get; } =
    [
        new("1.3.101.112", "Ed25519", 32, 64),
        new("1.3.101.113", "Ed448", 57, 114),
        new(Oids.NistSignatures + "17", "ML-DSA-44", 1312, 2420),
        new(Oids.NistSignatures + "18", "ML-DSA-65", 1952, 3309),
        new(Oids.NistSignatures + "19", "ML-DSA-87", 2592, 4627),
        new(Oids.NistSignatures + "20", "SLH-DSA-SHA2-128s", 32, 7856),
        new(Oids.NistSignatures + "21", "SLH-DSA-SHA2-128f", 32, 17088),
        new(Oids.NistSignatures + "22", "SLH-DSA-SHA2-192s", 48, 16224),
        new(Oids.NistSignatures + "23", "SLH-DSA-SHA2-192f", 48, 35664),
        new(Oids.NistSignatures + "24", "SLH-DSA-SHA2-256s", 64, 29792),
        new(Oids.NistSignatures + "25", "SLH-DSA-SHA2-256f", 64, 49856),
        new(Oids.NistSignatures + "26", "SLH-DSA-SHAKE-128s", 32, 7856),
        new(Oids.NistSignatures + "27", "SLH-DSA-SHAKE-128f", 32, 17088),
        new(Oids.NistSignatures + "28", "SLH-DSA-SHAKE-192s", 48, 16224),
        new(Oids.NistSignatures + "29", "SLH-DSA-SHAKE-192f", 48, 35664),
        new(Oids.NistSignatures + "30", "SLH-DSA-SHAKE-256s", 64, 29792),
        new(Oids.NistSignatures + "31", "SLH-DSA-SHAKE-256f", 64, 49856),
    ];

    /// <summary>Null where the AlgorithmIdentifier is allowed for signatures, else what is wrong.</summary>
    public static string? SignatureFault(DerElement identifier)
    {
        var oid = identifier[0].Oid();
        var known = RsaPkcs1.Contains(oid) ? Same(identifier.Encoded, Der.Sequence(Der.Oid(oid), Der.Null))
            : Ecdsa.Contains(oid) || BareByOid(oid) is not null ? identifier.Count == 1
            : oid == PssParameters.Oid ? PssParameters.TryRead(identifier) is not null
            : (bool?)null;
        return known is null ? $"the signature algorithm {oid} is not allowed"
            : known.Value ? null
            : $"the parameters of the signature algorithm {oid} are not allowed";
    }

    public static bool IsEcdsa(DerElement identifier) => Ecdsa.Contains(identifier[0].Oid());

    public static bool IsSha1(DerElement identifier) => identifier[0].Oid() is "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1";

    /// <summary>Whether signatures of the algorithm can be verified here: not those of EdDSA.</summary>
    public static bool CanVerify(DerElement identifier) => SignatureCheck.Fault(identifier) is null;

    public static BareAlgorithm? BareByOid(string oid) => Bare.FirstOrDefault(algorithm => algorithm.Oid == oid);

    public static string KeyOid(DerElement spki) => spki[0].Expect(Der.SequenceTag)[0].Oid();
}

/// <summary>An algorithm whose keys and signatures have one length each, in bytes.</summary>
internal sealed record BareAlgorithm(string Oid, string Name, int KeyLength, int SignatureLength);
