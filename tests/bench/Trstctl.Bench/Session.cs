using Trstctl.Authorities;
using Trstctl.Ceremonies;

namespace Trstctl.Bench;

/// <summary>The processor time of each act of one connection, over and over: a plan opened, shown, approved and run.</summary>
internal static class Session
{
    public static void Run(int times)
    {
        using var bench = new Bench(2, 3);
        for (var i = 0; i < 10; i++)
        {
            bench.Execute(bench.Approve(bench.StartRoot($"Warm {i}", CustodyKind.Operational)));
        }

        var open = new List<CeremonyRecord>();
        Figures.Processor("Start", times, () => open.Add(bench.StartRoot($"Root {open.Count}", CustodyKind.Operational)));
        Figures.Processor("Review", times, Each(open, ceremony => bench.Review(ceremony)));
        Figures.Processor("Decide", times, Each(open, ceremony => bench.ApproveAs(0, ceremony)));
        Figures.Processor("Decide, the last", times, Each(open, ceremony => bench.ApproveAs(1, ceremony)));
        Figures.Processor("Execute, an ECDSA-P384 key", times, Each(open, bench.Execute));
    }

    private static Action Each(List<CeremonyRecord> all, Action<CeremonyRecord> act)
    {
        var next = 0;
        return () => act(all[next++]);
    }
}
