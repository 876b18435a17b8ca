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
            $cross = Approved CrossSign $other.GetCertificate() @{ Issuer = 'Root' } | Add-TrstCrossSignature
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

        Assert.Equal(expected, founded.Shell.ErrorIdOf("$c = Start-It CrossSign $other.GetCertificate() @{ Issuer = 'Root' }"));
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

    /// <summary>The specification limits beside target and signer, and never widens.</summary>
    [FactNeeding("openssl")]
    [Trait("Conformance", "A05")]
    public void ASpecificationLimitsIt()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("""
            $other = Make-Root 'CN=Other,O=Elsewhere' @{ PermittedName = 'DNS:example.com', 'DNS:other.example'; PathLength = 5 }
            $limits = New-TrstCASpec 'CN=OTHER,O=Elsewhere' -Validity 2y -PathLength 0 -PermittedName 'DNS:de.example.com' `
                -ExtendedKeyUsage serverAuth -CertificatePolicy 1.2.3.4 -CrlUrl http://pki.example/root.crl
            $c = Start-It CrossSign $other.GetCertificate() @{ Issuer = 'Root'; Spec = $limits }
            $cross = Sign $c 0, 1, 2 | Add-TrstCrossSignature
            """);

        var cross = founded.Certificate("$cross");
        Assert.Equal(founded.Certificate("$other").SubjectName.RawData, cross.SubjectName.RawData);
        Assert.Equal(0, cross.Extensions.OfType<X509BasicConstraintsExtension>().Single().PathLengthConstraint);
        Assert.Equal(
            "1.3.6.1.5.5.7.3.1", cross.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value);
        Assert.Equal(cross.NotBefore.AddYears(2), cross.NotAfter);
        var plan = founded.Get<string>("($c.Plan -split '\\s+') -join ' '");
        Assert.Contains("only names DNS:de.example.com", plan);
        Assert.DoesNotContain("other.example", plan);
        Assert.Contains("policy 1.2.3.4", plan);
        Assert.DoesNotContain("NOT LIMITED", plan);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [FactNeeding("openssl")]
    [Trait("Conformance", "A05")]
    public void AnotherCAsLimitsLimitIt()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("""
            $other = Make-Root 'CN=Other,O=Elsewhere'
            $like = New-TrstCASpec 'CN=Narrow' -Validity 3y -PathLength 1 -PermittedName 'DNS:example.com' -CrlUrl http://x.example/crl
            $narrow = Approved Intermediate $like @{ Issuer = 'Root' } | New-TrstIntermediateCA
            $cross = Approved CrossSign $other.GetCertificate() @{ Issuer = 'Root'; Like = $narrow } | Add-TrstCrossSignature
            """);

        var cross = founded.Certificate("$cross");
        Assert.Equal(1, cross.Extensions.OfType<X509BasicConstraintsExtension>().Single().PathLengthConstraint);
        Assert.Contains(cross.Extensions, e => e.Oid!.Value == "2.5.29.30" && e.Critical);
        Assert.DoesNotContain(cross.Extensions, e => e.Oid!.Value == "2.5.29.31");
        Assert.InRange((cross.NotAfter - cross.NotBefore).TotalDays, 1090, 1097);
    }

    [Fact]
    [Trait("Conformance", "A05")]
    public void WithoutLimitsThePlanSaysHowWideItIs()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("$other = Make-Root 'CN=Other'; $c = Start-It CrossSign $other.GetCertificate() @{ Issuer = 'Root' }");

        var plan = founded.Get<string>("($c.Plan -split '\\s+') -join ' '");
        Assert.Contains("NOT LIMITED by this plan", plan);
        Assert.Contains("CAs and leaves, any depth, no name limits, for any use, under any policy", plan);
    }

    [Theory]
    [Trait("Conformance", "A05")]
    [InlineData("CN=Another -Validity 1y", "SpecInvalid")]
    [InlineData("CN=Other -Validity 1y -Custody Quorum", "SpecInvalid")]
    [InlineData("CN=Other -Validity 1y -Adcs", "SpecInvalid")]
    [InlineData("CN=Other -Validity 30y", "ConstraintViolation")]
    [InlineData("CN=Other -Validity 1y -PermittedName DNS:b.example", "ConstraintViolation")]
    [InlineData("CN=Other -Validity 1y -ExtendedKeyUsage codeSigning", "ConstraintViolation")]
    public void LimitsThatAreNoLimitsAreRefused(string spec, string id)
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("$other = Make-Root 'CN=Other' @{ PermittedName = 'DNS:a.example'; ExtendedKeyUsage = 'serverAuth' }");

        Assert.Equal(id, founded.Error($"Start-It CrossSign $other.GetCertificate() @{{ Issuer = 'Root'; Spec = New-TrstCASpec {spec} }}"));
    }
}
