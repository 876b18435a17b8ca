namespace Trstctl.Module.Tests.Negatives;

public sealed class ClockTests
{
    [Fact]
    [Trait("Conformance", "N19")]
    public void AJumpOfMoreThanADayAppendsNothing()
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var founded = new Founded(() => now);
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)) 0, 1, 2; $events = @(Get-TrstEvent).Count");

        now += TimeSpan.FromHours(24) + TimeSpan.FromMinutes(2);

        foreach (var act in new[] {
            "Sign $c 3", "$c | New-TrstRootCA", "Start-It Root (New-TrstCASpec 'CN=Two' -Validity 5y)",
            "$c | Stop-TrstCeremony -Certificate $ops -Reason no" })
        {
            Assert.Equal("ClockJumped", founded.Error(act));
        }

        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
        founded.Run(
            "Disconnect-TrstStore; $store = Connect-TrstStore \"$folder/store\" @opening -AcceptClock; $null = $c | New-TrstRootCA");
        Assert.Equal(1, founded.Get<int>("@(Get-TrstEvent clock.corrected).Count"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "N19")]
    public void AStepOfLessThanADayIsTime()
    {
        var now = DateTime.UtcNow.AddMinutes(1);
        using var founded = new Founded(() => now);
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)");

        now += TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1);

        Assert.Equal("1 of 3", founded.Get<string>("(Sign $c 0).Approved"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent clock.corrected).Count"));
    }

    [Fact]
    [Trait("Conformance", "N19")]
    public void AHostWithinTheSkewWorksAndTheLedgersTimeNeverFalls()
    {
        var now = DateTime.UtcNow.AddMinutes(10);
        using var founded = new Founded(() => now);
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)");

        now -= TimeSpan.FromMinutes(5);
        founded.Run("$c = Sign $c 0, 1, 2; $root = $c | New-TrstRootCA");

        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        Assert.Equal(
            0,
            founded.Get<int>(
                "$times = @(Get-TrstEvent | ForEach-Object Time); @(1..($times.Count - 1) | Where-Object { $times[$_] -lt $times[$_ - "
                    + "1] }).Count"));
        now -= TimeSpan.FromMinutes(1);
        Assert.Equal("ClockWentBackwards", founded.Error("Start-It Root (New-TrstCASpec 'CN=Two' -Validity 5y)"));
    }
}
