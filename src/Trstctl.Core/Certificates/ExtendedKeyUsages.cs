using Org.BouncyCastle.Asn1;

namespace Trstctl.Certificates;

/// <summary>Extended key usages by OID and by the names that users type (RFC 5280 4.2.1.12).</summary>
internal static class ExtendedKeyUsages
{
    private static readonly Dictionary<string, string> ByName = new(AsciiFold.Comparer)
    {
        ["any"] = Oids.AnyExtendedKeyUsage,
        ["serverAuth"] = "1.3.6.1.5.5.7.3.1",
        ["clientAuth"] = "1.3.6.1.5.5.7.3.2",
        ["codeSigning"] = "1.3.6.1.5.5.7.3.3",
        ["emailProtection"] = "1.3.6.1.5.5.7.3.4",
        ["timeStamping"] = "1.3.6.1.5.5.7.3.8",
        ["OCSPSigning"] = "1.3.6.1.5.5.7.3.9",
        ["smartcardLogon"] = "1.3.6.1.4.1.311.20.2.2",
        ["documentSigning"] = "1.3.6.1.5.5.7.3.36",
        ["kerberosKdc"] = "1.3.6.1.5.2.3.5",
    };

    public static IReadOnlyList<string> Names { get; } = ByName.Keys.OrderBy(name => name, StringComparer.Ordinal).ToArray();

    /// <summary>The OID behind a name or OID text.</summary>
    public static string Parse(string field, string text)
    {
        var trimmed = text.Trim();
        return ByName.TryGetValue(trimmed, out var oid) ? oid
            : IsOid(trimmed) ? trimmed
            : throw new TrstException(
                ErrorId.SpecInvalid, field, $"an OID or one of {string.Join(", ", Names)}", $"\"{CanonicalText.Escape(text)}\"");
    }

    /// <summary>The customary name, or the OID itself.</summary>
    public static string NameOf(string oid) =>
        ByName.FirstOrDefault(pair => string.Equals(pair.Value, oid, StringComparison.Ordinal)).Key ?? oid;

    internal static bool IsOid(string text) => text.Length <= 128 && DerObjectIdentifier.TryFromID(text, out _);

    /// <summary>The usages a certificate names; empty where it names none or names any of them.</summary>
    internal static IReadOnlyList<string> Limits(CertificateParts parts)
    {
        var oids = Named(parts);
        return oids.Contains(Oids.AnyExtendedKeyUsage) ? [] : oids;
    }

    /// <summary>The usages a certificate names. An empty list is refused: it would read as "any" here and as "none" elsewhere.</summary>
    internal static IReadOnlyList<string> Named(CertificateParts parts) =>
        parts.Find(Oids.ExtendedKeyUsage) is { Value.Count: 0 } empty
            ? throw empty.Value.Fault("the extended key usages are empty")
            : From(parts);

    /// <summary>What is listed, nothing included.</summary>
    internal static IReadOnlyList<string> From(CertificateParts parts) =>
        parts.Find(Oids.ExtendedKeyUsage)?.Value.Expect(Der.SequenceTag).Children.Select(node => node.Oid()).ToArray() ?? [];

    /// <summary>Refuses a child that is good for more than its issuer: relying parties nest usages, though RFC 5280 does not.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.ConstraintViolation"/>.</exception>
    internal static void CheckWithin(IReadOnlyList<string> child, IReadOnlyList<string> issuer)
    {
        if (issuer.Count == 0)
        {
            return;
        }

        var wide = child.Count == 0 ? "none, which means any," : child.Where(oid => !issuer.Contains(oid)).Select(NameOf).FirstOrDefault();
        if (wide is not null)
        {
            throw new TrstException(
                ErrorId.ConstraintViolation, "ExtendedKeyUsage", wide, $"usages {string.Join(", ", issuer.Select(NameOf))}");
        }
    }
}
