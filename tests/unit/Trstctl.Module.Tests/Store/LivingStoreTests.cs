using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Trstctl.Module.Tests.Store;

/// <summary>
/// One store that goes on living while process after process is killed at it, all operations among each other: a few kills, and with
/// TRSTCTL_LONG=1 a thousand, as tests/kills.sh does.
/// </summary>
public sealed class LivingStoreTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    public async Task IsAllOrNothingAfterEveryKillOfAStoreThatGoesOn()
    {
        var kills = LongForm.Times("TRSTCTL_LIVING_KILLS", 5, 1000).ToString(CultureInfo.InvariantCulture);
        var seed = LongForm.Seed().ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(BuildOutput.KillTarget, "Trstctl.KillTarget.dll"), "living", kills, seed])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.WriteLine(said + await errors);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains($"{kills} kills, 0 halves", said);
    }
}
