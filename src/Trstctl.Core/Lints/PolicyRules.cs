using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about certificate policies, their mappings and constraints (RFC 5280 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14).</summary>
internal static class PolicyRules
{
    private static readonly string[] CAOnly = [LintOids.PolicyMappings, LintOids.PolicyConstraints, LintOids.InhibitAnyPolicy];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("policies_not_empty", Error, "RFC 5280 4.2.1.4", AnyCertificate, "Certificate policies name at least one policy.",
            s => s.Find(Oids.CertificatePolicies) is { } extension && extension.Value.Count == 0
                ? "the certificate policies are empty"
                : null),
        new("policies_unique", Error, "RFC 5280 4.2.1.4", AnyCertificate, "No policy stands there twice.",
            s => Policies(s) is var list && list.Distinct().Count() == list.Length ? null : "a policy stands there twice"),
        new("policy_any_alone", Notice, "BR 7.1.2.10.5", Cas, "Where a CA's policies have anyPolicy, they have no other.",
            s => Policies(s) is { Length: > 1 } list && list.Contains(LintOids.AnyPolicy) ? "anyPolicy stands with other policies" : null),
        new("policy_mappings_not_empty", Error, "RFC 5280 4.2.1.5", Cas, "Policy mappings map at least one policy.",
            s => s.Find(LintOids.PolicyMappings) is { } extension && extension.Value.Count == 0 ? "the policy mappings are empty" : null),
        new("policy_mappings_not_any", Error, "RFC 5280 4.2.1.5", Cas, "anyPolicy is neither mapped nor mapped to.",
            s => Mappings(s).Any(pair => pair.From == LintOids.AnyPolicy || pair.To == LintOids.AnyPolicy) ? "anyPolicy is mapped" : null),
        new("policy_mappings_asserted", Warning, "RFC 5280 4.2.1.5", Cas, "A policy that is mapped stands in the certificate policies too.",
            s => Mappings(s).Select(pair => pair.From).Except(Policies(s)).FirstOrDefault() is { } oid
                ? $"the policy {oid} is mapped but not asserted"
                : null),
        new(
            "policy_mappings_critical", Warning, "RFC 5280 4.2.1.5", Cas, "Policy mappings are critical.",
            s => s.Find(LintOids.PolicyMappings) is { Critical: false } ? "the policy mappings are not critical" : null),
        new(
            "policy_constraints_not_empty", Error, "RFC 5280 4.2.1.11", Cas,
            "Policy constraints require an explicit policy or inhibit mapping.",
            s => s.Find(LintOids.PolicyConstraints) is { } extension && extension.Value.Count == 0
                ? "the policy constraints are empty"
                : null),
        new(
            "policy_constraints_critical", Error, "RFC 5280 4.2.1.11", Cas, "Policy constraints are critical.",
            s => s.Find(LintOids.PolicyConstraints) is { Critical: false } ? "the policy constraints are not critical" : null),
        new(
            "inhibit_any_policy_critical", Error, "RFC 5280 4.2.1.14", Cas, "The inhibition of anyPolicy is critical.",
            s => s.Find(LintOids.InhibitAnyPolicy) is { Critical: false } ? "inhibitAnyPolicy is not critical" : null),
        new(
            "policy_extensions_ca_only", Warning, "RFC 5280 4.2.1.5, 4.2.1.11, 4.2.1.14", EndEntity,
            "Policy mappings and constraints stand only in CAs' certificates.",
            s => s.Extensions.FirstOrDefault(e => CAOnly.Contains(e.Oid)) is { } e
                ? $"the extension {e.Oid} stands in an end entity's certificate"
                : null),
    ];

    private static string[] Policies(LintSubject s) =>
        s.Find(Oids.CertificatePolicies)?.Value.Children.Select(policy => policy[0].Oid()).ToArray() ?? [];

    private static IEnumerable<(string From, string To)> Mappings(LintSubject s) =>
        s.Find(LintOids.PolicyMappings)?.Value.Expect(Der.SequenceTag).Children.Select(pair => (pair[0].Oid(), pair[1].Oid())) ?? [];
}
