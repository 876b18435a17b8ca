using System.Diagnostics;

namespace Trstctl.Module.Tests.ShellBehaviours;

public sealed class StoppingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Conformance", "P07")]
    public async Task WaitingStopsWithinASecondAndWithoutAnError()
    {
        using var founded = new Founded();
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y); $events = @(Get-TrstEvent).Count");

        var result = await Stop(founded, "$c | Wait-TrstCeremony");

        Assert.True(result.WasStopped);
        Assert.Empty(result.Errors);
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
        Assert.Equal("1 of 3", founded.Get<string>("(Sign $c 1).Approved"));
    }

    [Fact]
    [Trait("Conformance", "P07")]
    [Trait("Conformance", "Q12")]
    public async Task MakingAKeyStopsWithinASecondAndLeavesTheCeremonyUsable()
    {
        using var founded = new Founded();

        // Several, so that one is being made when the stop arrives, however quick a key is.
        founded.Run("$all = 1..4 | ForEach-Object { Approved Root (New-TrstCASpec \"CN=Root $_\" -Validity 5y -KeyAlgorithm RSA-4096) }");

        var result = await Stop(founded, "$all | New-TrstRootCA");

        Assert.True(result.WasStopped);
        Assert.Empty(result.Errors);
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent ceremony.refused).Count"));
        Assert.Equal("Active", founded.Get<string>("(@(Get-TrstCeremony -Status Ready)[-1] | New-TrstRootCA).Status"));
        Assert.Equal(
            founded.Get<int>("@(Get-TrstCA).Count"), founded.Get<int>("@(Get-TrstCeremony -Operation Root -Status Completed).Count"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "P07")]
    public async Task VerifyingTheLedgerStopsWithinASecond()
    {
        using var founded = new Founded();
        founded.Run("$spec = New-TrstCASpec 'CN=Root' -Validity 5y; $null = 1..60 | ForEach-Object { Start-It Root $spec }");

        var result = await Stop(founded, "while ($true) { $null = Test-TrstLedger }");

        Assert.True(result.WasStopped);
        Assert.Empty(result.Errors);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    private static async Task<ShellResult> Stop(Founded founded, string script)
    {
        var running = new TaskCompletionSource();
        var watch = new Stopwatch();
        founded.Shell.Set("running", running);
        var stop = running.Task.ContinueWith(async _ =>
        {
            await Task.Delay(300);
            watch.Start();
        }).Unwrap();
        var result = await Task.Run(() => founded.Shell.RunStopping("$running.SetResult(); " + script, stop));
        Assert.True(watch.Elapsed < Limit, $"It took {watch.Elapsed} to stop.");
        return result;
    }
}
