using System.Collections.Concurrent;
using System.Globalization;
namespace Trstctl.Keys;

/// <summary>The key algorithms of authorities, by the names that users type.</summary>
public sealed class KeyAlgorithm
{
    /// <summary>Octets of the largest signature there is: SLH-DSA with 256f parameters (FIPS 205 table 2).</summary>
    public const int LargestSignature = 49_856;

    public static readonly KeyAlgorithm EcdsaP256 = Ecdsa(256, "1.2.840.10045.3.1.7", "1.2.840.10045.4.3.2", "SHA256");
    public static readonly KeyAlgorithm EcdsaP384 = Ecdsa(384, "1.3.132.0.34", "1.2.840.10045.4.3.3", "SHA384");
    public static readonly KeyAlgorithm EcdsaP521 = Ecdsa(521, "1.3.132.0.35", "1.2.840.10045.4.3.4", "SHA512");
    public static readonly KeyAlgorithm Rsa3072 = Rsa(3072);
    public static readonly KeyAlgorithm Rsa4096 = Rsa(4096);
    public static readonly KeyAlgorithm MLDsa44 = MLDsa(44, 17, publicKey: 1312, signature: 2420);
    public static readonly KeyAlgorithm MLDsa65 = MLDsa(65, 18, publicKey: 1952, signature: 3309);
    public static readonly KeyAlgorithm MLDsa87 = MLDsa(87, 19, publicKey: 2592, signature: 4627);

    // CAs of others still have such keys; a new one would not outlive what it signs.
    public static readonly KeyAlgorithm Rsa2048 = Rsa(2048, generates: false);

    /// <summary>CAs of others have it: their certificates are known and verified, and no key of it is kept or signs here.</summary>
    public static readonly KeyAlgorithm Ed25519 = new(KeyFamily.Ed25519, "Ed25519", "1.3.101.112", 32)
    {
        SignatureLength = 64,
        Generates = false,
        Signs = false,
    };

    /// <summary>With which RSA and ECDSA sign.</summary>
    internal static readonly string[] Hashes = ["SHA256", "SHA384", "SHA512"];

    private const int SmallestRsa = 2048;
    private const int LargestRsa = 8192;
    private static readonly ConcurrentDictionary<int, KeyAlgorithm> OtherRsa = new();

    private KeyAlgorithm(KeyFamily family, string name, string signatureOid, int publicKeyLength)
    {
        Family = family;
        Name = name;
        SignatureOid = signatureOid;
        PublicKeyLength = publicKeyLength;
    }

    /// <summary>What keys may have and sign with, <see cref="Generates"/> or not.</summary>
    public static IReadOnlyList<KeyAlgorithm> All { get; } =
    [
        EcdsaP256, EcdsaP384, EcdsaP521, Rsa3072, Rsa4096, MLDsa44, MLDsa65, MLDsa87, .. SlhDsaInOrderOfOids(), Rsa2048,
    ];

    /// <summary>What certificates that are known here may be signed with.</summary>
    internal static IReadOnlyList<KeyAlgorithm> Known { get; } = [.. All, Ed25519];

    /// <summary>What new keys may be.</summary>
    public static IReadOnlyList<KeyAlgorithm> Generated { get; } = [.. All.Where(algorithm => algorithm.Generates)];

    public string Name { get; }

    public KeyFamily Family { get; }

    public bool IsPostQuantum => Family is KeyFamily.MLDsa or KeyFamily.SlhDsa;

    /// <summary>Whether one identifier names key and signature, and there is no hash to choose.</summary>
    internal bool NamesItself => Family is not (KeyFamily.Rsa or KeyFamily.Ecdsa);

    /// <summary>Whether a key of it may be a CA's here.</summary>
    public bool Signs { get; private init; } = true;

    /// <summary>Whether keys are made here; otherwise they only come from elsewhere.</summary>
    public bool Generates { get; private init; } = true;

    /// <summary>The signature algorithm this key signs with. ML-DSA and SLH-DSA name their keys by the same identifier.</summary>
    public string SignatureOid { get; }

    /// <summary>The octets within subjectPublicKey; of RSA, those of a key with the exponent 65537.</summary>
    public int PublicKeyLength { get; }

    /// <summary>RSA and ECDSA: modulus or field size in bits. Otherwise 0.</summary>
    public int Bits { get; private init; }

    /// <summary>ECDSA: the named curve.</summary>
    public string? CurveOid { get; private init; }

    /// <summary>ECDSA: the octets of a coordinate, of r and of s (SEC 1 2.3.5).</summary>
    public int FieldLength => (Bits + 7) / 8;

    /// <summary>RSA and ECDSA: the hash of the signature algorithm as a HashAlgorithmName. Pure ML-DSA and SLH-DSA have none.</summary>
    public string? Hash { get; private init; }

    /// <summary>ML-DSA: octets of the seed. SLH-DSA: octets of the private key. Otherwise 0.</summary>
    public int SecretLength { get; private init; }

    /// <summary>ML-DSA, SLH-DSA and Ed25519: octets of every signature. Otherwise 0.</summary>
    public int SignatureLength { get; private init; }

