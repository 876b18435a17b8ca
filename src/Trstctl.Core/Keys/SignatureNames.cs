namespace Trstctl.Keys;

/// <summary>What people call the algorithms of signatures and keys that are met and not used here.</summary>
internal static class SignatureNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "MD2 with RSA",
        ["1.2.840.113549.1.1.4"] = "MD5 with RSA",
        ["1.2.840.113549.1.1.5"] = "SHA-1 with RSA",
        ["1.3.14.3.2.29"] = "SHA-1 with RSA",
        ["1.2.840.113549.1.1.14"] = "SHA-224 with RSA",
        [PssParameters.Oid] = "RSASSA-PSS",
        ["1.2.840.10040.4.1"] = "DSA",
        ["1.2.840.10040.4.3"] = "DSA with SHA-1",
        ["2.16.840.1.101.3.4.3.2"] = "DSA with SHA-256",
        ["1.2.840.10045.4.1"] = "ECDSA with SHA-1",
        ["1.2.840.10045.4.3.1"] = "ECDSA with SHA-224",
        ["2.16.840.1.101.3.4.3.10"] = "ECDSA with SHA3-256",
        ["2.16.840.1.101.3.4.3.11"] = "ECDSA with SHA3-384",
        ["2.16.840.1.101.3.4.3.12"] = "ECDSA with SHA3-512",
        ["2.16.840.1.101.3.4.3.14"] = "SHA3-256 with RSA",
        ["2.16.840.1.101.3.4.3.15"] = "SHA3-384 with RSA",
        ["2.16.840.1.101.3.4.3.16"] = "SHA3-512 with RSA",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
        ["1.2.840.10045.2.1"] = "an EC key that is not on P-256, P-384 or P-521, or malformed",
        ["1.2.840.113549.1.1.1"] = "an RSA key out of range, or malformed",
    };

    /// <summary>The name, or the identifier.</summary>
    public static string Of(string oid) => Names.TryGetValue(oid, out var name) ? $"{name}, {oid}" : oid;
}
