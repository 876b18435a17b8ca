using System.Globalization;

namespace Trstctl.Bench;

/// <summary>What an act may cost, each goal beside the bare work or the empty store that it is held against: docs/performance.md.</summary>
internal static class Goals
{
    /// <param name="args">short, --store folder, authorities, events; each may be absent.</param>
    /// <returns>1 where something costs more than twice its goal.</returns>
    public static int Run(IReadOnlyList<string> args)
    {
        var isShort = args.Contains("short");
        var place = args.SkipWhile(arg => arg != "--store").Skip(1).FirstOrDefault();
        var sizes = args
            .Where(arg => int.TryParse(arg, NumberStyles.None, CultureInfo.InvariantCulture, out _) && arg != place)
            .Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))
            .ToArray();
        var authorities = sizes.Length > 0 ? sizes[0] : isShort ? 150 : 10_000;
        var events = sizes.Length > 1 ? sizes[1] : 10 * authorities;
        using var big = Bench.At(place, 2, 3);
        Console.Error.WriteLine($"Filled in {Figures.Time(() => Filling.Fill(big, authorities, events)).TotalSeconds:0} s.");
        Goal.PrintHead();
        var turns = isShort ? 15 : 61;
        return Acts(turns) & Replays(big, isShort ? 5 : 3) & Flat(big, turns) ? 0 : 1;
    }

    private static bool Acts(int turns)
    {
        using var acts = new ActGoals();
        return All(acts.All(turns));
    }

    private static bool Replays(Bench big, int turns) => All(new ReplayGoals(big).All(turns));

    private static bool Flat(Bench big, int turns)
    {
        using var flat = new FlatGoals(big);
        return All(flat.All(turns));
    }

    // Each has its line, whatever became of those before.
    private static bool All(IEnumerable<Goal> goals) => goals.Select(goal => goal.Run()).ToArray().All(held => held);
}
