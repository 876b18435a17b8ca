namespace Trstctl.Module.Tests.ShellBehaviours;

public sealed class PipelineTests
{
    [Fact]
    [Trait("Conformance", "P03")]
    public void ASpecBecomesACAInOnePipeline()
    {
        using var founded = new Founded();

        Assert.Equal("Root Active", founded.Get<string>("""
            $ca = New-TrstCASpec 'CN=Root' -Validity 20y |
                Start-TrstCeremony Root -Certificate $ops |
                ForEach-Object { $_ | Approve-TrstCeremony -Certificate $custodians[0] -PlanDigest $_.PlanDigest } |
                ForEach-Object { $_ | Approve-TrstCeremony -Certificate $custodians[1] -PlanDigest $_.PlanDigest } |
                ForEach-Object { $_ | Approve-TrstCeremony -Certificate $custodians[2] -PlanDigest $_.PlanDigest } |
                New-TrstRootCA
            "$($ca.Name) $($ca.Status)"
            """));
    }

    [Fact]
    [Trait("Conformance", "P03")]
    public void ManyGoThroughOnePipelineAndABadOneDoesNotStopTheRest()
    {
        using var founded = new Founded();
        founded.Run("""
            $all = 1..6 | ForEach-Object { New-TrstCASpec "CN=Root $_" -Validity 5y } | Start-TrstCeremony Root -Certificate $ops
            $all = $all | Where-Object Subject -ne 'CN=Root 3' | ForEach-Object { Sign $_ 0, 1, 2 }
            $all = @(Get-TrstCeremony -Operation Root) + 'ffffffff'
            """);

        var result = founded.Shell.RunCatching("$all | New-TrstRootCA -ErrorAction Continue");

        Assert.Equal(["Root 1", "Root 2", "Root 4", "Root 5", "Root 6"], result.Output.Select(ca => ca.Properties["Name"].Value).Order());
        Assert.Equal(
            ["CeremonyNotFound", "QuorumNotMet"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order());
    }

    [Fact]
    [Trait("Conformance", "P03")]
    public void AnIdOrItsEndServesAsWellAsTheObject()
    {
        using var founded = new Founded();
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)) 0, 1");

        Assert.Equal(
            "3 of 3", founded.Get<string>("($c.Id | Approve-TrstCeremony -Certificate $custodians[2] -PlanDigest $c.PlanDigest).Approved"));
        Assert.Equal("Root", founded.Get<string>("($c.CeremonyId | New-TrstRootCA).Name"));
    }

    [Fact]
    [Trait("Conformance", "P03")]
    public void AnEmptyPipelineIsSilentAndNullIsAnError()
    {
        using var founded = new Founded();

        Assert.Empty(founded.Run("@() | New-TrstRootCA"));
        Assert.NotEmpty(founded.Shell.RunCatching("$null | New-TrstRootCA -ErrorAction Continue").Errors);
    }

    [Fact]
    [Trait("Conformance", "P03")]
    public void ParallelRunspacesShareAStoreThatIsPassedAndHaveNoneOtherwise()
    {
        using var founded = new Founded();

        var result = founded.Shell.RunCatching("""
            $manifest = $Manifest
            1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:manifest
                New-TrstCASpec "CN=Root $_" -Validity 5y | Start-TrstCeremony Root -Certificate $using:ops -Store $using:store
            }
            1 | ForEach-Object -Parallel { Import-Module $using:manifest; Get-TrstCeremony }
            """);

        Assert.Equal(8, result.Output.Count);
        Assert.Contains("NotConnected", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [Trait("Conformance", "P03")]
    public void TheMainJobRunsInOtherCultures(string culture)
    {
        using var founded = new Founded(shell: new Shell(culture: culture));

        founded.Run("""
            $root = Make-Root 'CN=ISTANBUL Institution,O=Ili' @{
                PermittedName = 'DNS:INFO.example', 'IP:10.0.0.0/8'; ExtendedKeyUsage = 'clientAuth'
            }
            $spec = New-TrstCASpec 'CN=Issuing' -Validity 5y -PermittedName 'DNS:ca.info.example' -ExtendedKeyUsage clientAuth
            $ca = Approved intermediate $spec @{ issuer = 'ISTANBUL Institution' } | New-TrstIntermediateCA
            $next = Approved ROTATION $root | Invoke-TrstCARotation
            """);

        Assert.Equal(culture, founded.Get<string>("[cultureinfo]::CurrentCulture.Name"));
        Assert.Equal(2, founded.Get<int>("@(Get-TrstCA -Status ACTIVE).Count"));
        Assert.True(founded.Get<bool>("$ca | Test-TrstCertificate"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }
}
