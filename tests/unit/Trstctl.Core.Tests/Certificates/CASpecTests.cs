using Trstctl.Authorities;
using Trstctl.Certificates;

namespace Trstctl.Core.Tests.Certificates;

public sealed class CASpecTests
{
    private static CASpecInput Full() => new()
    {
        Subject = "CN=Contoso Root CA,O=Contoso,C=DE",
        Validity = "20y",
        NotBefore = "2026-11-23",
        PathLength = 1,
        PermittedNames = ["DNS:a.example", "DNS:b.example"],
        ExcludedNames = ["DNS:x.a.example"],
        ExtendedKeyUsages = ["serverAuth", "clientAuth"],
        CertificatePolicies = ["1.2.3.4=http://pki.example/cps"],
        CrlUrls = ["http://pki.example/a.crl"],
        IssuerUrls = ["http://pki.example/a.cer"],
        Custody = "Quorum",
    };

    public static TheoryData<string, Action<CASpecInput>> Changes { get; } = new()
    {
        { "Subject", i => i.Subject = "CN=Contoso Root CA 2,O=Contoso,C=DE" },
        { "KeyAlgorithm", i => i.KeyAlgorithm = "RSA-4096" },
        { "Validity", i => i.Validity = "19y" },
        { "NotBefore", i => i.NotBefore = "2026-11-24" },
        { "NotAfter", i => (i.Validity, i.NotAfter) = (null, "2046-11-23") },
        { "PathLength", i => i.PathLength = null },
        { "PermittedName", i => i.PermittedNames.RemoveAt(0) },
        { "ExcludedName", i => i.ExcludedNames.Clear() },
        { "ExtendedKeyUsage", i => i.ExtendedKeyUsages.RemoveAt(0) },
        { "CertificatePolicy", i => i.CertificatePolicies[0] = "1.2.3.4" },
        { "CrlUrl", i => i.CrlUrls[0] += "x" },
        { "IssuerUrl", i => i.IssuerUrls[0] += "x" },
        { "Custody", i => i.Custody = null },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    [Trait("Conformance", "Q08")]
    public void EveryFieldIsInTheDigest(string field, Action<CASpecInput> change)
    {
        var input = Full();
        change(input);
        Assert.True(Full().Build().Digest != input.Build().Digest, field);
    }

    [Fact]
    [Trait("Conformance", "Q08")]
    public void OrderOfSetsIsNotInTheDigest()
    {
        var input = Full();
        input.PermittedNames = ["dns:B.example", "DNS:a.example", "DNS:b.example"];
        input.ExtendedKeyUsages.Reverse();
        Assert.Equal(Full().Build().Digest, input.Build().Digest);
    }

    [Fact]
    public void SurvivesJson() => Assert.Equal(Full().Build().Digest, CASpec.FromJson(Full().Build().ToJson()).Digest);

    [Theory]
    [InlineData("CN=a\u202Eb")]
    [InlineData("CN=a\u200Bb")]
    [InlineData("CN=a\u001Bb")]
    [InlineData(@"CN=a\E2\80\AEb")]
    [Trait("Conformance", "N12")]
    public void RefusesInvisibleCharacters(string subject) =>
        Assert.Equal(ErrorId.TextInvalid, Assert.Throws<TrstException>(() => TestCA.Input(subject).Build()).Id);

    [Theory]
    [InlineData("CN=Grüße 日本,O=Contoso", "CN=Grüße 日本,O=Contoso")]
    [InlineData("OU=b+CN=a, O=\"Contoso, Ltd.\" ,C=de", "CN=a+OU=b,O=Contoso\\, Ltd.,C=DE")]
    [InlineData(@"CN=a\2Cb\ ,DC=x", @"CN=a\,b\ ,DC=x")]
    [InlineData("CN=one,CN=two", "CN=one,CN=two")]
    [Trait("Conformance", "A08")]
    public void SubjectsAreCanonical(string typed, string canonical)
    {
        var spec = TestCA.Input(typed).Build();
        Assert.Equal(canonical, spec.Subject);
        Assert.Equal(canonical, TestCA.Input(canonical).Build().Subject);
    }

    [Theory]
    [InlineData("C=DEU")]
    [InlineData("CN=")]
    [InlineData("no name")]
    [InlineData("CN=a;O=b")]
    [InlineData("CN=12345678901234567890123456789012345678901234567890123456789012345")]
    [Trait("Conformance", "A08")]
    public void RefusesSubjects(string subject) =>
        Assert.Equal(ErrorId.SpecInvalid, Assert.Throws<TrstException>(() => TestCA.Input(subject).Build()).Id);

    [Fact]
    [Trait("Conformance", "A08")]
    public void CommonNameIsTheMostSpecific()
    {
        Assert.Equal("one", TestCA.Input("CN=one,CN=two,O=x").Build().CommonName);
        Assert.Equal("Unit", TestCA.Input("OU=Unit,O=x").Build().CommonName);
    }

    [Theory]
    [InlineData("20")]
    [InlineData("20m")]
    [InlineData("0y")]
    [InlineData("-1d")]
    [InlineData("1.5y")]
    public void RefusesDurations(string text) =>
        Assert.Equal(ErrorId.DurationInvalid, Assert.Throws<TrstException>(() => Duration.Parse(text)).Id);

    [Fact]
    public void FilesRefuseUnknownAndRepeatedKeys()
    {
        Assert.Throws<TrstException>(() => CASpecFile.FromTable([new("Subjekt", "CN=a")]));
        Assert.Throws<TrstException>(() => CASpecFile.FromTable([new("Subject", "CN=a"), new("subject", "CN=b")]));
        var path = Path.GetTempFileName();
        File.WriteAllText(
            path,
            """
            { "Subject": "CN=a", "Validity": "5y", "PathLength": 0, "CrlUrl": "http://a.example/c.crl",
              "PermittedName": ["DNS:a.example"] }
            """);
        var spec = CASpecFile.Read(path).Build();
        File.Delete(path);
        Assert.Equal(0, spec.PathLength);
        Assert.Equal(["DNS:a.example"], spec.PermittedNames);
    }
}
