using Trstctl.Authorities;
using Trstctl.Authorities.Publishing;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;

namespace Trstctl.Core.Tests.Authorities;

/// <summary>The names of a pack's files come out of certificates: none is a program, and none stands there twice.</summary>
public sealed class PublishPackTests
{
    // cmd.exe looks into the folder first, so that "certutil" would be this file.
    [Theory]
    [InlineData("certutil.cmd")]
    [InlineData("certutil.exe")]
    [InlineData("CertUtil.BAT")]
    [InlineData("cd.com")]
    [InlineData("publish.cmd")]
    [InlineData("publish.ps1")]
    [InlineData("index.html")]
    [InlineData("Root.p7b")]
    [InlineData("certutil.crt.vbs")]
    [InlineData("certutil")]
    public void NoUrlNamesAProgramOrAFileOfThePack(string name)
    {
        Assert.Null(AdcsName.FileOf($"http://pki.example/{name}"));
        Assert.Null(AdcsName.FileOf($"http://pki.example/{name}%20"));
    }

    [Theory]
    [InlineData("Root.crt")]
    [InlineData("a/root%20(1).CER")]
    [InlineData("r.v2.der")]
    public void AUrlNamesTheFileOfACertificate(string name) =>
        Assert.Equal(Uri.UnescapeDataString(name.Split('/')[^1]), AdcsName.FileOf($"http://pki.example/{name}"));

    [Fact]
    public void CertificatesOfOneVersionAndNamesThatUrlsKeepAreFilesOnce()
    {
        var input = TestCA.Input("CN=Root");
        input.Adcs = true;
        var (first, second) = (TestCA.Root(input), TestCA.Root(input));
        var below = TestCA.Input("CN=Below");
        below.IssuerUrls = ["http://pki.example/ROOT.crt", "http://pki.example/Root-earlier1.crt", "http://pki.example/other.crt"];
        var root = new AuthorityRecord
        {
            AuthorityId = "1", Name = "Root", Earlier = [first.Certificate], Certificate = second.Certificate,
        };
        var child = new AuthorityRecord
        {
            AuthorityId = "2", Name = "Below", Certificate = second.Intermediate(below).Certificate, IssuerId = "1",
        };

        var files = PublishPack.Of(root, [root, child], [], TestCA.Start.AddDays(1));

        Assert.Equal(files.Count, files.Select(file => file.Name.ToLowerInvariant()).Distinct().Count());
        Assert.Equal(second.Certificate, files.Single(file => file.Name == "Root.crt").Content);
        Assert.Equal(first.Certificate, files.Single(file => file.Name == "Root-earlier1.crt").Content);
        Assert.Equal(second.Certificate, files.Single(file => file.Name == "other.crt").Content);
    }
}
