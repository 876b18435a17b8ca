namespace Trstctl.Module.Tests.Quorum;

/// <summary>What a roster allows, and custodians who sign but cannot decrypt.</summary>
public sealed class RosterPolicyTests
{
    private const string Forbid = "$null = Sign (Change @{ AllowOperationalRoot = $false }) 0, 1, 2 | Complete-TrstCeremony @share";

    [Fact]
    public void OneSecretOpensARootOnlyWhereTheRosterSaysSo()
    {
        using var founded = RosterChange.Prepare();
        founded.Run("$c = Approved Root (New-TrstCASpec 'CN=Weak' -Validity 5y -Custody Operational); " + Forbid);

        Assert.False(founded.Get<bool>("(Get-TrstRoster).AllowsOperationalRoots"));
        Assert.Equal("CeremonyNotPending", founded.Error("$c | New-TrstRootCA"));
        Assert.Equal("LevelForbidden", founded.Error("Start-It Root (New-TrstCASpec 'CN=Weak' -Validity 5y -Custody Operational)"));
        Assert.Equal("Quorum DualLock", founded.Get<string>("$root = Make-QuorumRoot 'CN=Strong'; \"$($root.Custody) $($root.Level)\""));
    }

    [Fact]
    public void ASuccessorOfAQuorumRootIsHeldByTheQuorumUnlessTheRosterAllowsLess()
    {
        using var founded = RosterChange.Prepare();
        founded.Run(
            "$spec = New-TrstCASpec 'CN=Parent' -Validity 20y -Custody Operational; $null = Start-It Rotation Parent @{ Spec = $spec }; "
                + Forbid);

        Assert.Equal("LevelForbidden", founded.Error("Start-It Rotation Parent @{ Spec = $spec }"));
        founded.Run("$null = Sign (Change @{ AllowOperationalRoot = $true }) 0, 1, 2 | Complete-TrstCeremony @share");
        Assert.Equal(
            "2 Operational",
            founded.Get<string>(
                "$n = Approved Rotation Parent @{ Spec = $spec } | Invoke-TrstCARotation @share; \"$($n.Generation) $($n.Custody)\""));
    }

    [Fact]
    [Trait("Conformance", "K01")]
    public void WhoCannotDecryptHasHisShareInAFileOfHisOwn()
    {
        using var founded = RosterChange.Prepare();
        founded.Run("""
            $words = @{}
            $files = @{ Erin = "$folder/erin.share" }
            $c = Sign (Change @{ Replace = @{ Erin = @{ Certificate = $custodians[4]; SigningOnly = $true } } }) 0, 1, 2, 4
            """);

        Assert.Equal("ShareFileMissing", founded.Error("$c | Complete-TrstCeremony @share"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent key.*, ceremony.completed).Count"));
        founded.Run("$null = $c | Complete-TrstCeremony @share -ShareFile $files -SharePassword $words; $d = Sign (Open-It) 0, 1, 2");

        Assert.Equal("Erin", founded.Get<string>("$words.Keys -join ' '"));
        Assert.IsType<System.Security.SecureString>(founded.Run("$words['Erin']").Single().BaseObject);
        Assert.True(File.Exists(founded.PathOf("erin.share")));
        Assert.Equal("ShareFileMissing", founded.Error("Run-It $d @{ ShareHolder = $custodians[0], $custodians[1], $custodians[4] }"));
        Assert.Equal("KeyUnavailable", founded.Error(
            "Run-It $d @{ ShareHolder = $custodians[0], $custodians[1], @{ Certificate = $custodians[4]; ShareFile = $files.Erin; "
                + "SharePassword = $password } }"));
        Assert.Equal("Active", founded.Get<string>(
            "(Run-It $d @{ ShareHolder = $custodians[0], $custodians[1], @{ Certificate = $custodians[4]; ShareFile = $files.Erin; "
                + "SharePassword = $words['Erin'] } }).Status"));
    }

    [Fact]
    public void AShareFileIsNeverOverwritten()
    {
        using var founded = RosterChange.Prepare();
        founded.Run("""
            [IO.File]::WriteAllText("$folder/erin.share", 'mine')
            $c = Sign (Change @{ Replace = @{ Erin = @{ Certificate = $custodians[4]; SigningOnly = $true } } }) 0, 1, 2, 4
            """);

        Assert.Equal(
            "FileExists",
            founded.Error("$c | Complete-TrstCeremony @share -ShareFile @{ Erin = \"$folder/erin.share\" } -SharePassword @{}"));
        Assert.Equal("mine", File.ReadAllText(founded.PathOf("erin.share")));
        Assert.Equal("1", founded.Get<string>("(Get-TrstRoster).Epoch"));
    }
}
