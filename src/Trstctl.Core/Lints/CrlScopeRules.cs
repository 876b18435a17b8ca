using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about a CRL's issuing distribution point, which says what the CRL covers (RFC 5280 5.2.5).</summary>
internal static class CrlScopeRules
{
    private const byte UserCertificates = 0x81;
    private const byte CACertificates = 0x82;
    private const byte SomeReasons = 0x83;
    private const byte Indirect = 0x84;
    private const byte AttributeCertificates = 0x85;

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "crl_scope_critical", Error, "RFC 5280 5.2.5", Crl, "An issuing distribution point is critical.",
            s => s.Find(LintOids.IssuingDistributionPoint) is { Critical: false }
                ? "the issuing distribution point is not critical"
                : null),
        new("crl_scope_not_empty", Error, "RFC 5280 5.2.5", Crl, "An issuing distribution point is not empty.",
            s => s.Find(LintOids.IssuingDistributionPoint) is { } extension && extension.Value.Count == 0
                ? "the issuing distribution point is empty"
                : null),
        new("crl_scope_one_kind", Error, "RFC 5280 5.2.5", Crl, "A CRL is of end entities only, or of CAs only, or of both.",
            s => new[] { UserCertificates, CACertificates, AttributeCertificates }.Count(tag => IsTrue(s, tag)) > 1
                ? "the issuing distribution point limits the CRL to several kinds of certificate"
                : null),
        new("crl_scope_no_attribute_certificates", Error, "RFC 5280 5.2.5", Crl, "A CRL is not of attribute certificates.",
            s => IsTrue(s, AttributeCertificates) ? "the CRL is limited to attribute certificates" : null),
        new(
            "crl_scope_all_reasons", Warning, "BR 7.2.2.1", Crl, "A CRL covers all reasons.",
            s => Fields(s).Any(field => field.Tag == SomeReasons) ? "the CRL covers some reasons only" : null),
        new(
            "crl_scope_not_indirect", Warning, "BR 7.2", Crl, "A CRL lists its issuer's own certificates only.",
            s => IsIndirect(s) ? "the CRL is indirect" : null),
    ];

    public static bool IsIndirect(LintSubject s) => IsTrue(s, Indirect);

    /// <summary>The URIs of the distribution point that the CRL names as its own.</summary>
    public static IEnumerable<DerElement> Uris(LintSubject s) =>
        s.Role == LintRole.Crl && s.Find(LintOids.IssuingDistributionPoint) is { } extension
            ? DistributionPoints.Uris(extension.Value)
            : [];

    private static IEnumerable<DerElement> Fields(LintSubject s) =>
        s.Find(LintOids.IssuingDistributionPoint)?.Value.Expect(Der.SequenceTag).Children ?? [];

    private static bool IsTrue(LintSubject s, byte tag) => Fields(s).Any(field => field.Tag == tag && field.Content.Any(b => b != 0));
}
