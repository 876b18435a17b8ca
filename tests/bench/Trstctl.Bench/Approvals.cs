using Trstctl.Authorities;

namespace Trstctl.Bench;

/// <summary>
/// Ceremonies opened, approved and executed in one store, one after another, beside bare durable commits in the same run.
/// </summary>
internal static class Approvals
{
    public static void Run(int ceremonies)
    {
        using var bench = new Bench(3, 5);
        Commits.Print(bench.Folder, "bare durable commits", 2000);
        var open = Array.Empty<Trstctl.Ceremonies.CeremonyRecord>();
        var opening = Figures.Time(
            () => open = [.. Enumerable.Range(0, ceremonies).Select(i => bench.StartRoot($"Root {i}", CustodyKind.Operational))]);
        Figures.Rate("ceremonies opened", opening, ceremonies);
        Figures.Rate("approvals", Figures.Time(() => Array.ForEach(open, c => bench.Approve(c))), ceremonies * bench.Needed);
        Figures.Rate("roots made (ECDSA-P384)", Figures.Time(() => Array.ForEach(open, bench.Execute)), ceremonies);
        Commits.Print(bench.Folder, "bare durable commits, again", 2000);
    }
}
