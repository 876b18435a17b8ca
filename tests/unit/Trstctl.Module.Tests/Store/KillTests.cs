using Xunit.Abstractions;

namespace Trstctl.Module.Tests.Store;

/// <summary>
/// Kills an operation in a process of its own at an instant that the seed draws: a founding once, since it has no store yet that could
/// count its persistence points, and with TRSTCTL_LONG=1 every operation TRSTCTL_KILLS times.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    public static TheoryData<string> Operations => [.. KillLab.Operations.Where(operation => LongForm.On || operation == "initialize")];

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    public void IsAllOrNothingAtWhateverInstantAnOperationIsKilled(string operation)
    {
        using var lab = new KillLab(operation);
        var seed = LongForm.Seed();
        var random = new Random(seed);
        var (mid, done) = (0, 0);
        var kills = LongForm.Times("TRSTCTL_KILLS", 1, 20);
        for (var i = 0; i < kills; i++)
        {
            mid += lab.KillAtInstant(random.NextDouble()).MidWork ? 1 : 0;
            done += Aftermath.Judge(lab, operation) ? 1 : 0;
        }

        // Whether an instant hits the work is luck, and said; what stands on the disk afterwards is not.
        output.WriteLine($"seed {seed}: {kills} kills, {mid} in the middle of the work, {done} found all of it, {kills - done} nothing");
    }
}
