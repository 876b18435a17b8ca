using System.Globalization;
using Xunit.Abstractions;

namespace Trstctl.Module.Tests.Store;

/// <summary>TRSTCTL_KILLS sets the number of kills an operation, TRSTCTL_SEED repeats a run.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Kills = Number("TRSTCTL_KILLS", 4);

    public static TheoryData<string> Operations => [.. KillLab.Operations];

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    public void IsAllOrNothingAtWhateverInstantAnOperationIsKilled(string operation)
    {
        using var lab = new KillLab(operation);
        var seed = Number("TRSTCTL_SEED", Environment.TickCount);
        var random = new Random(seed);
        var length = lab.Measure();
        lab.KillAt(0);
        Assert.True(Aftermath.Judge(lab, operation), "what nobody killed did not last");

        var (mid, done) = (0, 0);
        for (var i = 0; i < Kills; i++)
        {
            var kill = lab.KillAfter(length * random.NextDouble());
            mid += kill.MidWork ? 1 : 0;
            done += Aftermath.Judge(lab, operation) ? 1 : 0;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}, {length.TotalMilliseconds:0.0} ms: {Kills} kills, {mid} in the middle of the work, {done} found all of it and {Kills - done} nothing"));
        Assert.True(mid > 0, $"none of {Kills} kills hit the work");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
