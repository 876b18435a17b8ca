using Xunit.Abstractions;

namespace Trstctl.Module.Tests.Store;

/// <summary>
/// Kills an operation in a process of its own, once, at a persistence point that the seed draws. TRSTCTL_LONG=1 kills at any instant
/// as well, TRSTCTL_KILLS times.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    public static TheoryData<string> Operations => [.. KillLab.Operations];

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

        // A founding has no store yet that could count its points.
        var byInstant = operation == "initialize";
        if (!byInstant)
        {
            Assert.True(lab.KillAtPoint(random.NextDouble()).MidWork);
            Aftermath.Judge(lab, operation);
        }

        var kills = byInstant || LongForm.On ? LongForm.Times("TRSTCTL_KILLS", 1, 20) : 0;
        for (var i = 0; i < kills; i++)
        {
            mid += lab.KillAtInstant(random.NextDouble()).MidWork ? 1 : 0;
            done += Aftermath.Judge(lab, operation) ? 1 : 0;
        }

        // Whether an instant hits the work is luck, and said; what stands on the disk afterwards is not.
        output.WriteLine($"seed {seed}: {kills} kills, {mid} in the middle of the work, {done} found all of it, {kills - done} nothing");
    }
}
