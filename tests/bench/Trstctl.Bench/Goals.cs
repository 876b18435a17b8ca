using System.Globalization;

namespace Trstctl.Bench;

/// <summary>What an act may cost, each goal beside the bare work or the empty store that it is held against: docs/performance.md.</summary>
internal static class Goals
{
    /// <param name="args">short; --store and a folder, which is kept; --only and a part of the lines' names; authorities; events: each may
    /// be absent.</param>
    /// <returns>1 where something costs more than twice its goal.</returns>
    public static int Run(IReadOnlyList<string> args)
    {
        var isShort = args.Contains("short");
        var (place, only) = (After(args, "--store"), After(args, "--only"));
        var sizes = args
            .Where(arg => arg.All(char.IsAsciiDigit))
            .Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))
            .ToArray();
        var authorities = sizes.Length > 0 ? sizes[0] : isShort ? 150 : 10_000;
        var events = sizes.Length > 1 ? sizes[1] : 10 * authorities;
        using var big = Bench.At(place, 2, 3);
        Console.Error.WriteLine($"Filled in {Figures.Time(() => Filling.Fill(big, authorities, events)).TotalSeconds:0} s.");
        using var acts = new ActGoals();
        using var flat = new FlatGoals(big);
        var turns = isShort ? 15 : 61;
        Goal.PrintHead();

        // Each has its line, whatever became of those before.
        return acts.All(turns)
            .Concat(new ReplayGoals(big).All(isShort ? 5 : 3))
            .Concat(flat.All(turns))
            .Where(goal => only is null || goal.What.Contains(only, StringComparison.Ordinal))
            .Select(goal => goal.Run())
            .ToArray()
            .All(held => held) ? 0 : 1;
    }

    private static string? After(IReadOnlyList<string> args, string option) =>
        args.SkipWhile(arg => arg != option).Skip(1).FirstOrDefault();
}
