using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>Renewal with the same key, rotation with link certificates, AD CS's version shapes, and twins.</summary>
public sealed class SuccessionTests
{
    [FactNeeding("openssl")]
    [Trait("Conformance", "A04")]
    public void ARenewalKeepsTheKeyAndTheEarlierCertificateStaysReadableAndValid()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("""
            $root = Get-TrstCA Root
            $sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'Root' } | New-TrstIntermediateCA
            $pending = Approved Intermediate (New-TrstCASpec 'CN=Late' -Validity 5y) @{ Issuer = 'Root' }
            $c = Start-It Rotation $root @{ SameKey = $true }
            $renewed = Sign $c 0, 1, 2 | Invoke-TrstCARotation
            """);
        var (old, renewed) = (founded.Certificate("$root"), founded.Certificate("$renewed"));

        Assert.Equal(old.PublicKey.ExportSubjectPublicKeyInfo(), renewed.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.NotEqual(old.SerialNumber, renewed.SerialNumber);
        Assert.Equal("1 1 Active", founded.Get<string>("\"$($renewed.Generation) $($renewed.Earlier.Count) $($renewed.Status)\""));
        Assert.Equal(old.Thumbprint, founded.Get<string>(
            "[Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($renewed.Earlier[0]).Thumbprint"));
        Assert.StartsWith("certificate ", founded.Get<string>("($c | Get-TrstEvent ceremony.completed).Made"));
        Verifiers.Accepts(founded, old, founded.Certificate("$sub"));
        Verifiers.Accepts(founded, renewed, founded.Certificate("$sub"));
        Assert.Equal("AuthorityNotActive", founded.Error("$pending | New-TrstIntermediateCA"));
        founded.Run("$next = Approved Intermediate (New-TrstCASpec 'CN=Next' -Validity 5y) @{ Issuer = 'Root' } | New-TrstIntermediateCA");
        Verifiers.Accepts(founded, renewed, founded.Certificate("$next"));
        Assert.Equal(
            "SpecInvalid",
            founded.Error("Start-It Rotation $root @{ SameKey = $true; Spec = New-TrstCASpec 'CN=Root' -Validity 20y -Custody Quorum }"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [TheoryNeeding("openssl")]
    [InlineData("ECDSA-P384", "ECDSA-P384")]
    [InlineData("RSA-3072", "ECDSA-P384")]
    [InlineData("ECDSA-P256", "RSA-3072")]
    [Trait("Conformance", "A04")]
    public void LinkCertificatesCarryClientsOfEitherRootToTheOther(string before, string after)
    {
        using var founded = new Founded();
        founded.Shell.Set("before", before);
        founded.Shell.Set("after", after);
        founded.Run("""
            $old = Make-Root 'CN=Root' @{ KeyAlgorithm = $before }
            $oldSub = Approved Intermediate (New-TrstCASpec 'CN=Old Sub' -Validity 5y) @{ Issuer = 'Root' } | New-TrstIntermediateCA
            $c = Start-It Rotation $old @{
                LinkCertificates = $true
                Spec = New-TrstCASpec 'CN=Root' -Validity 20y -KeyAlgorithm $after -Custody Operational
            }
            $new = Sign $c 0, 1, 2 | Invoke-TrstCARotation
            $newSub = Approved Intermediate (New-TrstCASpec 'CN=New Sub' -Validity 5y) @{ Issuer = 'Root' } | New-TrstIntermediateCA
            function Link-Of($Link) { $new.CrossCertificate.Where({ $_.Link -eq $Link })[0] }
            """);
        var (old, next) = (founded.Certificate("$old"), founded.Certificate("$new"));
        var (oldWithNew, newWithOld) = (founded.Certificate("Link-Of old-with-new"), founded.Certificate("Link-Of new-with-old"));

        Verifiers.Accepts(founded, next, oldWithNew, founded.Certificate("$oldSub"));
        Verifiers.Accepts(founded, old, newWithOld, founded.Certificate("$newSub"));
        Assert.Equal(old.PublicKey.ExportSubjectPublicKeyInfo(), oldWithNew.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(old.NotBefore, oldWithNew.NotBefore);
        Assert.True(newWithOld.NotAfter <= old.NotAfter);
        Assert.Contains("old-with-new", founded.PlanOf("$c"));
        Assert.Matches(
            $"(?i)replaces +Root, generation 1, serial number {old.SerialNumber}, .*, thumbprint {old.Thumbprint}", founded.PlanOf("$c"));
        Assert.Equal(2, founded.Get<int>("(Get-TrstCA Root -Status Active).CrossCertificate.Count"));
        Assert.Equal("SpecInvalid", founded.Error("Start-It Rotation $newSub @{ LinkCertificates = $true }"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    public void AdcsShapesCountCertificatesAndKeysAndNameFiles()
    {
        using var founded = new Founded();
        founded.Run("""
            $url = @{ CrlUrl = 'http://pki.example/Root{suffix}.crl'; IssuerUrl = 'http://pki.example/Root{suffix}.crt' }
            function Sub-Of([string] $Name) {
                Approved Intermediate (New-TrstCASpec $Name -Validity 5y -Adcs @url) @{ Issuer = 'Root' } | New-TrstIntermediateCA
            }
            $a = Make-Root 'CN=Root' @{ Adcs = $true }
            $s0 = Sub-Of 'CN=Sub 0'
            $b = Approved Rotation Root @{ SameKey = $true } | Invoke-TrstCARotation
            $s1 = Sub-Of 'CN=Sub 1'
            $c = Approved Rotation Root @{ LinkCertificates = $true } | Invoke-TrstCARotation
            $s2 = Sub-Of 'CN=Sub 2'
            """);

        Assert.Equal([0, 0], Version(founded.Certificate("$a")));
        Assert.Equal([1, 0], Version(founded.Certificate("$b")));
        Assert.Equal([2, 2], Version(founded.Certificate("$c")));
        Assert.Equal(
            founded.Certificate("$b").Thumbprint,
            Convert.ToHexString(founded.Certificate("$c").Extensions["1.3.6.1.4.1.311.21.2"]!.RawData[2..]));
        Assert.Null(founded.Certificate("$a").Extensions["1.3.6.1.4.1.311.21.2"]);
        Assert.Contains("Root.crl", Urls(founded.Certificate("$s1")));
        Assert.Contains("Root(1).crt", Urls(founded.Certificate("$s1")));
        Assert.Contains("Root(2).crl", Urls(founded.Certificate("$s2")));
        Assert.Contains("Root(2).crt", Urls(founded.Certificate("$s2")));
        Assert.Equal("SpecInvalid", founded.Error("New-TrstCASpec CN=x -Validity 1y -CrlUrl 'http://pki.example/Root{suffix}.crl'"));
    }

    [FactNeeding("openssl")]
    public void TwinsAreMadeInOneSittingAndNameEachOthersKeys()
    {
        using var founded = new Founded();
        founded.Run("""
            $c = Start-It Root (New-TrstCASpec 'CN=Root R' -Validity 20y -KeyAlgorithm RSA-3072) @{
                Twin = New-TrstCASpec 'CN=Root E' -Validity 20y
            }
            $null = Sign $c 0, 1
            """);
        Assert.Equal("QuorumNotMet", founded.Error("$c | New-TrstRootCA"));
        founded.Run("$both = Sign $c 2 | New-TrstRootCA; $r = Get-TrstCA 'Root R'; $e = Get-TrstCA 'Root E'");

        Assert.Equal(2, founded.Get<int>("$both.Count"));
        Assert.Equal(founded.Get<string>("$e.AuthorityId"), founded.Get<string>("$r.TwinId"));
        Assert.Equal(Digest(founded.Certificate("$e")), founded.Get<string>("$r.TwinKeyDigest"));
        Assert.Equal(Digest(founded.Certificate("$r")), founded.Get<string>("$e.TwinKeyDigest"));
        Assert.Equal(2, founded.Get<int>("@((Get-TrstEvent ceremony.completed -CeremonyId $c.CeremonyId).Made -match '^key ').Count"));
        Verifiers.Accepts(founded, founded.Certificate("$e"));
        Verifiers.Accepts(founded, founded.Certificate("$r"));
        Assert.Equal(
            "SpecInvalid",
            founded.Error("Start-It Root (New-TrstCASpec 'CN=A' -Validity 20y) @{ Twin = New-TrstCASpec 'CN=B' -Validity 20y }"));
        Assert.Equal(
            "SpecInvalid",
            founded.Error(
                "Start-It Root (New-TrstCASpec 'CN=A' -Validity 20y) @{ Twin = New-TrstCASpec 'CN=A' -Validity 20y -KeyAlgorithm "
                    + "RSA-3072 }"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    private static int[] Version(X509Certificate2 certificate)
    {
        var value = certificate.Extensions["1.3.6.1.4.1.311.21.1"]!.RawData[2..].Aggregate(0, (sum, b) => (sum << 8) | b);
        return [value & 0xFFFF, value >> 16];
    }

    private static string Urls(X509Certificate2 certificate) =>
        System.Text.Encoding.ASCII.GetString(certificate.RawData);

    private static string Digest(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
