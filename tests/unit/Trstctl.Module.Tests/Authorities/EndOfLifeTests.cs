namespace Trstctl.Module.Tests.Authorities;

/// <summary>Retiring and revoking, each by its ceremony and for good.</summary>
public sealed class EndOfLifeTests : IDisposable
{
    private readonly Founded founded = new(given: Founded.Root + """

        $c = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y -PathLength 1) @{ Issuer = 'Root' }
        $null = $c | New-TrstIntermediateCA
        """);

    public EndOfLifeTests() => founded.Run("""
        $root = Get-TrstCA Root
        $sub = Get-TrstCA Sub
        function Run-It($Ceremony) { ($Ceremony | Complete-TrstCeremony).Result }
        """);

    public void Dispose() => founded.Dispose();

    [FactNeeding("openssl")]
    [Trait("Conformance", "Q01")]
    public void ARetiredCASignsNoMoreAndStaysReadable()
    {
        founded.Run("""
            $pending = Approved Intermediate (New-TrstCASpec 'CN=Late' -Validity 1y -PathLength 0) @{ Issuer = 'Sub' }
            $c = Sign (Start-It Retire $sub) 0, 1
            """);
        Assert.Equal("QuorumNotMet", founded.Error("Run-It $c"));
        founded.Run("$retired = Run-It (Sign $c 2)");

        Assert.Equal("Retired", founded.Get<string>("$retired.Status"));
        Assert.Equal("AuthorityNotActive", founded.Error("$pending | New-TrstIntermediateCA"));
        Assert.Equal("AuthorityNotActive", founded.Error("Start-It Retire $sub"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed | ForEach-Object Made).Count"));
        Verifiers.Accepts(founded, founded.Certificate("$root"), founded.Certificate("$retired"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "Q01")]
    public void ARevocationSaysSinceWhenAndWhyAndIsForGood()
    {
        var before = DateTime.Now.AddSeconds(-1);
        founded.Run("""
            $c = Sign (Start-It Revoke $sub @{ RevocationReason = 'CACompromise' }) 0, 1
            """);
        Assert.Equal("QuorumNotMet", founded.Error("Run-It $c"));
        founded.Run("$revoked = Run-It (Sign $c 2)");

        Assert.Equal("Revoked CACompromise", founded.Get<string>("\"$($revoked.Status) $($revoked.RevocationReason)\""));
        Assert.InRange(founded.Get<DateTime>("$revoked.RevokedAt"), before, DateTime.Now);
        Assert.Equal(
            "AuthorityNotActive",
            founded.Error("Start-It Intermediate (New-TrstCASpec 'CN=Late' -Validity 1y -PathLength 0) @{ Issuer = 'Sub' }"));
        Assert.Equal("AuthorityNotActive", founded.Error("Start-It Revoke $sub @{ RevocationReason = 'Superseded' }"));
        Assert.Equal("AuthorityNotActive", founded.Error("Start-It Retire $sub"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    public void TheReasonIsAskedForAndTheDateLiesBetweenIssuanceAndNow()
    {
        Assert.Equal("ParameterMissing", founded.Error("Start-It Revoke $sub"));
        foreach (var date in new[] { "2099-01-01", "2001-01-01" })
        {
            Assert.Equal(
                "InvalidArgument",
                founded.Error($"Start-It Revoke $sub @{{ RevocationReason = 'KeyCompromise'; RevocationDate = '{date}' }}"));
        }

        Assert.Equal(
            "ParameterArgumentTransformationError",
            founded.Error("Start-It Revoke $sub @{ RevocationReason = 'KeyCompromise'; RevocationDate = 'yesterday' }"));
        Assert.StartsWith(
            "CannotConvertArgument",
            founded.Shell.RunCatching("Start-It Revoke $sub @{ RevocationReason = 'CertificateHold' }").Errors[0].FullyQualifiedErrorId);
        Assert.Equal("ParameterForeign", founded.Error("Start-It Retire $sub @{ RevocationReason = 'KeyCompromise' }"));
    }

    [Fact]
    public void ACrossCertificateIsRevokedByItself()
    {
        founded.Run("""
            $other = Make-Root 'CN=Other'
            $cross = Approved CrossSign $other.GetCertificate() @{ Issuer = 'Root' } | Add-TrstCrossSignature
            $null = Run-It (Approved Revoke $cross @{ RevocationReason = 'Superseded' })
            """);

        Assert.Equal("Superseded", founded.Get<string>("(Get-TrstCA Root).CrossCertificate[0].RevocationReason"));
        Assert.Equal("Active Active", founded.Get<string>("\"$((Get-TrstCA Root).Status) $((Get-TrstCA Other).Status)\""));
        Assert.Equal("AuthorityNotActive", founded.Error("Start-It Revoke $cross @{ RevocationReason = 'Superseded' }"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }
}
