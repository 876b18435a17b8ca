using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;

namespace Trstctl.Bench;

/// <summary>
/// What the shares cost: opening a P-384 key and using it once, from the request to the commit, all custodians at one console;
/// and a roster change that shares every key anew.
/// </summary>
internal static class DualLock
{
    public static void Run(int keys)
    {
        foreach (var (needed, voters, rsa) in new[] { (3, 5, false), (3, 5, true), (9, 16, false), (9, 16, true) })
        {
            Open(needed, voters, rsa);
        }

        Share(keys, 3, 5);
        Share(keys, 9, 16);
    }

    private static void Open(int needed, int voters, bool rsa)
    {
        const int Times = 11;
        using var bench = new Bench(needed, voters, rsa);
        bench.Execute(bench.Approve(bench.StartRoot("Root", CustodyKind.Quorum)));
        var approved = new Queue<CeremonyRecord>(Enumerable.Range(0, Times + 1).Select(i => bench.Approve(bench.Start(
            new CeremonyRequest {
                Operation = "Intermediate", Issuer = "Root",
                Spec = new CASpecInput { Subject = $"CN=Sub {i}", Validity = "5y" }.Build() }))));
        bench.Execute(approved.Dequeue());
        Figures.Spread(
            $"open and use, {needed} of {voters}, {(rsa ? "RSA-3072" : "P-256")} cards", Times, () => bench.Execute(approved.Dequeue()));
    }

    private static void Share(int keys, int needed, int voters)
    {
        using var bench = new Bench(needed, voters);
        Figures.Rate($"keys made and dealt, {needed} of {voters}", Figures.Time(() =>
        {
            for (var i = 0; i < keys; i++)
            {
                bench.Execute(bench.Approve(bench.StartRoot($"Root {i}", CustodyKind.Quorum)));
            }
        }), keys);
        var change = bench.Approve(
            bench.Start(new CeremonyRequest { Operation = "Roster", Roster = bench.Roster(needed + 1) }), needed + 1);
        Figures.Rate($"keys shared anew, {needed} to {needed + 1} of {voters}", Figures.Time(() => bench.Execute(change)), keys);
    }
}