    public static KeyAlgorithm? Find(string name) =>
        All.FirstOrDefault(algorithm => AsciiFold.Same(algorithm.Name, name))
            ?? (AsciiFold.Lower(name) is ['r', 's', 'a', '-', not '0', ..] other
                && int.TryParse(other.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? OfRsa(bits) : null);

    /// <summary>RSA of whole octets from 2048 to 8192 bits, as CAs of others have it; null for other sizes.</summary>
    public static KeyAlgorithm? OfRsa(int bits) =>
        All.FirstOrDefault(algorithm => algorithm.Family == KeyFamily.Rsa && algorithm.Bits == bits)
            ?? (bits is >= SmallestRsa and <= LargestRsa && bits % 8 == 0
                ? OtherRsa.GetOrAdd(bits, static size => Rsa(size, generates: false))
                : null);

    public static KeyAlgorithm Parse(string name) => Find(name)
        ?? throw new TrstException(ErrorId.InvalidArgument, "KeyAlgorithm", string.Join(", ", All.Select(a => a.Name)), name);

    public override string ToString() => Name;

    internal static KeyAlgorithm? OfCurve(string oid) => All.FirstOrDefault(algorithm => algorithm.CurveOid == oid);

    internal static KeyAlgorithm OfCurve(int bits) => All.First(algorithm => algorithm.Family == KeyFamily.Ecdsa && algorithm.Bits == bits);

    /// <summary>
    /// The DER AlgorithmIdentifier of its signatures: RSA with NULL (RFC 4055); ECDSA, ML-DSA and SLH-DSA without parameters
    /// (RFC 5758 3.2, RFC 9881 2, RFC 9909 3).
    /// </summary>
    /// <param name="hash">One of <see cref="Hashes"/>; null for the key's own.</param>
    internal byte[] SignatureIdentifier(string? hash = null) => Family == KeyFamily.Rsa
        ? Der.Sequence(Der.Oid(OidWith(hash)), Der.Null)
        : Der.Sequence(Der.Oid(OidWith(hash)));

    /// <summary>The hash of a DER AlgorithmIdentifier that its signatures may have; null of others, and where there is no hash.</summary>
    internal string? HashOf(byte[] identifier) => Hash is null ? null
        : Hashes.FirstOrDefault(hash => SignatureIdentifier(hash).AsSpan().SequenceEqual(identifier));

    // RFC 4055 5, RFC 5758 3.2: the identifiers follow each other.
    private string OidWith(string? hash) => hash is null || Hash is null ? SignatureOid
        : Family == KeyFamily.Rsa ? FormattableString.Invariant($"1.2.840.113549.1.1.{11 + Array.IndexOf(Hashes, hash)}")
        : FormattableString.Invariant($"1.2.840.10045.4.3.{2 + Array.IndexOf(Hashes, hash)}");

    /// <summary>Refuses a new key of an algorithm that only imported keys have.</summary>
    internal void DemandGenerated()
    {
        if (!Generates)
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "KeyAlgorithm", string.Join(", ", Generated), $"{Name}, which only imported keys have");
        }
    }

    // RFC 8017 A.1.1: a modulus whose top bit is set, and 65537, in a sequence; 14 octets of lengths, tags and exponent.
    private static KeyAlgorithm Rsa(int bits, bool generates = true) =>
        new(KeyFamily.Rsa, $"RSA-{bits}", "1.2.840.113549.1.1.11", (bits / 8) + 14)
    {
        Bits = bits,
        Hash = "SHA256",
        Generates = generates,
    };

    private static KeyAlgorithm Ecdsa(int bits, string curve, string signature, string hash) => new(
        KeyFamily.Ecdsa, $"ECDSA-P{bits}", signature, 1 + (2 * ((bits + 7) / 8)))
    {
        Bits = bits,
        CurveOid = curve,
        Hash = hash,
    };

    private static KeyAlgorithm MLDsa(int parameters, int oid, int publicKey, int signature) => new(
        KeyFamily.MLDsa, $"ML-DSA-{parameters}", Oids.NistSignatures + oid, publicKey)
    {
        SecretLength = 32,
        SignatureLength = signature,
    };

    // FIPS 205 table 2; the identifiers follow each other in this order from id-slh-dsa-sha2-128s on.
    private static IEnumerable<KeyAlgorithm> SlhDsaInOrderOfOids()
    {
        (int Bits, char Kind, int Signature)[] sets =
            [(128, 's', 7856), (
                128, 'f', 17_088), (192, 's', 16_224), (192, 'f', 35_664), (256, 's', 29_792), (256, 'f', LargestSignature)];
        var oid = 20;
        foreach (var hash in new[] { "SHA2", "SHAKE" })
        {
            foreach (var (bits, kind, signature) in sets)
            {
                yield return new KeyAlgorithm(KeyFamily.SlhDsa, $"SLH-DSA-{hash}-{bits}{kind}", Oids.NistSignatures + oid++, 2 * bits / 8)
                {
                    SecretLength = 4 * bits / 8,
                    SignatureLength = signature,
                };
            }
        }
    }
}
