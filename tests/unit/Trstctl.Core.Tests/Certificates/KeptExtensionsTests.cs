using Trstctl.Asn1;
using Trstctl.Certificates;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Certificates;

/// <summary>What no specification can say stays in a CA's next certificate, but for another key, and what is said of one
/// certificate.</summary>
public class KeptExtensionsTests
{
    [Theory]
    [InlineData("1.2.3.4", true)]
    [InlineData("2.5.29.33", true)]
    [InlineData("2.5.29.72", false)] // subjectAltPublicKeyInfo: the key that a rotation replaces beside the other
    [InlineData("2.5.29.73", false)] // altSignatureAlgorithm
    [InlineData("2.5.29.74", false)] // altSignatureValue, over the certificate before
    [InlineData("1.3.6.1.5.5.7.1.36", false)] // relatedCertificate
    [InlineData("2.16.840.1.114027.80.6.1", false)] // deltaCertificateDescriptor
    public void AnotherKeyAndWhatIsSignedOfOneCertificateDoNotStay(string oid, bool stays)
    {
        using var key = TestCA.NewKey(KeyAlgorithm.EcdsaP256);
        var name = TestCA.Input().Build().SubjectName.Encoded;
        byte[][] written = [TbsWriter.BasicConstraints(null), TbsWriter.KeyUsage()];
        var tbs = TbsWriter.Write(
            TestCA.Serial(), KeyAlgorithm.EcdsaP256.SignatureIdentifier(), name, TestCA.Start, TestCA.Start.AddYears(1), name,
            key.ExportSubjectPublicKeyInfo(), [.. written, TbsWriter.Extension(oid, false, Der.Null)]);

        var kept = KeptExtensions.Merge(CertificateParts.Of(tbs), written, written);

        Assert.Equal(stays, kept.Any(der => new ExtensionPart(DerElement.Read(der, "extension")).Oid == oid));
    }
}
