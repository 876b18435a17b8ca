using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about extensions in general.</summary>
internal static class ExtensionRules
{
    // Some of them must not be critical; rules of their own say so.
    private static readonly HashSet<string> InCertificates = new(StringComparer.Ordinal)
    {
        Oids.SubjectKeyIdentifier, Oids.KeyUsage, Oids.BasicConstraints, Oids.NameConstraints, Oids.CrlDistributionPoints,
        Oids.CertificatePolicies, Oids.AuthorityKeyIdentifier, Oids.ExtendedKeyUsage, Oids.AuthorityInfoAccess,
        LintOids.SubjectAlternativeName, LintOids.IssuerAlternativeName, LintOids.PolicyMappings, LintOids.PolicyConstraints,
        LintOids.InhibitAnyPolicy,
        LintOids.SubjectDirectoryAttributes, LintOids.SubjectInfoAccess, LintOids.FreshestCrl,
    };

    private static readonly HashSet<string> InLists = new(StringComparer.Ordinal)
    {
        LintOids.DeltaCrlIndicator, LintOids.IssuingDistributionPoint, LintOids.IssuerAlternativeName, LintOids.CertificateIssuer,
        Oids.AuthorityKeyIdentifier, LintOids.CrlNumber, LintOids.FreshestCrl, Oids.AuthorityInfoAccess, LintOids.ReasonCode,
        LintOids.InvalidityDate,
    };

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "extensions_unique", Error, "RFC 5280 4.2", Anything,
            "No extension stands there twice, in a CRL neither among its own nor in one entry.",
            s => Lists(s).All(list => list.Select(e => e.Oid).Distinct(StringComparer.Ordinal).Count() == list.Count)
                ? null
                : "an extension stands there twice"),
        new("extensions_not_empty", Error, "RFC 5280 4.1.2.9, 5.1.2.7", Issued, "Where there is a list of extensions, it has at least one.",
            s => s.ToBeSigned.Children.Any(
                field => field.Tag is 0xA0 or 0xA3 && field.Count == 1 && field[0].Tag == Der.SequenceTag && field[0].Count == 0)
                    ? "the list of extensions is empty"
                    : null),
        new("critical_extensions_known", Error, "RFC 5280 4.2, 5.2, 5.3", Issued, "Every critical extension is one that software knows.",
            s => Lists(s)
                .SelectMany(list => list)
                .FirstOrDefault(e => e.Critical && !(s.Role == LintRole.Crl ? InLists : InCertificates).Contains(e.Oid)) is { } e
                    ? $"the critical extension {e.Oid} is unknown"
                    : null),
        new(
            "subject_directory_attributes_not_critical", Error, "RFC 5280 4.2.1.8", AnyCertificate,
            "Subject directory attributes are not critical.",
            s => s.Find(LintOids.SubjectDirectoryAttributes) is { Critical: true }
                ? "the subject directory attributes are critical"
                : null),
    ];

    private static IEnumerable<IReadOnlyList<ExtensionPart>> Lists(LintSubject s) =>
        s.Role == LintRole.Crl ? [s.Extensions, .. s.Crl.Entries.Select(entry => entry.Extensions)] : [s.Extensions];
}
