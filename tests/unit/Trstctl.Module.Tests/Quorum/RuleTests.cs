namespace Trstctl.Module.Tests.Quorum;

/// <summary>One test for each rule of design that was learnt from other people's defects; the name says the rule.</summary>
public sealed class RuleTests : IDisposable
{
    private readonly Founded founded = RosterChange.Prepare();

    public void Dispose() => founded.Dispose();

    [Fact]
    public void Rule01_AnApprovalSignsTheDigestOfEverythingThatWillRun()
    {
        founded.Run("""
            function Digest-Of([hashtable] $More) {
                (Start-It Intermediate (New-TrstCASpec 'CN=New' -Validity 5y @More) @{ Issuer = 'Parent' }).Purpose
            }
            $all = @(@{}, @{ KeyAlgorithm = 'ECDSA-P521' }, @{ PathLength = 1 }, @{ Custody = 'Quorum' } | ForEach-Object { Digest-Of $_ })
            $all += (Start-It Intermediate (New-TrstCASpec 'CN=New' -Validity 6y) @{ Issuer = 'Parent' }).Purpose
            $all += (Start-It Rotation Parent).Purpose
            $all += (Start-It Rotation Parent @{ Spec = New-TrstCASpec 'CN=Parent' -Validity 20y -KeyAlgorithm ECDSA-P521 }).Purpose
            $c = Start-It Rotation Parent; $d = Start-It Rotation Parent
            """);

        Assert.Equal(7, founded.Run("$all").Select(p => p.ToString()).Distinct().Count());
        Assert.Equal(
            "PlanDigestMismatch", founded.Error("$c | Approve-TrstCeremony -Certificate $custodians[0] -PlanDigest $d.PlanDigest"));
    }

