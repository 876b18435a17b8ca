using Trstctl.Asn1;
using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Paths;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Certificates;

public sealed class TemplateBuilderTests
{
    [TheoryNeeding("openssl")]
    [InlineData("RSA-3072")]
    [InlineData("RSA-4096")]
    [InlineData("ECDSA-P256")]
    [InlineData("ECDSA-P384")]
    [InlineData("ECDSA-P521")]
    [Trait("Conformance", "A01")]
    [Trait("Conformance", "A07")]
    public void RootIntermediateAndLeafVerifyEverywhere(string algorithm)
    {
        var root = TestCA.Root(TestCA.Input(algorithm: algorithm));
        var input = TestCA.Input("CN=Issuing CA 1,O=Contoso,C=DE", algorithm);
        input.PathLength = 0;
        input.PermittedNames = ["DNS:example.com", "IP:10.0.0.0/8", "email:.example.com", "URI:.example.com"];
        input.ExcludedNames = ["DNS:secret.example.com"];
        input.ExtendedKeyUsages = ["serverAuth", "clientAuth"];
        input.CertificatePolicies = ["1.3.6.1.4.1.99999.1=http://pki.example.com/cps"];
        input.CrlUrls = ["http://pki.example.com/root.crl"];
        input.IssuerUrls = ["http://pki.example.com/root.cer"];
        var issuing = root.Intermediate(input);
        var leaf = issuing.Leaf();

        IssuedCertificateCheck.Verify(root.Certificate, root.Template, root.Spki, root.Spki, LintRole.Root);
        IssuedCertificateCheck.Verify(issuing.Certificate, issuing.Template, issuing.Spki, root.Spki, LintRole.Intermediate);
        TestCA.VerifiesWithOpenSsl(root.Certificate, [issuing.Certificate], leaf);
        TestCA.VerifiesWithDotNet(root.Certificate, [issuing.Certificate], leaf);
        Assert.Empty(Judged.Faults(leaf, [issuing.Certificate], [root.Certificate], TestCA.Start.AddDays(200)));
    }

    [FactNeeding("openssl")]
    public void OpenSslReadsEveryExtension()
    {
        var root = TestCA.Root();
        var input = TestCA.Input("CN=Issuing CA");
        input.PathLength = 1;
        input.PermittedNames = ["DNS:example.com", "IP:10.0.0.0/8", "dirName:O=Contoso,C=DE"];
        input.CertificatePolicies = ["1.2.3.4=http://pki.example.com/cps"];
        input.CrlUrls = ["http://pki.example.com/root.crl"];
        input.IssuerUrls = ["http://pki.example.com/root.cer"];
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "c.pem"), Pem.Encode("CERTIFICATE", root.Intermediate(input).Certificate));
        var (code, text) = TestCA.OpenSsl(folder, "x509", "-in", "c.pem", "-noout", "-text");
        Directory.Delete(folder, true);

        Assert.Equal(0, code);
        foreach (var part in new[]
        {
            "CA:TRUE, pathlen:1", "Certificate Sign, CRL Sign", "DNS:example.com", "IP:10.0.0.0/255.0.0.0", "O = Contoso",
            "Policy: 1.2.3.4",
            "CPS: http://pki.example.com/cps", "URI:http://pki.example.com/root.crl", "CA Issuers - URI:http://pki.example.com/root.cer",
        })
        {
            Assert.Contains(part, text);
        }
    }

    [Fact]
    [Trait("Conformance", "A02")]
    public void AbsentPathLengthIsAbsent()
    {
        Assert.Null(CertificateParts.Of(TestCA.Root().Certificate).PathLength());
    }

    [Fact]
    public void TimesFrom2050AreGeneralized()
    {
        var spec = TestCA.Input().Build();
        var tbs = TemplateBuilder.Root(spec, TestCA.Serial(), TestCA.Start, new DateTime(2050, 1, 1, 0, 0, 0, DateTimeKind.Utc)).Tbs;
        Assert.Equal(2050, new CertificateView(tbs).NotAfter.Year);
        Assert.DoesNotContain(CertificateLint.Check(tbs, LintRole.Root), f => f.Weight == LintSeverity.Error);
    }
}
