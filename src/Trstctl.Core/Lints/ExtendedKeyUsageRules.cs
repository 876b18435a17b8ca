using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.KeyUsageBits;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about extended key usage (RFC 5280 4.2.1.12).</summary>
internal static class ExtendedKeyUsageRules
{
    // The key usage bits that RFC 5280 4.2.1.12 calls consistent with each purpose.
    private static readonly Dictionary<string, KeyUsageBits> Consistent = new(StringComparer.Ordinal)
    {
        [LintOids.ServerAuth] = DigitalSignature | KeyEncipherment | KeyAgreement,
        ["1.3.6.1.5.5.7.3.2"] = DigitalSignature | KeyAgreement,
        ["1.3.6.1.5.5.7.3.3"] = DigitalSignature,
        ["1.3.6.1.5.5.7.3.4"] = DigitalSignature | NonRepudiation | KeyEncipherment | KeyAgreement,
        [LintOids.TimeStamping] = DigitalSignature | NonRepudiation,
        [LintOids.OcspSigning] = DigitalSignature | NonRepudiation,
    };

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("eku_not_empty", Error, "RFC 5280 4.2.1.12", AnyKey, "An extended key usage names at least one purpose.",
            s => s.Find(Oids.ExtendedKeyUsage) is { } extension && extension.Value.Count == 0 ? "the extended key usage is empty" : null),
        new(
            "eku_not_any_with_others", Error, "RFC 5280 4.2.1.12", Cas,
            "In our own CAs, anyExtendedKeyUsage does not stand beside others, whose limits it would lift.",
            s => ExtendedKeyUsages.From(s.Parts) is { Count: > 1 } list && list.Contains(Oids.AnyExtendedKeyUsage)
                ? "anyExtendedKeyUsage stands with others"
                : null, LintOrigin.Own),
        new(
            "eku_any_not_critical", Warning, "RFC 5280 4.2.1.12", AnyCertificate,
            "An extended key usage with anyExtendedKeyUsage is not critical.",
            s => s.Find(Oids.ExtendedKeyUsage) is { Critical: true } && ExtendedKeyUsages.From(s.Parts).Contains(Oids.AnyExtendedKeyUsage)
                ? "an extended key usage with anyExtendedKeyUsage is critical"
                : null),
        new(
            "eku_root_absent", Warning, "BR 7.1.2.1.2", Root, "A root has no extended key usage.",
            s => s.Find(Oids.ExtendedKeyUsage) is not null ? "a root has extended key usages" : null),
        new(
            "eku_key_usage_consistent", Error, "RFC 5280 4.2.1.12", EndEntity,
            "There is a purpose for which key usage and extended key usage both allow the key.", KeyUsageFits),
        new(
            "eku_time_stamping", Error, "RFC 3161 2.3", EndEntity,
            "A time stamping certificate has that purpose alone, and marks it critical.",
            s => ExtendedKeyUsages.From(s.Parts) is var list
                && list.Contains(LintOids.TimeStamping)
                && (list.Count > 1 || !s.Find(Oids.ExtendedKeyUsage)!.Critical)
                ? "timeStamping is not the only purpose, or not critical" : null),
        new(
            "ocsp_no_check", Notice, "RFC 6960 4.2.2.2.1", EndEntity,
            "An OCSP responder's certificate says whether it is to be checked itself (id-pkix-ocsp-nocheck).",
            s => ExtendedKeyUsages.From(s.Parts).Contains(LintOids.OcspSigning) && s.Find(LintOids.OcspNoCheck) is null
                ? "the OCSP responder's certificate has no id-pkix-ocsp-nocheck"
                : null),
    ];

    private static string? KeyUsageFits(LintSubject s)
    {
        var purposes = ExtendedKeyUsages.From(s.Parts);
        return purposes.Count > 0
            && KeyUsages.Of(s) is { } usage
            && purposes.All(oid => Consistent.TryGetValue(oid, out var bits) && (bits & usage) == None)
            ? "no purpose of the extended key usage is consistent with the key usage"
            : null;
    }
}
