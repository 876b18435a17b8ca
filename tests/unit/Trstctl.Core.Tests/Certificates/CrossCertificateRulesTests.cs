using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Certificates;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Certificates;

public sealed class CrossCertificateRulesTests
{
    private static byte[] Target(int bits)
    {
        using var key = RSA.Create(bits);
        using var issuer = RSA.Create(2048);
        var request = new CertificateRequest("CN=target", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var generator = X509SignatureGenerator.CreateForRSA(issuer, RSASignaturePadding.Pkcs1);
        using var target = request.Create(new("CN=issuer"), generator, TestCA.Start, TestCA.Start.AddYears(1), TestCA.Serial());
        return target.RawData;
    }

    private static TrstException Refused(byte[] target) => Assert.Throws<TrstException>(() => TemplateBuilder.CrossCertificate(
        target, TestCA.Root().Certificate, new(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(1)));

    [Fact]
    [Trait("Conformance", "A05")]
    public void RefusesATargetWithAWeakKey() => Assert.Contains("1024 bits", Refused(Target(1024)).Message);

    [Fact]
    [Trait("Conformance", "A05")]
    public void RefusesATargetWithASha1Signature()
    {
        // sha256WithRSAEncryption (...1.1.11) becomes sha1WithRSAEncryption (...1.1.5) in both places.
        var hex = Hex.Encode(Target(2048)).Replace("06092a864886f70d01010b", "06092a864886f70d010105");
        Assert.True(Hex.TryDecode(hex, out var target));
        Assert.Contains("weak", Refused(target).Message);
    }

    [Theory]
    [InlineData("2.5.29.33", "300D300B06042A03040106032A0304")]
    [InlineData("2.5.29.36", "3003800100")]
    [InlineData("2.5.29.54", "020100")]
    [Trait("Conformance", "A05")]
    public void RefusesATargetWhosePolicyDemandsWouldBeLifted(string extension, string value)
    {
        var target =
            new CertificateForge { Issuer = "CN=subject", Extensions = new() { [extension] = Convert.FromHexString(value) } }.Certificate();
        Assert.Equal(ErrorId.CertificateInvalid, Refused(target).Id);
    }

    [Fact]
    [Trait("Conformance", "A05")]
    public void RefusesPoliciesThatTheSignerDoesNotAssert()
    {
        var input = TestCA.Input();
        input.CertificatePolicies = ["1.2.3.1"];
        var e = Assert.Throws<TrstException>(() => TemplateBuilder.CrossCertificate(
            TestCA.Root(TestCA.Input("CN=Target")).Certificate,
            TestCA.Root(input).Certificate,
            new() { CertificatePolicies = ["1.2.3.2"] },
            TestCA.Serial(),
            TestCA.Start,
            TestCA.Start.AddYears(1)));
        Assert.Contains("1.2.3.2", e.Message);
    }

    [Fact]
    [Trait("Conformance", "A05")]
    public void RefusesATargetWhoseNameTheSignerDoesNotPermit()
    {
        var input = TestCA.Input();
        input.PermittedNames = ["dirName:O=Contoso,C=DE"];
        var e = Assert.Throws<TrstException>(() => TemplateBuilder.CrossCertificate(
            TestCA.Root(TestCA.Input("CN=Target,O=Fabrikam")).Certificate, TestCA.Root(input).Certificate, new(), TestCA.Serial(),
            TestCA.Start, TestCA.Start.AddYears(1)));
        Assert.Contains("O=Fabrikam", e.Message);
    }
}