    [Fact]
    public void Rule02_DistinctPeopleThenDistinctKeysAreCounted()
    {
        founded.Run("$c = Sign (Open-It) 0, 0, 1, 1");

        Assert.Equal("2 of 3", founded.Get<string>("$c.Approved"));
        Assert.Equal(
            "DuplicateCustodian", founded.Error("New-TrstRoster -Base (Get-TrstRoster) -Add @{ Certificate = $fay; Name = ' aLICE' }"));
        Assert.Equal(
            "DuplicateCustodian",
            founded.Error("New-TrstRoster -Base (Get-TrstRoster) -Add @{ Certificate = $custodians[0]; Name = 'Zoe' }"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Rule03_AThresholdIsMoreThanHalfAndAtMostAll(int threshold)
    {
        founded.Shell.Set("m", threshold);

        Assert.Equal("ThresholdOutOfRange", founded.Error("$custodians[0..4] | New-TrstRoster -Threshold $m"));
        Assert.Single(founded.Shell.RunCatching("$custodians[0..4] | New-TrstRoster -Threshold 5").Warnings);
        Assert.True(founded.Get<bool>("($custodians[0..4] | New-TrstRoster -Threshold 1 -Lab).IsLab"));
    }

    [Fact]
    public void Rule04_TheOpenerNeverCountsAndAStrangerCannotOpen()
    {
        founded.Run("$c = New-TrstCASpec 'CN=Z' -Validity 5y | Start-TrstCeremony Root -Certificate $custodians[0]");

        Assert.Equal("SelfApproval", founded.Error("Sign $c 0"));
        Assert.Equal("NotOnRoster", founded.Error("New-TrstCASpec 'CN=Z' -Validity 5y | Start-TrstCeremony Root -Certificate $fay"));
    }

    [Fact]
    public void Rule05_BothClocksAreInsideTheDigest()
    {
        founded.Run("$c = Open-It @{ GatherBy = '1h'; UseBy = '2h' }");

        Assert.Contains("sign by", founded.PlanOf("$c"));
        Assert.Contains("execute by", founded.PlanOf("$c"));
        Assert.Equal(
            4,
            founded.Get<int>(
                "@('1h', '1h'), @('1h', '2h'), @('2h', '1h'), @('2h', '2h') | ForEach-Object -Begin { $seen = @{} } { $seen[(Open-It "
                    + "@{ GatherBy = $_[0]; UseBy = $_[1] }).PlanDigest] = 1 } -End { $seen.Count }"));
    }

    [Fact]
    public void Rule06_AVetoEndsItAndAWithdrawalIsFinalAndBothStayInTheRecord()
    {
        founded.Run("""
            $denied, $less = 1, 2 | ForEach-Object { Sign (Open-It @{ Reason = "$_" }) 0, 1, 2 }
            $denied = $denied | Deny-TrstCeremony -Certificate $custodians[3] -Reason no -PlanDigest $denied.PlanDigest
            $less = $less | Revoke-TrstApproval -Certificate $custodians[0] -Reason no -PlanDigest $less.PlanDigest
            """);

        Assert.Equal("CeremonyNotPending", founded.Error("Run-It $denied"));
        Assert.Equal("QuorumNotMet", founded.Error("Run-It $less"));
        Assert.Equal("AlreadyDecided", founded.Error("Sign $less 0"));
        Assert.Equal(2, founded.Get<int>("@(Get-TrstEvent ceremony.denied, ceremony.withdrawn).Count"));
    }

    [Fact]
    public void Rule07_CancellingIsSignedAndBlocksNobodyElse()
    {
        founded.Run("$one, $two = 1, 2 | ForEach-Object { Sign (Open-It @{ Reason = \"$_\" }) 0, 1, 2 }");

        Assert.Equal("NotOpener", founded.Error("$one | Stop-TrstCeremony -Certificate $custodians[4] -Reason mine"));
        founded.Run("$null = $one | Stop-TrstCeremony -Certificate $ops -Reason done");
        Assert.Contains("\"cancellation\":\"MII", founded.Get<string>("($one | Get-TrstEvent ceremony.cancelled).Data"));
        Assert.Equal("Active", founded.Get<string>("(Run-It $two).Status"));
    }

    [Fact]
    public void Rule08_ARosterChangesByBothQuorumsAndProvenKeysAndTheEpochRises()
    {
        founded.Run("$c = Sign (Change @{ Add = $fay; Threshold = 4 }) 0, 1, 2, 3");

        Assert.Equal("QuorumNotMet", founded.Error("$c | Complete-TrstCeremony @share"));
        founded.Run("$null = Sign $c 5 | Complete-TrstCeremony @share");
        Assert.Equal("2", founded.Get<string>("(Get-TrstRoster).Epoch"));
    }

    [Fact]
    public void Rule09_TheFinalRecordHoldsWhoWasCounted()
    {
        founded.Run("$c = Sign (Open-It) 0, 2, 4; $null = Run-It $c");

        var done = founded.Get<string>("($c | Get-TrstEvent ceremony.completed).Data");
        Assert.All(new[] { "Alice", "Carol", "Erin" }, name => Assert.Contains(name, done));
        Assert.DoesNotContain("Bob", done);
        Assert.Equal("CeremonyNotPending", founded.Error("Sign $c 1"));
        Assert.Equal(
            "CeremonyNotPending",
            founded.Error("$c | Revoke-TrstApproval -Certificate $custodians[0] -Reason no -PlanDigest $c.PlanDigest"));
    }

    [Fact]
    public void Rule10_NewSharesAreProvedBeforeTheOldOnesRetire()
    {
        founded.Run("$c = Sign (Change @{ Replace = @{ Erin = @{ Certificate = $custodians[4]; SigningOnly = $true } } }) 0, 1, 2, 4");

        // The share's own medium cannot be written: nothing retires.
        Assert.NotNull(founded.Shell.ErrorIdOf(
            "$c | Complete-TrstCeremony @share -ShareFile @{ Erin = \"$folder/nowhere/erin.share\" } -SharePassword @{}"));
        // Nor where nobody would see its password.
        Assert.Equal(
            "SharePasswordUnseen", founded.Error("$c | Complete-TrstCeremony @share -ShareFile @{ Erin = \"$folder/erin.share\" }"));
        Assert.False(File.Exists(founded.PathOf("erin.share")));
        Assert.Equal("1", founded.Get<string>("(Get-TrstRoster).Epoch"));
        Assert.Equal(1, founded.Scalar<int>("SELECT MAX(generation) FROM sealed_keys"));
        Assert.Equal("Active", founded.Get<string>("(Run-It (Sign (Open-It) 0, 1, 2)).Status"));
    }

    [Fact]
    public void Rule11_AWrongKeysApprovalIsRejectedLoudlyAndRecorded()
    {
        founded.Run("$c = Open-It");

        Assert.Equal("NotOnRoster", founded.Error("$c | Approve-TrstCeremony -Certificate $fay -PlanDigest $c.PlanDigest"));
        Assert.Contains("NotOnRoster", founded.Get<string>("@($c | Get-TrstEvent ceremony.approval-rejected)[-1].Data"));
    }

    [Fact]
    public void Rule12_ThePersonIsToldWhoCanDoWhatByWhichCommand()
    {
        founded.Run("$c = Sign (Open-It) 0, 1");

        var advice = Assert.Throws<ShellException>(() => founded.Run("Run-It $c")).Error.ErrorDetails.RecommendedAction;
        Assert.Contains("Carol, Dave or Erin", advice);
        Assert.Contains("Approve-TrstCeremony", advice);
    }

    [Fact]
    public void Rule13_AFrozenTenantSignsNothing()
    {
        founded.Run("$c = Sign (Open-It) 0, 1, 2; $null = Suspend-TrstTenant -Confirm:$false -Reason lost -Certificate $custodians[4]");

        Assert.Equal("TenantSuspended", founded.Error("Run-It $c"));
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent key.*, ceremony.completed).Count"));
    }

    [Fact]
    public void Rule14_TheClockIsCheckedAndRecorded()
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var timed = new Founded(() => now);
        timed.Run("$c = Start-It Root (New-TrstCASpec 'CN=Z' -Validity 5y)");
        Assert.Equal(now, timed.Get<DateTime>("$c.Opened.ToUniversalTime()"), TimeSpan.FromSeconds(1));
        now -= TimeSpan.FromMinutes(61);
        Assert.Equal("ClockWentBackwards", timed.Error("Sign $c 0"));

        now += TimeSpan.FromDays(20);
        timed.Run("$null = Start-It Root (New-TrstCASpec 'CN=Z' -Validity 5y)");
        Assert.Equal(1, timed.Get<int>("@(Get-TrstEvent clock.gap).Count"));
    }

    /// <summary>The rule is about HSM objects, of which this version has none: their custody is refused by name.</summary>
    [Fact]
    public void Rule15_CustodyOfDevicesIsRefusedWhereThereIsNone()
    {
        var error = founded.Shell.RunCatching("Start-It Root (New-TrstCASpec 'CN=Z' -Validity 5y -Custody Pkcs11)").Errors[0];

        Assert.StartsWith("CannotConvertArgument", error.FullyQualifiedErrorId);
        Assert.Contains("Pkcs11", error.Exception.Message);
        Assert.Contains("Operational, Quorum", error.Exception.Message);
    }

    [Fact]
    public void Rule16_ALevelAndAThresholdFallOnlyWhereTheRosterSaysSo()
    {
        founded.Run("$null = Sign (Change @{ AllowOperationalRoot = $false; Threshold = 4 }) 0, 1, 2, 3 | Complete-TrstCeremony @share");

        Assert.Equal(
            "LevelForbidden",
            founded.Error("Start-It Rotation Parent @{ Spec = New-TrstCASpec 'CN=Parent' -Validity 20y -Custody Operational }"));
        Assert.Equal("ThresholdOutOfRange", founded.Error("New-TrstRoster -Base (Get-TrstRoster) -Threshold 2"));
        Assert.Contains("(was 4 of 5)", founded.PlanOf("(Change @{ Threshold = 3 })"));
    }
}
