using System.Security.Cryptography;
using Trstctl.Certificates;
using Trstctl.Keys;
using Trstctl.Lints;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Certificates;

public sealed class CertificateTemplateTests
{
    private static CertificateTemplate Template(string algorithm = "ECDSA-P256") =>
        TemplateBuilder.Root(TestCA.Input(algorithm: algorithm).Build(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(10));

    [Fact]
    public void SurvivesJson()
    {
        var template = Template();
        var again = CertificateTemplate.FromJson(template.ToJson());
        Assert.Equal(template.Tbs, again.Tbs);
        Assert.Equal(2, again.Holes.Count);
        Assert.Equal(KeyAlgorithm.EcdsaP256, again.SubjectKeyAlgorithm);
    }

    [Theory]
    [InlineData("ECDSA-P256", "ECDSA-P384")]
    [InlineData("ECDSA-P256", "RSA-3072")]
    [InlineData("RSA-4096", "RSA-3072")]
    [Trait("Conformance", "N13")]
    public void RefusesAKeyOfAnotherAlgorithm(string expected, string found)
    {
        using var key = TestCA.NewKey(KeyAlgorithm.Parse(found));
        var e = Assert.Throws<TrstException>(() => Template(expected).Fill(key.ExportSubjectPublicKeyInfo()));
        Assert.Equal(ErrorId.TemplateInvalid, e.Id);
    }

    [Fact]
    [Trait("Conformance", "N13")]
    public void RefusesExplicitCurveParameters()
    {
        using var named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(named.ExportExplicitParameters(false));
        Assert.Equal(ErrorId.TemplateInvalid, Assert.Throws<TrstException>(() => Template().Fill(key.ExportSubjectPublicKeyInfo())).Id);
    }

    [Fact]
    [Trait("Conformance", "N13")]
    public void RefusesAnIdentifierThatIsNotDerived()
    {
        var ca = TestCA.Root();
        var tbs = ca.Template.Fill(ca.Spki);
        tbs[ca.Template.Holes.Single(h => h.Meaning == HoleMeaning.SubjectKeyIdentifier).Offset] ^= 1;
        var forged = CertificateAssembler.Assemble(tbs, ca.Algorithm, TestCA.Sign(ca.Key, ca.Algorithm, tbs));
        var e = Assert.Throws<TrstException>(() => IssuedCertificateCheck.Verify(forged, ca.Template, ca.Spki, ca.Spki, LintRole.Root));
        Assert.Equal(ErrorId.TemplateInvalid, e.Id);
    }

    [Fact]
    [Trait("Conformance", "N12")]
    public void RefusesACertificateWithOneMoreExtension()
    {
        var ca = TestCA.Root();
        var input = TestCA.Input();
        input.PathLength = 3;
        var other = TemplateBuilder.Root(input.Build(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(20));
        var issued = TestCA.Issue(other, ca.Key, ca.Algorithm, ca.Key, ca.Algorithm);
        var e = Assert.Throws<TrstException>(
            () => IssuedCertificateCheck.Verify(issued.Certificate, ca.Template, ca.Spki, ca.Spki, LintRole.Root));
        Assert.Equal(ErrorId.TemplateInvalid, e.Id);
    }

    [Fact]
    [Trait("Conformance", "A07")]
    public void CatchesASabotagedSignature()
    {
        var ca = TestCA.Root();
        ca.Certificate[^1] ^= 1;
        var e = Assert.Throws<TrstException>(
            () => IssuedCertificateCheck.Verify(ca.Certificate, ca.Template, ca.Spki, ca.Spki, LintRole.Root));
        Assert.Equal(ErrorId.SignatureNotVerified, e.Id);
    }

    [Fact]
    public void RefusesAHoleElsewhere()
    {
        var template = Template();
        var moved = new JsonObject("trstctl-template/1")
        {
            { "tbs", template.Tbs },
            { "holes", new JsonArray(template.Holes.Select(
                h => new JsonObject { { "offset", h.Offset + 1 }, { "length", h.Length }, { "meaning", "subjectPublicKey" } })) },
        };
        Assert.Equal(ErrorId.TemplateInvalid, Assert.Throws<TrstException>(() => CertificateTemplate.FromJson(moved)).Id);
    }

    [Theory]
    [InlineData("RSA-3072")]
    [InlineData("ECDSA-P521")]
    public void LintsWithZeroedHoles(string algorithm)
    {
        Assert.DoesNotContain(CertificateLint.Check(Template(algorithm).Tbs, LintRole.Root), f => f.Weight == LintSeverity.Error);
        Assert.Contains(CertificateText.Describe(Template(algorithm).Tbs), line => line.Value == $"{algorithm}, not yet made");
    }
}
