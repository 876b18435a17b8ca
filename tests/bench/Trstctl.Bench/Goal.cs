using System.Diagnostics;
using System.Globalization;

namespace Trstctl.Bench;

/// <summary>Something that is measured beside what it is held against, in turns, so that what else the machine does meets both.</summary>
/// <param name="Beside">What it is held against.</param>
/// <param name="Most">What the ratio of the two may be.</param>
/// <param name="Turn">Does both once, and returns how long each took.</param>
/// <param name="Turns">How often, unless that takes too long.</param>
internal sealed record Goal(string What, string Beside, double Most, Func<(TimeSpan Beside, TimeSpan Ours)> Turn, int Turns)
{
    /// <summary>Where a goal is not reached yet: what the ratio is known to be on a quiet machine; from twice that on it fails.</summary>
    public double? Reached { get; init; }

    // Where the machine is not quiet a figure is off, but hardly by as much, and not again and again.
    private const double Slack = 2;
    private const int Tries = 3;
    private const int LeastTurns = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(45);

    public static void PrintHead()
    {
        Console.WriteLine("| What | Beside | Beside, ms | Ours, ms | Ratio | Goal | |");
        Console.WriteLine("|---|---|--:|--:|--:|--:|---|");
    }

    /// <summary>Prints a line of the table; false where the ratio is over twice the goal, or what is reached of it, every time.</summary>
    public bool Run()
    {
        // The first turn is the compiler's.
        Turn();
        var (beside, ours) = Medians();
        for (var tries = 1; tries < Tries && ours / beside > Bound; tries++)
        {
            (beside, ours) = Medians();
        }

        var ratio = ours / beside;
        Console.WriteLine(string.Format(
            CultureInfo.InvariantCulture, "| {0} | {1} | {2:0.00} | {3:0.00} | {4:0.00} | {5:0.0} | {6} |",
            What, Beside, beside.TotalMilliseconds, ours.TotalMilliseconds, ratio, Most,
            ratio <= Most ? "ok" : ratio <= Bound ? "over" : "fails"));
        return ratio <= Bound;
    }

    private double Bound => Slack * Math.Max(Most, Reached ?? Most);

    private (TimeSpan Beside, TimeSpan Ours) Medians()
    {
        var (watch, taken) = (Stopwatch.StartNew(), new List<(TimeSpan Beside, TimeSpan Ours)>());
        while (taken.Count < Turns && (taken.Count < LeastTurns || watch.Elapsed < Longest))
        {
            taken.Add(Turn());
        }

        return (Median(taken.Select(t => t.Beside)), Median(taken.Select(t => t.Ours)));
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> taken) => taken.Order().ToArray() is var all ? all[all.Length / 2] : default;
}
