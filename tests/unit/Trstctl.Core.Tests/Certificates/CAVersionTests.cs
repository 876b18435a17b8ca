using Trstctl.Asn1;
using Trstctl.Certificates;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Certificates;

/// <summary>A certificate from anywhere has any number as AD CS's version, or none where one should be.</summary>
public class CAVersionTests
{
    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("010000000000")]
    public void ANumberOutOfRangeIsRefusedInOurWords(string digits)
    {
        var certificate = With(Der.Tlv(Der.IntegerTag, Convert.FromHexString(digits)));

        Assert.Equal(ErrorId.CertificateInvalid, Assert.Throws<TrstException>(() => CAVersion.Of(certificate)).Id);
        Assert.Equal(ErrorId.CertificateInvalid, Assert.Throws<TrstException>(() => CASpecCertificate.Read(certificate)).Id);
    }

    [Fact]
    public void KeyAndCertificateAreCounted() =>
        Assert.Equal(new CAVersion(3, 2), CAVersion.Of(With(Der.Tlv(Der.IntegerTag, [2, 0, 3]))));

    private static byte[] With(byte[] version)
    {
        using var key = TestCA.NewKey(KeyAlgorithm.EcdsaP256);
        var name = TestCA.Input().Build().SubjectName.Encoded;
        var tbs = TbsWriter.Write(
            TestCA.Serial(), KeyAlgorithm.EcdsaP256.SignatureIdentifier(), name, TestCA.Start, TestCA.Start.AddYears(1), name,
            key.ExportSubjectPublicKeyInfo(), [TbsWriter.BasicConstraints(null), TbsWriter.Extension(Oids.CAVersion, false, version)]);
        return CertificateAssembler.Assemble(tbs, KeyAlgorithm.EcdsaP256, TestCA.Sign(key, KeyAlgorithm.EcdsaP256, tbs));
    }
}
