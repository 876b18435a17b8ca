namespace Trstctl.Paths;

/// <summary>Algorithms that a relying party may not know.</summary>
internal static class PathAlgorithms
{
    private const string PostQuantumArc = "2.16.840.1.101.3.4.3.";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [PostQuantumArc + "17"] = "ML-DSA-44",
        [PostQuantumArc + "18"] = "ML-DSA-65",
        [PostQuantumArc + "19"] = "ML-DSA-87",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
    };

    /// <summary>The name of the key's or signature's algorithm that is neither RSA nor ECDSA on P-256, P-384 or P-521; else null.</summary>
    public static string? Unfamiliar(CertificateParts parts)
    {
        var signature = parts.SignatureOid;
        return PlaceholderKey.AlgorithmOf(parts.Spki.Encoded) is null && PublicKey.TryRead(parts.Spki.Encoded) is null
            ? Name(parts.Spki[0][0].Oid())
            : Names.ContainsKey(signature) || IsPostQuantumOid(signature) ? Name(signature)
            : null;
    }

    /// <summary>ML-DSA and SLH-DSA (FIPS 204, 205), by the names given here.</summary>
    public static bool IsPostQuantum(string name) =>
        name.StartsWith("ML-DSA", StringComparison.Ordinal) || name.StartsWith("SLH-DSA", StringComparison.Ordinal);

    private static string Name(string oid) => Names.TryGetValue(oid, out var name) ? name : IsPostQuantumOid(oid) ? "SLH-DSA" : oid;

    // FIPS 205's algorithms have the arcs 20 to 31, and 35 to 46 with a pre-hash.
    private static bool IsPostQuantumOid(string oid) => oid.StartsWith(PostQuantumArc, StringComparison.Ordinal)
        && int.TryParse(
            oid.Substring(PostQuantumArc.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
            out var arc)
        && arc is >= 20 and <= 46;
}
