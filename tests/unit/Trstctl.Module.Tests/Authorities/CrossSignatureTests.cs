using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Authorities;

public sealed class CrossSignatureTests
{
    [FactNeeding("openssl")]
    [Trait("Conformance", "A05")]
    public void CarriesTheTargetsSubjectKeyAndKeyIdentifierAndVerifiesUnderTheSigner()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("""
            $root = Get-TrstCA Root
            $other = Make-Root 'CN=Other,O=Elsewhere'
            $sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'Other' } | New-TrstIntermediateCA
            $cross = Approved CrossSign $other.Certificate @{ Issuer = 'Root' } | Add-TrstCrossSignature
            """);
        var (target, cross) = (founded.Certificate("$other"), founded.Certificate("$cross"));

        Assert.Equal(target.SubjectName.RawData, cross.SubjectName.RawData);
        Assert.Equal(target.PublicKey.ExportSubjectPublicKeyInfo(), cross.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(
            target.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().RawData,
            cross.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().RawData);
        Verifiers.Accepts(founded, founded.Certificate("$root"), cross, founded.Certificate("$sub"));
    }

    [Theory]
    [Trait("Conformance", "A05")]
    [InlineData("DNS:a.example", "DNS:b.example", "ConstraintViolation")]
    [InlineData("DNS:a.example", "DNS:x.a.example", null)]
    public void RefusesATargetWhoseNamesAreDisjointFromTheSigners(string signer, string target, string? expected)
    {
        using var founded = new Founded();
        founded.Run(
            $"$root = Make-Root CN=Root @{{ PermittedName = '{signer}' }}; $other = Make-Root CN=Other @{{ PermittedName = '{target}' }}");

        Assert.Equal(expected, founded.Shell.ErrorIdOf("$c = Start-It CrossSign $other.Certificate @{ Issuer = 'Root' }"));
    }

    [Fact]
    [Trait("Conformance", "A05")]
    public void RefusesATargetThatIsNoCA()
    {
        using var founded = new Founded();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=www.example.com", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var leaf = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddYears(1));
        founded.Shell.Set("leaf", leaf);
        founded.Run("$root = Make-Root");

        Assert.Equal("CertificateInvalid", founded.Error("Start-It CrossSign $leaf @{ Issuer = 'Root' }"));
    }
}
