using System.Diagnostics;
using Xunit.Abstractions;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>
/// Everything that reads bytes or text from outside gives a result or a refusal of ours, whatever it is given. TRSTCTL_FUZZ says how many
/// cases each takes, TRSTCTL_SEED begins elsewhere.
/// </summary>
public sealed class ParserFuzzTests(ITestOutputHelper output)
{
    public static TheoryData<string> Parsers => [.. ParserTargets.All.Value.Keys];

    [Theory]
    [MemberData(nameof(Parsers))]
    [Trait("Conformance", "F09")]
    public void ReadsOrRefuses(string parser)
    {
        var target = ParserTargets.All.Value[parser]();
        var watch = Stopwatch.StartNew();
        var cases = target.Run(FuzzTarget.Cases(target.Bounded), FuzzTarget.Seed);
        output.WriteLine($"{parser}: {cases} cases in {watch.Elapsed.TotalSeconds:F1} s, TRSTCTL_SEED={FuzzTarget.Seed}");
    }
}
