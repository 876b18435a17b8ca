using Trstctl.Authorities;
using Trstctl.Certificates;

namespace Trstctl.Core.Tests.Certificates;

public sealed class IssuanceRulesTests
{
    private static TrstException Refused(Action<CASpecInput> parent, Action<CASpecInput> child)
    {
        var (p, c) = (TestCA.Input(), TestCA.Input("CN=Child"));
        parent(p);
        child(c);
        var e = Assert.Throws<TrstException>(() => TestCA.Root(p).Intermediate(c));
        Assert.Equal(ErrorId.ConstraintViolation, e.Id);
        return e;
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, null)]
    [Trait("Conformance", "A02")]
    [Trait("Conformance", "A03")]
    public void RefusesPathLengths(int parent, int? child) =>
        Assert.Contains("PathLength", Refused(p => p.PathLength = parent, c => c.PathLength = child).Message);

    [Theory]
    [InlineData("DNS:example.com", "DNS:example.org")]
    [InlineData("IP:10.0.0.0/8", "IP:10.0.0.0/7")]
    [InlineData("email:example.com", "email:me@example.org")]
    [InlineData("URI:.example.com", "URI:example.com")]
    [InlineData("dirName:O=Contoso,C=DE", "dirName:C=DE")]
    [Trait("Conformance", "A03")]
    public void RefusesNamesOutsideTheIssuers(string parent, string child) =>
        Assert.Contains(child, Refused(p => p.PermittedNames = [parent], c => c.PermittedNames = [child]).Message);

    [Fact]
    [Trait("Conformance", "A03")]
    public void RefusesWiderUsages() =>
        Assert.Contains("codeSigning", Refused(p => p.ExtendedKeyUsages = ["serverAuth"], c => c.ExtendedKeyUsages = ["serverAuth", "codeSigning"]).Message);

    [Fact]
    [Trait("Conformance", "A03")]
    public void RefusesUnlimitedUsagesUnderALimitedIssuer() => Refused(p => p.ExtendedKeyUsages = ["serverAuth"], _ => { });

    [Fact]
    [Trait("Conformance", "A03")]
    public void RefusesValidityBeyondTheIssuers()
    {
        var root = TestCA.Root();
        var e = Assert.Throws<TrstException>(() =>
            IssuanceRules.CheckChild(TestCA.Input("CN=Child").Build(), root.Certificate, TestCA.Start, TestCA.Start.AddYears(21)));
        Assert.Contains("2047-01-01", e.Message);
    }

    [Fact]
    public void AChildWithoutNamesInheritsTheIssuers()
    {
        var input = TestCA.Input();
        input.PermittedNames = ["DNS:example.com"];
        var root = TestCA.Root(input);
        var child = root.Intermediate(TestCA.Input("CN=Child"));
        IssuanceRules.CheckChild(child.Certificate, root.Certificate);
        Assert.NotEmpty(PathCheck.Validate(child.Leaf("www.example.org"), [child.Certificate], [root.Certificate], TestCA.Start.AddDays(200)));
    }
}
