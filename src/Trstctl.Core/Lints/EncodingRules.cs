using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about the encoding as a whole.</summary>
internal static class EncodingRules
{
    /// <summary>Where one of these fails, no other rule can be asked.</summary>
    public static IReadOnlyList<LintRule> Parsing { get; } =
    [
        new("certificate_parses", Error, "RFC 5280 4.1", AnyCertificate, "The bytes are a certificate or a TBSCertificate.", s => s.Fault),
        new(
            "request_parses", Error, "RFC 2986 4", Request, "The bytes are a certification request or its CertificationRequestInfo.",
            s => s.Fault),
        new("crl_parses", Error, "RFC 5280 5.1", Crl, "The bytes are a CRL or a TBSCertList.", s => s.Fault),
    ];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("der_canonical", Error, "X.690 10, 11", Anything, "The whole is in the distinguished encoding.", s => DerCheck.Fault(s.Der)),
        new(
            "extension_values_der", Error, "X.690 10, 11", Anything, "The value of every extension is in the distinguished encoding.",
            ExtensionValues),
        new(
            "defaults_omitted", Error, "X.690 11.5", Anything,
            "A value that is the default is not written: version 1, cA FALSE, minimum 0, FALSE in an issuing distribution point.",
            Defaults),
    ];

    private static string? ExtensionValues(LintSubject s) =>
        s.Extensions.Concat(s.Role == LintRole.Crl ? s.Crl.Entries.SelectMany(entry => entry.Extensions) : [])
        .Select(extension => (extension.Oid, Fault: DerCheck.Fault(extension.Octets.Content)))
        .Where(pair => pair.Fault is not null)
        .Select(pair => $"the value of the extension {pair.Oid} is not DER: {pair.Fault}")
        .FirstOrDefault();

    private static string? Defaults(LintSubject s)
    {
        // Inside basicConstraints a BOOLEAN of 00, inside the others implicitly tagged fields.
        var written = s.Role is not (LintRole.Request or LintRole.Crl) && s.Parts.Tbs[0] is { Tag: 0xA0 } version && Zero(version.Inner())
            ? "version 1"
            : Fields(s, Oids.BasicConstraints).Any(node => node.Tag == Der.BooleanTag && Zero(node)) ? "cA FALSE"
            : Fields(s, Oids.NameConstraints)
                .SelectMany(subtrees => subtrees.Children)
                .SelectMany(subtree => subtree.Children.Skip(1))
                .Any(node => node.Tag == 0x80 && Zero(node)) ? "minimum 0"
            : Fields(s, LintOids.IssuingDistributionPoint).Any(
                node => node.Tag is 0x81 or 0x82 or 0x84 or 0x85 && Zero(node)) ? "FALSE in the issuing distribution point"
            : null;
        return written is null ? null : $"{written} is written although it is the default";
    }

    private static bool Zero(DerElement node) => node.Content is [0];

    private static IEnumerable<DerElement> Fields(LintSubject s, string oid) => s.Find(oid)?.Value.Children ?? [];
}
