using System.Diagnostics;

namespace Trstctl.Module.Tests.ShellBehaviours;

public sealed class StoppingTests
{
    /// <summary>
    /// The promise is a second, which only a machine that does nothing else can be held to; the bounded form shows that the stop
    /// arrives and ends what would go on.
    /// </summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(LongForm.Times(60, 1));

    [Fact]
    [Trait("Conformance", "P07")]
    public void WaitingStopsWithinASecondAndWithoutAnError()
    {
        using var founded = new Founded();
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y); $events = @(Get-TrstEvent).Count");

        var watch = new Stopwatch();
        var result = founded.Shell.RunStopping("$c | Wait-TrstCeremony", progress =>
        {
            watch.Start();
            return progress.Activity.StartsWith("Waiting for ceremony", StringComparison.Ordinal);
        });

        Assert.True(watch.Elapsed < Limit, $"It took {watch.Elapsed} to stop.");

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

        // Several, so that one is being made when the stop arrives after the first, however quick a key is.
        founded.Run("$all = 1..4 | ForEach-Object { Approved Root (New-TrstCASpec \"CN=Root $_\" -Validity 5y -KeyAlgorithm RSA-4096) }");

        var result = await Stop(founded, "$all | New-TrstRootCA | ForEach-Object { $null = $running.TrySetResult() }");

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
        var ceremonies = LongForm.Times(12, 60);
        founded.Run($"$spec = New-TrstCASpec 'CN=Root' -Validity 5y; $null = 1..{ceremonies} | ForEach-Object {{ Start-It Root $spec }}");

        var result = await Stop(founded, "while ($true) { $null = Test-TrstLedger; $null = $running.TrySetResult() }");

        Assert.True(result.WasStopped);
        Assert.Empty(result.Errors);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [Fact]
    [Trait("Conformance", "P07")]
    [Trait("Conformance", "S04")]
    public async Task WaitingForAnotherWriterStopsWithinASecondAndNothingIsDone()
    {
        using var founded = new Founded();
        founded.Run("$events = @(Get-TrstEvent).Count");
        var queue = founded.TenantFile + ".lock.queue";
        using (new FileStream(founded.TenantFile + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            // Its ticket is there once it waits.
            var watch = new Stopwatch();
            var stop = Task.Run(() =>
            {
                SpinWait.SpinUntil(() => Directory.Exists(queue) && Directory.GetFiles(queue).Length > 0);
                watch.Start();
            });
            var result = await Task.Run(() => founded.Shell.RunStopping(
                "$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)", stop));

            Assert.True(watch.Elapsed < Limit, $"It took {watch.Elapsed} to stop.");
            Assert.True(result.WasStopped);
            Assert.Empty(result.Errors);
            Assert.Empty(Directory.GetFiles(queue));
        }

        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent).Count - $events"));
        Assert.Equal("Pending", founded.Get<string>("(Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)).Status"));
    }

    // Once the script says that it is running.
    private static async Task<ShellResult> Stop(Founded founded, string script)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = new Stopwatch();
        founded.Shell.Set("running", running);
        var stop = running.Task.ContinueWith(_ => watch.Start(), TaskScheduler.Default);
        var result = await Task.Run(() => founded.Shell.RunStopping(script, stop));
        Assert.True(watch.Elapsed < Limit, $"It took {watch.Elapsed} to stop.");
        return result;
    }
}
