using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintRules;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about subject and authority key identifiers (RFC 5280 4.2.1.1, 4.2.1.2).</summary>
internal static class KeyIdentifierRules
{
    private const int LongestIdentifier = 32;

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "ski_present", Error, "RFC 5280 4.2.1.2", Cas,
            "A CA has a subject key identifier, not critical; in our own it has at most 32 octets.",
            s => s.Parts.SubjectKeyIdentifier() is { Length: > 0 } identifier
                && (s.IsForeign || identifier.Length <= LongestIdentifier)
                && s.Find(Oids.SubjectKeyIdentifier) is { Critical: false } ? null : "the subject key identifier is absent or critical"),
        new(
            "ski_not_critical", Error, "RFC 5280 4.2.1.2", EndEntity, "A subject key identifier is not critical.",
            s => s.Find(Oids.SubjectKeyIdentifier) is { Critical: true } ? "the subject key identifier is critical" : null),
        new(
            "ski_derived", Error, "RFC 7093 2, RFC 5280 4.2.1.2", Root | Intermediate,
            "The subject key identifier of our own CA is derived from its key: the leftmost 160 bits of SHA-256, or SHA-1.",
            s => s.KeyOpen || IsDerived(s) ? null : "the subject key identifier is not derived from the key", LintOrigin.Own),
        new(
            "ski_method", Warning, "RFC 5280 4.2.1.2, RFC 7093 2", AnyCertificate,
            "A subject key identifier is derived from the key by SHA-1 or the leftmost 160 bits of SHA-256.",
            s => s.KeyOpen || IsOurs(s) || s.Find(Oids.SubjectKeyIdentifier) is null || IsDerived(s)
                ? null
                : "the subject key identifier is derived in another way, or not from the key"),
        new(
            "aki_present", Error, "RFC 5280 4.2.1.1", NotRoots,
            "The authority key identifier names the issuer's key; only a self-issued certificate may lack it.",
            s => s.Parts.AuthorityKeyIdentifier() is { Length: > 0 }
                || s.Role == LintRole.EndEntity && Same(s.Parts.Issuer.Encoded, s.Parts.Subject.Encoded)
                    ? null
                    : "the authority key identifier is absent"),
        new(
            "aki_root_equal", Error, "RFC 5280 4.2.1.1", Root,
            "Where a root has an authority key identifier, it is its subject key identifier.",
            s => s.Parts.AuthorityKeyIdentifier() is not { } aki || Same(aki, s.Parts.SubjectKeyIdentifier() ?? [])
                ? null
                : "a root's authority key identifier differs from its subject key identifier"),
        new("aki_not_critical", Error, "RFC 5280 4.2.1.1", Issued, "The authority key identifier is not critical.",
            s => s.Find(Oids.AuthorityKeyIdentifier) is { Critical: true } ? "the authority key identifier is critical" : null),
        new(
            "aki_issuer_and_serial", Error, "RFC 5280 A.2", Issued,
            "An authority key identifier names issuer and serial number together, or neither.",
            s => Fields(s) is { } tags && tags.Contains((byte)0xA1) != tags.Contains((byte)0x82)
                ? "the authority key identifier has an issuer without serial number, or a serial number without issuer"
                : null),
        new(
            "aki_key_only", Warning, "BR 7.1.2.11.1", Issued,
            "An authority key identifier names the issuer's key alone, so that the issuer's certificate can be renewed.",
            s => Fields(s) is { } tags && (tags.Contains((byte)0xA1) || tags.Contains((byte)0x82))
                ? "the authority key identifier names the issuer's certificate"
                : null),
    ];

    /// <summary>Whether a subject key identifier is one of those that are derived from the key.</summary>
    public static bool IsDerived(CertificateParts parts)
    {
        var identifier = parts.SubjectKeyIdentifier() ?? [];
        return Same(identifier, KeyIdentifier.OfBits(parts.Spki[1].Bits())) || Same(identifier, KeyIdentifier.Sha1Of(parts.Spki.Encoded));
    }

    // There ski_derived says it, and louder. A cross-certificate carries the identifier that its target chose.
    private static bool IsOurs(LintSubject s) => !s.IsForeign && s.Role is (LintRole.Root or LintRole.Intermediate);

    private static bool IsDerived(LintSubject s) => IsDerived(s.Parts);

    private static byte[]? Fields(LintSubject s) =>
        s.Find(Oids.AuthorityKeyIdentifier)?.Value.Expect(Der.SequenceTag).Children.Select(node => node.Tag).ToArray();
}
