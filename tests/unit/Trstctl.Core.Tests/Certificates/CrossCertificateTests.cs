using Trstctl.Asn1;
using Trstctl.Certificates;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Certificates;

public sealed class CrossCertificateTests
{
    private static byte[] OpenSslCA(params string[] extensions)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var (code, output) = TestCA.OpenSsl(
            folder,
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-days", "3650",
            "-subj", "/C=DE/O=Fabrikam/CN=Fabrikam Root", .. extensions.SelectMany(
                e => new[] { "-addext", e })]);
        Assert.True(code == 0, output);
        var der = Pem.Decode("CERTIFICATE", File.ReadAllBytes(Path.Combine(folder, "c.pem")));
        Directory.Delete(folder, true);
        return der;
    }

    private static CertificateTemplate Cross(byte[] target, TestCA signer, CrossCertificateOptions? options = null) =>
        TemplateBuilder.CrossCertificate(
            target, signer.Certificate, options ?? new(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(5));

    [FactNeeding("openssl")]
    [Trait("Conformance", "A05")]
    public void CarriesTheTargetsNameKeyAndIdentifier()
    {
        var target = OpenSslCA("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign");
        var input = TestCA.Input();
        input.PathLength = 3;
        var signer = TestCA.Root(input);
        var template = Cross(target, signer, new() { PathLength = 1 });
        var tbs = template.Fill(new CertificateView(target).Spki);
        var certificate = CertificateAssembler.Assemble(tbs, signer.Algorithm, TestCA.Sign(signer.Key, signer.Algorithm, tbs));
        var (view, original) = (new CertificateView(certificate), new CertificateView(target));

        Assert.True(template.IsComplete);
        Assert.Equal(original.SubjectDer, view.SubjectDer);
        Assert.Equal(original.Spki, view.Spki);
        Assert.Equal(original.SubjectKeyIdentifier, view.SubjectKeyIdentifier);
        Assert.Equal(1, CertificateParts.Of(view.Der).PathLength());
        IssuedCertificateCheck.Verify(certificate, template, view.Spki, signer.Spki, LintRole.CrossCertificate);
        TestCA.VerifiesWithOpenSsl(signer.Certificate, [], certificate);
        TestCA.VerifiesWithDotNet(signer.Certificate, [], certificate);
    }

    [FactNeeding("openssl")]
    [Trait("Conformance", "A05")]
    public void RefusesDisjointNameConstraints()
    {
        var target = OpenSslCA("basicConstraints=critical,CA:TRUE", "nameConstraints=critical,permitted;DNS:fabrikam.com");
        var input = TestCA.Input();
        input.PermittedNames = ["DNS:contoso.com"];
        Assert.Equal(ErrorId.ConstraintViolation, Assert.Throws<TrstException>(() => Cross(target, TestCA.Root(input))).Id);
    }

    [Fact]
    [Trait("Conformance", "A05")]
    public void RefusesATargetThatIsNoCA()
    {
        var root = TestCA.Root();
        Assert.Equal(ErrorId.CertificateInvalid, Assert.Throws<TrstException>(() => Cross(root.Leaf(), TestCA.Root())).Id);
    }

    [Fact]
    [Trait("Conformance", "A02")]
    public void RefusesASignerWithPathLengthZero()
    {
        var input = TestCA.Input();
        input.PathLength = 0;
        Assert.Equal(
            ErrorId.CertificateInvalid, Assert.Throws<TrstException>(() => Cross(TestCA.Root().Certificate, TestCA.Root(input))).Id);
    }

    [FactNeeding("openssl")]
    public void IntersectsUsagesAndNames()
    {
        var target = OpenSslCA(
            "basicConstraints=critical,CA:TRUE", "extendedKeyUsage=serverAuth,clientAuth",
            "nameConstraints=critical,permitted;DNS:example.com");
        var input = TestCA.Input();
        input.ExtendedKeyUsages = ["clientAuth", "emailProtection"];
        input.PermittedNames = ["DNS:de.example.com", "DNS:contoso.com"];
        var text = CertificateText.Describe(Cross(target, TestCA.Root(input)).Tbs);
        Assert.Contains(text, l => l is { Key: "only for", Value: "clientAuth" });
        Assert.Equal(["DNS:de.example.com"], text.Where(l => l.Key == "only names").Select(l => l.Value));
    }
}
