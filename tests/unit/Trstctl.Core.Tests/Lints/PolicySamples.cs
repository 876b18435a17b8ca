using Trstctl.Asn1;
using Trstctl.Lints;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class PolicySamples
{
    private const string Ours = "1.3.6.1.4.1.99999.1";
    private const string Theirs = "1.3.6.1.4.1.99999.2";

    public static IEnumerable<LintSample> All =>
    [
        Intermediate("policies_not_empty", d => Policies(d)),
        Intermediate("policies_unique", d => Policies(d, Draft.Policy(Ours), Draft.Policy(Ours))),
        Intermediate("policy_any_alone", d => Policies(d, Draft.Policy(Ours), Draft.Policy(LintOids.AnyPolicy))),
        Intermediate("policy_mappings_not_empty", d => d.Set(LintOids.PolicyMappings, Der.Sequence(), critical: true)),
        Intermediate("policy_mappings_not_any", d => Map(d, Ours, LintOids.AnyPolicy)),
        Intermediate("policy_mappings_asserted", d => Map(d, Theirs, Ours)),
        Intermediate("policy_mappings_critical", d => Map(d, Ours, Theirs, critical: false)),
        Intermediate("policy_constraints_not_empty", d => d.Set(LintOids.PolicyConstraints, Der.Sequence(), critical: true)),
        Intermediate("policy_constraints_critical", d => d.Set(LintOids.PolicyConstraints, Der.Sequence(Der.Implicit(0, [0])))),
        Intermediate("inhibit_any_policy_critical", d => d.Set(LintOids.InhibitAnyPolicy, Der.Integer(0))),
        EndEntity("policy_extensions_ca_only", d => d.Set(LintOids.InhibitAnyPolicy, Der.Integer(0), critical: true)),
        Intermediate("policy_any_qualifiers", d => Policies(d, Draft.Policy(LintOids.AnyPolicy, ("1.2.3.4", Der.Null)))),
        Intermediate("policy_cps_uri", d => Policies(d, Draft.Policy(Ours, (Oids.CpsQualifier, Der.Utf8("https://pki.example/cps"))))),
        EndEntity("policy_notice_not_ia5", d => Notice(d, Der.Ia5("for tests"))),
        EndEntity("policy_notice_utf8", d => Notice(d, Der.Tlv(0x1A, Draft.Ascii("for tests")))),
        EndEntity("policy_notice_length", d => Notice(d, Der.Utf8(new string('ä', 201)))),
        EndEntity("policy_notice_text", d => Notice(d, Der.Utf8("for\ttests"))),
        EndEntity("policy_notice_no_reference", d => Notice(d, Der.Sequence(Der.Utf8("Contoso"), Der.Sequence(Der.Integer(1))))),
    ];

    private static void Policies(CertificateDraft draft, params byte[][] policies) =>
        draft.Set(Oids.CertificatePolicies, Der.Sequence(policies));

    private static void Notice(CertificateDraft draft, byte[] text) =>
        Policies(draft, Draft.Policy(Ours, (LintOids.UserNotice, Der.Sequence(text))));

    private static void Map(CertificateDraft draft, string from, string to, bool critical = true) =>
        draft.Set(LintOids.PolicyMappings, Der.Sequence(Der.Sequence(Der.Oid(from), Der.Oid(to))), critical);
}
