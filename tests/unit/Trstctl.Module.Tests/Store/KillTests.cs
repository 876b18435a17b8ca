using System.Globalization;
using Xunit.Abstractions;

namespace Trstctl.Module.Tests.Store;

public sealed class KillTests(ITestOutputHelper output) : RandomKills(output)
{
    [Fact]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    public void IsAllOrNothingAtWhateverInstantAnOperationIsKilled()
    {
        using var lab = KillLab.OfOperations();
        Kill(lab, ["start", "approve", "deny", "root", "intermediate", "rotation", "cross-sign", "quorum-root", "quorum-intermediate", "reshare", "destroy", "suspend"], Kills);
    }
}

public sealed class TenantKillTests(ITestOutputHelper output) : RandomKills(output)
{
    [Fact]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    public void IsAllOrNothingAtWhateverInstantTheFoundingIsKilled()
    {
        using var lab = KillLab.OfGenesis();
        Kill(lab, ["roster"], Kills / 7);
    }

    [Fact]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    public void IsAllOrNothingAtWhateverInstantAResumptionIsKilled()
    {
        using var lab = KillLab.OfSuspension();
        Kill(lab, ["resume"], Kills / 10);
    }

    [Fact]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    public void LeavesAStoreOrAFreePlaceAtWhateverInstantTheInitializationIsKilled()
    {
        using var lab = KillLab.OfInitialization();
        Kill(lab, ["initialize"], Kills / 4);
    }
}

/// <summary>TRSTCTL_KILLS sets the number of kills, TRSTCTL_SEED repeats a run.</summary>
public abstract class RandomKills(ITestOutputHelper output)
{
    protected static int Kills { get; } = Number("TRSTCTL_KILLS", 150);

    private protected void Kill(KillLab lab, string[] operations, int kills)
    {
        var seed = Number("TRSTCTL_SEED", Environment.TickCount);
        var random = new Random(seed);
        var lengths = operations.ToDictionary(o => o, o => Enumerable.Range(0, 3).Max(_ => lab.Measure(o)));
        foreach (var operation in operations)
        {
            lab.KillAt(operation, 0);
            Assert.True(Aftermath.Judge(lab, operation), $"{operation} that nobody killed did not last");
        }

        var (mid, done) = (0, 0);
        for (var i = 0; i < kills; i++)
        {
            var operation = operations[i % operations.Length];
            var kill = lab.KillAfter(operation, lengths[operation] * (random.NextDouble() * 1.5));
            mid += kill.MidWork ? 1 : 0;
            done += Aftermath.Judge(lab, operation) ? 1 : 0;
        }

        output.WriteLine($"seed {seed}: {kills} kills, {mid} in the middle of the work, {done} found all of it and {kills - done} nothing; "
            + string.Join(", ", lengths.Select(l => $"{l.Key} {l.Value.TotalMilliseconds:0.0} ms")));
        Assert.True(mid >= kills / 3, $"only {mid} of {kills} kills hit the work");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
