using Trstctl.Certificates;
using Trstctl.Core.Tests.Paths;

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
        Assert.Contains(
            "codeSigning",
            Refused(p => p.ExtendedKeyUsages = ["serverAuth"], c => c.ExtendedKeyUsages = ["serverAuth", "codeSigning"]).Message);

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
        Assert.NotEmpty(Judged.Faults(
            child.Leaf("www.example.org"), [child.Certificate], [root.Certificate], TestCA.Start.AddDays(200)));
    }

    // RFC 5280 6.1.4 l: the CA in the middle bears its issuer's name.
    [Fact]
    [Trait("Conformance", "A03")]
    public void ALinkAboveIsNotCountedInPathLengths()
    {
        var (root, link) = (
            new CertificateForge { Subject = "CN=Root", Issuer = "CN=Root", PathLength = 1 },
            new CertificateForge { Subject = "CN=Root", Issuer = "CN=Root", PathLength = 1 });
        var child = TestCA.Input("CN=Child");
        child.PathLength = 0;
        byte[][] issuers = [link.Certificate(), root.Certificate()];
        IssuanceRules.CheckChild(child.Build(), issuers, TestCA.Start, TestCA.Start.AddYears(1));
        child.PathLength = 1;
        Assert.Throws<TrstException>(
            () => IssuanceRules.CheckChild(child.Build(), issuers, TestCA.Start, TestCA.Start.AddYears(1)));
    }

    [Fact]
    [Trait("Conformance", "A03")]
    public void RefusesASubjectOutsideTheIssuersNames() =>
        Assert.Contains("CN=Child", Refused(p => p.PermittedNames = ["dirName:O=Contoso,C=DE"], _ => { }).Message);

    [Fact]
    [Trait("Conformance", "A03")]
    public void RefusesASubjectThatTheIssuerExcludes() =>
        Assert.Contains("CN=Child", Refused(p => p.ExcludedNames = ["dirName:CN=Child"], _ => { }).Message);

    [Theory]
    [InlineData("DNS:secret.example.com", "DNS:example.com")]
    [InlineData("DNS:secret.example.com", "DNS:x.secret.example.com")]
    [InlineData("IP:10.1.0.0/16", "IP:10.0.0.0/8")]
    [Trait("Conformance", "A03")]
    public void RefusesPermittedNamesOfWhichTheIssuerExcludesSome(string parent, string child) =>
        Assert.Contains(parent, Refused(p => p.ExcludedNames = [parent], c => c.PermittedNames = [child]).Message);

    [Fact]
    [Trait("Conformance", "A03")]
    public void AChildThatExcludesWhatItsIssuerExcludesIsWithin()
    {
        var input = TestCA.Input();
        input.ExcludedNames = ["DNS:secret.example.com"];
        var child = TestCA.Input("CN=Child");
        child.PermittedNames = ["DNS:example.com"];
        child.ExcludedNames = ["DNS:secret.example.com"];
        Assert.NotEmpty(TestCA.Root(input).Intermediate(child).Certificate);
    }

    [Fact]
    [Trait("Conformance", "A03")]
    public void RefusesPermittedNamesOfWhichTheChildLeavesNothing() =>
        Assert.Contains(
            "leave nothing",
            Refused(_ => { }, c => (
                c.PermittedNames, c.ExcludedNames) = (["IP:10.0.0.0/8"], ["IP:10.0.0.0/9", "IP:10.128.0.0/9"])).Message);

    [Theory]
    [InlineData("IP:10.0.0.0/8", "IP:fd00::/8")]
    [InlineData("IP:fd00::/8", "IP:10.0.0.0/8")]
    [Trait("Conformance", "A03")]
    public void AddressesOfBothFamiliesAreOneForm(string parent, string child) =>
        Refused(p => p.PermittedNames = [parent], c => c.PermittedNames = [child]);

    [Fact]
    [Trait("Conformance", "A03")]
    public void RefusesPoliciesThatTheIssuerDoesNotAssert() =>
        Assert.Contains("1.2.3.2", Refused(p => p.CertificatePolicies = ["1.2.3.1"], c => c.CertificatePolicies = ["1.2.3.2"]).Message);

    [Fact]
    [Trait("Conformance", "A03")]
    public void WhatAnIssuerInheritsInSilenceLimitsItsChildren()
    {
        var input = TestCA.Input();
        input.PermittedNames = ["DNS:example.com"];
        var root = TestCA.Root(input);
        var issuer = root.Intermediate(TestCA.Input("CN=Silent"));
        var child = TestCA.Input("CN=Child");
        child.PermittedNames = ["DNS:example.org"];
        var e = Assert.Throws<TrstException>(() => IssuanceRules.CheckChild(
            child.Build(), [issuer.Certificate, root.Certificate], TestCA.Start, TestCA.Start.AddYears(1)));
        Assert.Contains("DNS:example.org", e.Message);
    }

    [Theory]
    [InlineData("2.5.29.33", "300D300B06042A03040106032A0304")]
    [InlineData("2.5.29.36", "3000")]
    [InlineData("2.5.29.37", "3000")]
    [InlineData("2.5.29.32", "3000")]
    [InlineData("2.5.29.19", "30030101FF")]
    [Trait("Conformance", "A03")]
    public void RefusesIssuersWhoseLimitsCannotBeFollowed(string extension, string value)
    {
        var issuer = new CertificateForge { Extensions = new() { [extension] = Convert.FromHexString(value) } }.Certificate();
        var e = Assert.Throws<TrstException>(
            () => IssuanceRules.CheckChild(TestCA.Input("CN=Child").Build(), issuer, TestCA.Start, TestCA.Start.AddYears(1)));
        Assert.Equal(ErrorId.CertificateInvalid, e.Id);
    }
}
