namespace Trstctl.Module.Tests.Negatives;

public sealed class ClockTests : IDisposable
{
    private const string Reconnect = "Disconnect-TrstStore; $store = Connect-TrstStore \"$folder/store\" @opening";
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private DateTime now = DateTime.UtcNow.AddMinutes(10);
    private readonly Founded founded;

    public ClockTests() => founded = new Founded(() => now);

    public void Dispose() => founded.Dispose();

    [Fact]
    [Trait("Conformance", "N19")]
    public void ASilenceOfWeeksIsWarnedOfAndNotedAndRefusesNothing()
    {
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y) @{ GatherBy = '60d' }");
        now += TimeSpan.FromDays(15);

        Assert.Contains("Nobody signed anything here since", Assert.Single(founded.Shell.RunCatching(Reconnect).Warnings));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent clock.gap).Count"));
        founded.Run("$null = Sign $c 0, 1, 2 | New-TrstRootCA");

        Assert.StartsWith("host:", founded.Get<string>("(Get-TrstEvent clock.gap).Actor"));
        Assert.Empty(founded.Shell.RunCatching(Reconnect).Warnings);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "N19")]
    public void ASilenceOfDaysIsTime()
    {
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)");
        now += TimeSpan.FromDays(13);

        Assert.Empty(founded.Shell.RunCatching(Reconnect).Warnings);
        Assert.Equal("1 of 3", founded.Get<string>("(Sign $c 0).Approved"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent clock.gap).Count"));
    }

    [Fact]
    [Trait("Conformance", "N19")]
    public void AHostWithinTheHourWorksAndTheLedgersTimeNeverFalls()
    {
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)");

        now -= TimeSpan.FromMinutes(59);
        founded.Run("$c = Sign $c 0, 1, 2; $root = $c | New-TrstRootCA");

        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        Assert.Equal(
            0,
            founded.Get<int>(
                "$times = @(Get-TrstEvent | ForEach-Object Time); @(1..($times.Count - 1) | Where-Object { $times[$_] -lt $times[$_ - "
                    + "1] }).Count"));
        now -= TimeSpan.FromMinutes(2);
        Assert.Equal("ClockWentBackwards", founded.Error("Start-It Root (New-TrstCASpec 'CN=Two' -Validity 5y)"));
    }

    /// <summary>Who connects is told at once, reads as ever, and adds nothing until the clock is right.</summary>
    [Theory]
    [InlineData(59, false)]
    [InlineData(61, true)]
    [Trait("Conformance", "N19")]
    public void AHostThatIsMoreThanAnHourBehindIsToldSoWhenItConnects(int minutes, bool told)
    {
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y); $events = @(Get-TrstEvent).Count");
        now -= TimeSpan.FromMinutes(minutes);

        var warnings = founded.Shell.RunCatching(Reconnect).Warnings;
        Assert.Equal(told ? 1 : 0, warnings.Count);
        Assert.All(warnings, text => Assert.Contains($"the clock reads {now:yyyy-MM-dd HH:mm}", text));
        Assert.Equal("Pending", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));

        if (told)
        {
            Assert.Equal("ClockWentBackwards", founded.Error("Sign $c 0"));
            Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
            now += TimeSpan.FromMinutes(minutes);
            Assert.Empty(founded.Shell.RunCatching(Reconnect).Warnings);
        }

        Assert.Equal("1 of 3", founded.Get<string>("(Sign $c 0).Approved"));
    }

    /// <summary>Nothing refuses a clock that is ahead: who only looks sees the end of what goes on for the others,
    /// and ends nothing.</summary>
    [Fact]
    [Trait("Conformance", "N19")]
    public void AHostThatIsHoursAheadSeesTheEndOfACeremonyThatGoesOnForTheOthers()
    {
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y) @{ GatherBy = '1h' }; $events = @(Get-TrstEvent).Count");
        now += TimeSpan.FromHours(2);

        Assert.Empty(founded.Shell.RunCatching(Reconnect).Warnings);
        Assert.Equal("Expired", founded.Get<string>("(Get-TrstCeremony $c).Status"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
        now -= TimeSpan.FromHours(2);

        Assert.Empty(founded.Shell.RunCatching(Reconnect).Warnings);
        Assert.Equal("Active", founded.Get<string>("(Sign $c 0, 1, 2 | New-TrstRootCA).Status"));
    }

    [Fact]
    [Trait("Conformance", "N19")]
    [Trait("Conformance", "R18")]
    public void AQuorumPutsBackATimeThatOneHostMovedAYearAhead()
    {
        founded.Run("$ready = Sign (Start-It Root (New-TrstCASpec 'CN=Ready' -Validity 5y)) 0, 1, 2");
        SuspendAYearAhead();

        var warning = Assert.Single(founded.Shell.RunCatching(Reconnect).Warnings);
        Assert.Contains("The latest signed statement is of", warning);
        Assert.Contains("Start-TrstCeremony CorrectClock", warning);
        Assert.Equal(now + Year, founded.Get<DateTime>("(Get-TrstTenant).LedgerTime.ToUniversalTime()"), TimeSpan.FromMinutes(1));
        Assert.Equal("ClockWentBackwards", founded.Error("Start-TrstCeremony Resume"));
        Assert.Equal("ClockWentBackwards", founded.Error("$ready | New-TrstRootCA"));

        founded.Run("$c = Start-TrstCeremony CorrectClock");
        Assert.Matches(@"HIS\s+KEY\s+IS\s+RETIRED", founded.PlanOf("$c"));
        founded.Run("$c = Sign $c 0, 1");
        Assert.Equal("QuorumNotMet", founded.Error("$c | Complete-TrstCeremony"));
        founded.Run("$tenant = (Sign $c 2 | Complete-TrstCeremony -Operation CorrectClock).Result[0]");

        Assert.Equal(now, founded.Get<DateTime>("$tenant.LedgerTime.ToUniversalTime()"), TimeSpan.FromMinutes(1));
        Assert.Equal("Voided", founded.Get<string>("(Get-TrstCeremony $ready).Status"));
        Assert.NotNull(founded.Get<object>("(Get-TrstRoster).Custodian.Where({ $_.Name -eq 'Erin' })[0].Retired"));
        Assert.Equal("Suspended", founded.Get<string>("(Get-TrstTenant).Status"));
        founded.Run("$null = Sign (Start-TrstCeremony Resume) 0, 1, 2 | Complete-TrstCeremony; $null = Make-Root 'CN=After'");
        Assert.Empty(founded.Shell.RunCatching(Reconnect).Warnings);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "R18")]
    public void AKeyThatIsNamedStaysInUse()
    {
        SuspendAYearAhead();

        Assert.Equal("InvalidArgument", founded.Error("Start-TrstCeremony CorrectClock -KeepKey Alice"));
        founded.Run("$c = Start-TrstCeremony CorrectClock -KeepKey Erin");
        Assert.DoesNotContain("RETIRED", founded.PlanOf("$c"));
        founded.Run("$null = Sign $c 0, 1, 2 | Complete-TrstCeremony");

        Assert.Empty(founded.Run("(Get-TrstRoster).Custodian | Where-Object Retired"));
    }

    [Fact]
    public void NothingIsPutBackWhereTheTimeIsRightAndNothingForeignIsTaken()
    {
        Assert.Equal("ClockNotAhead", founded.Error("Start-TrstCeremony CorrectClock"));
        Assert.Equal("ParameterForeign", founded.Error("Start-TrstCeremony CorrectClock 'CN=Root'"));
        Assert.Equal("ParameterForeign", founded.Error("Start-TrstCeremony Resume -KeepKey Erin"));
        Assert.Contains("CorrectClock", founded.Run("""
            $line = 'Start-TrstCeremony Corr'
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
            """).Select(found => found.ToString()));
    }

    private void SuspendAYearAhead()
    {
        now += Year;
        founded.Run("$null = Suspend-TrstTenant -Confirm:$false -Reason 'wrong year' -Certificate $custodians[4]");
        now -= Year;
    }
}
