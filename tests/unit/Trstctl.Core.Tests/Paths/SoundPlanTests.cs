using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

/// <summary>Plans that are right, with the product's own templates: nothing is to be found.</summary>
public sealed class SoundPlanTests
{
    private readonly PathSearch experiment = new(PathScene.Now);

    [Fact]
    public void FindsNothingWrongWithARoot()
    {
        experiment.Planned(
            TemplateBuilder.Root(TestCA.Input().Build(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(10)), signer: null);
        Reaches(verdicts: 1);
    }

    [Fact]
    public void FindsNothingWrongWithANarrowIntermediateOfARoot()
    {
        var root = TestCA.Root();
        var input = Input("Issuing CA");
        input.PathLength = 0;
        input.PermittedNames = ["DNS:example.com", "IP:10.0.0.0/8", "email:.example.com", "URI:.example.com", "dirName:O=Contoso,C=DE"];
        input.ExcludedNames = ["DNS:secret.example.com"];
        input.ExtendedKeyUsages = ["serverAuth", "clientAuth"];
        experiment.Planned(Template(input, root), experiment.Existing(root.Certificate));
        Reaches(verdicts: 1);
    }

    [Fact]
    public void FindsNothingWrongWithARotationOfAnIntermediate()
    {
        var root = TestCA.Root();
        var old = root.Intermediate(Input("Issuing CA"));
        experiment.Existing(old.Certificate);
        experiment.Existing(old.Intermediate(Input("Team CA")).Certificate);
        experiment.Planned(Template(Input("Issuing CA"), root), experiment.Existing(root.Certificate));
        Reaches(verdicts: 3);
    }

    [Fact]
    public void FindsNothingWrongWithTheCrossSignatureOfAForeignRoot()
    {
        var (ours, theirs) = (TestCA.Root(), TestCA.Root(Input("Fabrikam Root CA")));
        experiment.Existing(theirs.Certificate);
        experiment.Existing(theirs.Intermediate(Input("Fabrikam Issuing CA")).Certificate);
        experiment.Planned(Cross(theirs, ours), experiment.Existing(ours.Certificate));
        Reaches(verdicts: 6);
    }

    [Fact]
    public void WarnsOfNothingButTheForkWhereAnIntermediateIsCrossSigned()
    {
        var (ours, theirs) = (TestCA.Root(), TestCA.Root(Input("Fabrikam Root CA")));
        var issuing = theirs.Intermediate(Input("Fabrikam Issuing CA"));
        experiment.Existing(theirs.Certificate);
        experiment.Existing(issuing.Certificate);
        experiment.Planned(Cross(issuing, ours), experiment.Existing(ours.Certificate));
        var finding = Assert.Single(PathForecast.Run(experiment).Findings);
        Assert.Equal(
            "programs that want a chain in one line: may fail for Fabrikam Issuing CA (two issuers; put one of its certificates in a file)",
            finding.ToString());
    }

    [Fact]
    public void FindsNothingWrongWithARotationOfARootThatIsLinked()
    {
        var old = TestCA.Root();
        experiment.Existing(old.Intermediate(Input("Issuing CA")).Certificate);
        var (current, spec) = (experiment.Existing(old.Certificate), TestCA.Input().Build());
        var next = experiment.Planned(
            TemplateBuilder.Root(spec, TestCA.Serial(), TestCA.Start.AddYears(1), TestCA.Start.AddYears(21)), signer: null);
        experiment.Planned(LinkCertificates.SignOldWithNew(old.Certificate, spec, TestCA.Serial(), TestCA.Start.AddYears(21)), next);
        experiment.Planned(
            LinkCertificates.SignNewWithOld(old.Certificate, spec, TestCA.Serial(), TestCA.Start.AddYears(1), TestCA.Start.AddYears(20)),
            current, sameKeyAs: next);
        Assert.DoesNotContain(PathForecast.Run(experiment).Findings, finding => finding.Severity == PathSeverity.Breaks);
        Assert.Equal(9, PathForecast.Run(experiment).Verdicts.Count(verdict => verdict.IsReachable));
    }

    [Fact]
    public void SaysTheSameOfTheSamePlanAgain()
    {
        var root = experiment.Existing(TestCA.Root().Certificate);
        experiment.Planned(Template(Input("Issuing CA"), TestCA.Root()), root);
        Assert.NotEmpty(PathForecast.Run(experiment).Findings);
        Assert.Equal(
            PathForecast.Run(experiment).Findings.Select(f => f.ToString()),
            PathForecast.Run(experiment).Findings.Select(f => f.ToString()));
    }

    private static CASpecInput Input(string name) => TestCA.Input($"CN={name},O=Contoso,C=DE");

    private static CertificateTemplate Template(CASpecInput input, TestCA issuer) =>
        TemplateBuilder.Intermediate(input.Build(), issuer.Certificate, TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(5));

    private static CertificateTemplate Cross(TestCA target, TestCA signer) => TemplateBuilder.CrossCertificate(
        target.Certificate, signer.Certificate, new CrossCertificateOptions(), TestCA.Serial(), TestCA.Start,
        new CertificateView(target.Certificate).NotAfter);

    private void Reaches(int verdicts)
    {
        var report = PathForecast.Run(experiment);
        Assert.Empty(report.Findings.Select(finding => finding.ToString()));
        Assert.Equal(verdicts, report.Verdicts.Count(verdict => verdict.IsReachable));
    }
}
