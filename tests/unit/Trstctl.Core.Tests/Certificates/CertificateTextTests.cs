using Trstctl.Asn1;
using Trstctl.Certificates;
using Trstctl.Lints;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Certificates;

public sealed class CertificateTextTests
{
    [Fact]
    public void SaysWhatARootMayDo()
    {
        var lines = CertificateText.Describe(TestCA.Root().Certificate).ToDictionary(l => l.Key, l => l.Value);
        Assert.Equal("CN=Contoso Root CA,O=Contoso,C=DE", lines["subject"]);
        Assert.Equal("CAs and leaves, any depth, no name limits", lines["may issue"]);
        Assert.Equal("2026-01-01 00:00 UTC to 2046-01-01 00:00 UTC", lines["valid"]);
    }

    [Fact]
    [Trait("Conformance", "N12")]
    public void ShowsUnknownExtensionsInHexAndEscapesNames()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var name = new System.Security.Cryptography.X509Certificates.X500DistinguishedNameBuilder();
        name.AddCommonName("a\u202Eb\u001B");
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            name.Build(), key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new("1.2.3.4.5", [0x05, 0x00], true));
        using var certificate = request.CreateSelfSigned(TestCA.Start, TestCA.Start.AddYears(1));
        var lines = CertificateText.Describe(certificate.RawData);
        Assert.Contains(lines, l => l is { Key: "extension 1.2.3.4.5", Value: "critical, 0500" });
        Assert.Contains(lines, l => l.Value == @"CN=a\u202Eb\u001B");
        Assert.Contains(CertificateLint.Check(certificate.RawData, LintRole.Root), f => f.Rule == "critical_extensions_known");
    }

    [FactNeeding("openssl")]
    public void PemSurvivesUtf16AndPkcs7Opens()
    {
        var ca = TestCA.Root();
        var pem = Pem.Encode("CERTIFICATE", ca.Certificate);
        byte[] utf16 = [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(pem)];
        Assert.Equal(ca.Certificate, Pem.Decode("CERTIFICATE", utf16));
        Assert.Throws<TrstException>(() => Pem.Decode("CERTIFICATE", pem + pem));
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllBytes(Path.Combine(folder, "b.p7b"), Pkcs7.CertsOnly([ca.Certificate]));
        var (code, output) = TestCA.OpenSsl(folder, "pkcs7", "-inform", "DER", "-in", "b.p7b", "-print_certs", "-noout");
        Directory.Delete(folder, true);
        Assert.True(code == 0 && output.Contains("Contoso Root CA"), output);
    }
}
