using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about basic constraints (RFC 5280 4.2.1.9).</summary>
internal static class ConstraintRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("basic_constraints_ca", Error, "RFC 5280 4.2.1.9", Cas, "A CA's basic constraints are critical and say so.",
            s => s.Find(Oids.BasicConstraints) is { Critical: true } && s.Parts.IsCA()
                ? null
                : "basicConstraints are not critical with CA true"),
        new(
            "end_entity_not_ca", Error, "RFC 5280 4.2.1.9", EndEntity, "An end entity's certificate is no CA's.",
            s => s.Parts.IsCA() ? "basicConstraints say that it is a CA" : null),
        new("path_length_ca_only", Error, "RFC 5280 4.2.1.9", AnyCertificate, "A path length stands only in a CA's certificate.",
            s => s.Parts.PathLength() is null || s.Parts.IsCA() ? null : "a path length stands without CA"),
        new(
            "path_length_key_cert_sign", Error, "RFC 5280 4.2.1.9", AnyCertificate,
            "A path length stands only where the key usage has keyCertSign.",
            s => s.Parts.PathLength() is not null && KeyUsages.Of(s)?.HasFlag(KeyUsageBits.KeyCertSign) != true
                ? "a path length stands without keyCertSign"
                : null),
        new(
            "path_length_present", Notice, "RFC 5280 4.2.1.9", Subordinates,
            "A path length limits how many CAs may stand below a subordinate CA.",
            s => s.Parts.PathLength() is not null ? null : "no path length limits the CAs below it"),
        new(
            "root_path_length_absent", Notice, "BR 7.1.2.1.4", Root, "A root has no path length.",
            s => s.Parts.PathLength() is { } length ? $"the root has the path length {length}" : null),
    ];
}
