using Trstctl.Asn1;
using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Certificates.Requests;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Keys;
using Trstctl.Lints;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Lints;

/// <summary>What we make ourselves is clean, and no bytes crash the lints.</summary>
public sealed class CertificateLintTests
{
    // Keys of RSA-2048 only come from elsewhere, where they are of age.
    public static TheoryData<string> Algorithms =>
        [.. KeyAlgorithm.All.Select(algorithm => algorithm.Name).Where(name => name != "RSA-2048")];

    [Fact]
    public void OurOwnCertificatesHaveNoErrorsOrWarnings()
    {
        var root = TestCA.Root();
        var intermediate = root.Intermediate(Rich("CN=Contoso Issuing CA,O=Contoso,C=DE"));
        var options = new CrossCertificateOptions {
            CrlUrls = ["http://pki.example/x.crl"], IssuerUrls = ["http://pki.example/x.cer"], CertificatePolicies = ["1.2.3.4"] };
        var cross = TemplateBuilder.CrossCertificate(
            TestCA.Root(TestCA.Input("CN=Fabrikam Root CA,O=Fabrikam,C=US")).Certificate, root.Certificate, options, TestCA.Serial(),
            TestCA.Start, TestCA.Start.AddYears(5));
        AssertClean(root.Certificate, LintRole.Root);
        AssertClean(intermediate.Certificate, LintRole.Intermediate);
        AssertClean(cross.Tbs, LintRole.CrossCertificate);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void TemplatesWithAnOpenKeyHaveNoErrorsOrWarnings(string algorithm)
    {
        var spec = Rich("CN=Contoso Root CA,O=Contoso,C=DE", algorithm).Build();
        AssertClean(TemplateBuilder.Root(spec, TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(20)).Tbs, LintRole.Root);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void RequestsWithAnOpenKeyHaveNoErrorsOrWarnings(string algorithm) =>
        AssertClean(RequestBuilder.Request(Rich("CN=Contoso Issuing CA,O=Contoso,C=DE", algorithm).Build()).Info, LintRole.Request);

    [Fact]
    public void BothLinksOfARotationHaveNoErrorsOrWarnings()
    {
        var old = TestCA.Root();
        var next = TestCA.Input().Build();
        AssertClean(
            LinkCertificates.SignOldWithNew(old.Certificate, next, TestCA.Serial(), TestCA.Start.AddYears(20)).Tbs,
            LintRole.CrossCertificate);
        AssertClean(
            LinkCertificates.SignNewWithOld(old.Certificate, next, TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(20)).Tbs,
            LintRole.CrossCertificate);
    }

    [Fact]
    public void TheDraftsThatSamplesChangeHaveNoErrorsOrWarnings()
    {
        AssertClean(CertificateDraft.Root().Build(), LintRole.Root);
        AssertClean(CertificateDraft.Intermediate().Build(), LintRole.Intermediate);
        AssertClean(CertificateDraft.Intermediate().Build(), LintRole.CrossCertificate);
        AssertClean(CertificateDraft.EndEntity().Build(), LintRole.EndEntity);
        AssertClean(new RequestDraft().Build(), LintRole.Request);
        AssertClean(new CrlDraft().Build(), LintRole.Crl);
    }

    [Fact]
    public void BytesBeforeSigningAreJudgedLikeTheSignedOnes()
    {
        Assert.Equal(
            Rules(CertificateDraft.EndEntity().Build(), LintRole.Root, "root_signature"),
            Rules(CertificateDraft.EndEntity().Tbs(), LintRole.Root));
        Assert.Equal(
            Rules(new RequestDraft { Version = Der.Integer(1) }.Build(), LintRole.Request),
            Rules(new RequestDraft { Version = Der.Integer(1) }.Info(), LintRole.Request));
        Assert.Equal(
            Rules(new CrlDraft { Version = null }.Build(), LintRole.Crl), Rules(new CrlDraft { Version = null }.Tbs(), LintRole.Crl));
    }

    [Theory]
    [InlineData("basic_constraints_ca")]
    [InlineData("key_usage_ca")]
    public void ALeafIsNoCA(string rule) =>
        Assert.Contains(
            CertificateLint.Check(TestCA.Root().Leaf(), LintRole.Intermediate), f => f.Rule == rule && f.Weight == LintSeverity.Error);

    [Fact]
    public void AcceptsIdentifiersBySha1AsBySha256()
    {
        var draft = CertificateDraft.Root();
        draft.Set(Oids.SubjectKeyIdentifier, Der.OctetString(KeyIdentifier.Sha1Of(draft.Spki)));
        AssertClean(draft.Build(), LintRole.Root);
    }

    [Fact]
    public void OthersMayHaveLongSurnamesAndSmallCountries()
    {
        var draft = CertificateDraft.EndEntity();
        draft.Subject = Draft.Name(("C", "de"), ("SN", new string('x', 65)));
        Assert.Equal(
            ["country_code", "name_lengths"],
            Rules(draft.Build(), LintRole.EndEntity).Where(rule => rule is "country_code" or "name_lengths"));
        Assert.DoesNotContain(
            CertificateLint.Check(draft.Build(), LintRole.EndEntity, LintOrigin.Foreign), f => f.Rule is "country_code" or "name_lengths");
    }

    // RFC 5280 A.1: ub-name.
    [Fact]
    public void NamesOfPersonsOfOthersHaveABoundToo()
    {
        var draft = CertificateDraft.EndEntity();
        draft.Subject = Draft.Name(("CN", "x"), ("GN", new string('x', 32_768)));
        Assert.DoesNotContain(CertificateLint.Check(draft.Build(), LintRole.EndEntity, LintOrigin.Foreign), f => f.Rule == "name_lengths");
        draft.Subject = Draft.Name(("CN", "x"), ("GN", new string('x', 32_769)));
        Assert.Contains(CertificateLint.Check(draft.Build(), LintRole.EndEntity, LintOrigin.Foreign), f => f.Rule == "name_lengths");
    }

    // RFC 5758 3.2 and RFC 4055 5 list it.
    [Theory]
    [InlineData("1.2.840.10045.4.3.1", false)]
    [InlineData("1.2.840.113549.1.1.14", true)]
    public void Sha224IsOneOfSha2(string oid, bool hasNull) => Assert.Null(LintAlgorithms.SignatureFault(
        DerElement.Read(Der.Sequence(Der.Oid(oid), hasNull ? Der.Null : null), "x")));

    // Notices in normal form D, and with characters of another kind.
    [Fact]
    public void ANoticeOfAnotherNormalFormIsFound()
    {
        var draft = CertificateDraft.EndEntity();
        draft.Set(
            Oids.CertificatePolicies,
            Der.Sequence(Draft.Policy("1.3.6.1.4.1.99999.1", (LintOids.UserNotice, Der.Sequence(Der.Utf8("Zu\u0308rich"))))));
        Assert.Contains("policy_notice_text", Rules(draft.Build(), LintRole.EndEntity));
    }

    // A finding stands in the plan, whose JSON takes only visible text in normal form C.
    [Fact]
    public void MessagesAreTextThatAPlanCanHold()
    {
        var draft = CertificateDraft.Intermediate();
        draft.Subject = Draft.Name(("CN", " Zu\u0308rich \u202E" + string.Concat(Enumerable.Repeat("\U0001F511", 400))));
        var findings = CertificateLint.Check(draft.Build(), LintRole.Intermediate);
        Assert.Contains(findings, f => f.Rule == "name_lengths");
        Assert.All(findings, f => Assert.Null(CanonicalText.Fault(f.Message)));
        Assert.All(findings, f => Assert.InRange(f.Message.Length, 1, 500));
    }

    [Fact]
    public void FindingsComeWorstFirst()
    {
        var findings = CertificateLint.Check(CertificateDraft.EndEntity().Build(), LintRole.Root);
        Assert.Equal(findings.Select(f => f.Weight).Order(), findings.Select(f => f.Weight));
    }

    [Fact]
    public void APartThatCannotBeReadIsReportedOnce()
    {
        var draft = CertificateDraft.Intermediate();
        draft.Set(Oids.BasicConstraints, Der.Sequence(Der.Tlv(Der.BooleanTag, [1])), critical: true);
        var faults = CertificateLint
            .Check(draft.Build(), LintRole.Intermediate)
            .Where(f => f.Message.Contains("a boolean is not TRUE in DER", StringComparison.Ordinal));
        Assert.Single(faults);
    }

    [Fact]
    public void WhatIsOfAnotherKindIsAnErrorInEveryRole()
    {
        byte[][] kinds = [
            CertificateDraft.Root().Build(), new RequestDraft().Build(), new CrlDraft().Build(), [], [0x30], [0x30, 0x80, 0, 0]];
        foreach (var role in Enum.GetValues<LintRole>())
        {
            Assert.All(kinds.Where(der => CertificateLint.RoleOf(der) != role && role is LintRole.Request or LintRole.Crl), der =>
                Assert.Contains(CertificateLint.Check(der, role), f => f.Weight == LintSeverity.Error));
        }
    }

    private static CASpecInput Rich(string subject, string algorithm = "ECDSA-P256")
    {
        var input = TestCA.Input(subject, algorithm);
        input.PermittedNames = [
            "DNS:contoso.example", "IP:10.0.0.0/8", "email:contoso.example", "URI:.contoso.example", "dirName:O=Contoso,C=DE"];
        input.ExcludedNames = ["IP:fd00::/8", "email:root@contoso.example"];
        input.CertificatePolicies = ["1.2.3.4=https://pki.example/cps", "1.2.3.5"];
        input.CrlUrls = ["http://pki.example/ca.crl"];
        input.IssuerUrls = ["http://pki.example/ca.cer"];
        return input;
    }

    private static void AssertClean(byte[] der, LintRole role) =>
        Assert.DoesNotContain(CertificateLint.Check(der, role), f => f.Weight < LintSeverity.Notice);

    private static IEnumerable<string> Rules(byte[] der, LintRole role, string but = "") =>
        CertificateLint.Check(der, role).Select(f => f.Rule).Where(rule => rule != but);
}
