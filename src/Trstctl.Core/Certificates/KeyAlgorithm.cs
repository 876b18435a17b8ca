namespace Trstctl.Certificates;

/// <summary>The key algorithms of authorities, by the names that users type.</summary>
public sealed class KeyAlgorithm
{
    public static readonly KeyAlgorithm EcdsaP256 = new("ECDSA-P256", 256, "1.2.840.10045.3.1.7", "1.2.840.10045.4.3.2", "SHA256");
    public static readonly KeyAlgorithm EcdsaP384 = new("ECDSA-P384", 384, "1.3.132.0.34", "1.2.840.10045.4.3.3", "SHA384");
    public static readonly KeyAlgorithm EcdsaP521 = new("ECDSA-P521", 521, "1.3.132.0.35", "1.2.840.10045.4.3.4", "SHA512");
    public static readonly KeyAlgorithm Rsa3072 = new("RSA-3072", 3072, null, "1.2.840.113549.1.1.11", "SHA256");
    public static readonly KeyAlgorithm Rsa4096 = new("RSA-4096", 4096, null, "1.2.840.113549.1.1.11", "SHA256");

    private KeyAlgorithm(string name, int bits, string? curveOid, string signatureOid, string hash)
    {
        Name = name;
        Bits = bits;
        CurveOid = curveOid;
        SignatureOid = signatureOid;
        Hash = hash;
    }

    public static IReadOnlyList<KeyAlgorithm> All { get; } = [EcdsaP256, EcdsaP384, EcdsaP521, Rsa3072, Rsa4096];

    public string Name { get; }

    /// <summary>Modulus or field size in bits.</summary>
    public int Bits { get; }

    /// <summary>The named curve (RFC 5480), or null for RSA.</summary>
    public string? CurveOid { get; }

    public bool IsRsa => CurveOid is null;

    /// <summary>The signature algorithm this key signs with: ecdsa-with-SHA2 or sha256WithRSAEncryption.</summary>
    public string SignatureOid { get; }

    /// <summary>The hash of the signature algorithm as a HashAlgorithmName.</summary>
    public string Hash { get; }

    public static KeyAlgorithm? Find(string name) =>
        All.FirstOrDefault(algorithm => string.Equals(algorithm.Name, name, StringComparison.OrdinalIgnoreCase));

    public static KeyAlgorithm Parse(string name) => Find(name)
        ?? throw new TrstException(ErrorId.InvalidArgument, "KeyAlgorithm", string.Join(", ", All.Select(a => a.Name)), name);

    public override string ToString() => Name;
}
