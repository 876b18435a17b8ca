using Trstctl.Certificates;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

/// <summary>Every rule has bytes that break it, and finds them.</summary>
public sealed class LintRuleTests
{
    private static readonly IReadOnlyList<LintSample> Samples =
    [
        .. EncodingSamples.All, .. NameSamples.All, .. KeySamples.All, .. ConstraintSamples.All, .. PolicySamples.All,
        .. PointerSamples.All, .. RequestSamples.All, .. CrlSamples.All, .. AdcsSamples.All,
    ];

    public static TheoryData<string> RuleNames => [.. CertificateLint.Rules.Select(rule => rule.Name)];

    [Fact]
    public void EveryRuleHasOneSampleAndEverySampleARule() => Assert.Equal(
        CertificateLint.Rules.Select(rule => rule.Name).Order(StringComparer.Ordinal),
        Samples.Select(sample => sample.Rule).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void FindsTheBadSampleAndNotTheGoodOne(string name)
    {
        var rule = CertificateLint.Rules.Single(r => r.Name == name);
        var sample = Samples.Single(s => s.Rule == name);
        Assert.DoesNotContain(CertificateLint.Check(sample.Good, sample.Role, sample.Origin), f => f.Rule == name);
        var finding = Assert.Single(CertificateLint.Check(sample.Bad, sample.Role, sample.Origin), f => f.Rule == name);
        Assert.Equal((rule.Severity, rule.Clause), (finding.Weight, finding.Clause));
    }

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void TheBadSampleBreaksNoOtherRuleThatCanBeKept(string name)
    {
        var sample = Samples.Single(s => s.Rule == name);
        var broken = CertificateLint
            .Check(sample.Bad, sample.Role, sample.Origin)
            .Where(f => f.Weight < LintSeverity.Notice)
            .Select(f => f.Rule);
        Assert.Equal(sample.Also.Order(StringComparer.Ordinal), broken.Where(r => r != name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RulesHaveDistinctNamesAndSayWhatTheyAreAbout()
    {
        Assert.Distinct(CertificateLint.Rules.Select(rule => rule.Name), StringComparer.Ordinal);
        Assert.All(CertificateLint.Rules, rule =>
        {
            Assert.Matches("^[a-z0-9]+(_[a-z0-9]+)+$", rule.Name);
            Assert.InRange(rule.Name.Length, 5, 64);
            Assert.Matches("^(RFC|BR|X\\.|MS-|AD CS|CVE)", rule.Clause);
            Assert.Matches("^[A-Za-z].*\\.$", rule.Says);
            Assert.NotEmpty(rule.Roles);
        });
    }

    // Waivers in signed plans quote these; a renamed rule would void them.
    [Fact]
    public void RulesOfEarlierVersionsAreStillThere() => Assert.Subset(
        CertificateLint.Rules.Select(rule => rule.Name).ToHashSet(),
        new HashSet<string>
        {
            "certificate_parses", "der_canonical", "extension_values_der", "version_3", "serial_positive", "serial_length",
            "serial_entropy",
            "signature_algorithm_known", "signature_algorithms_equal", "validity_order", "validity_encoding", "validity_long",
            "subject_present",
            "issuer_present", "root_self_issued", "name_lengths", "country_code", "name_attributes_known", "unique_identifiers_absent",
            "extensions_unique", "critical_extensions_known", "basic_constraints_ca", "path_length_ca_only", "path_length_present",
            "key_usage_ca",
            "ski_present", "ski_derived", "aki_present", "aki_root_equal", "aki_not_critical", "eku_not_any_with_others", "eku_root_absent",
            "name_constraints_valid", "policies_unique", "urls_http", "crl_url_present", "key_strength",
        });
}
