using System.Reflection;
using Trstctl.History;
using Trstctl.Ledger;
using Trstctl.State;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>A verified ledger as it was before each transaction, to go on from: a case replays what was edited, and not what stands before
/// it.</summary>
internal sealed class LedgerCopies
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private readonly SortedList<long, VerifiedLedger> before = [];

    public LedgerCopies(StoredRows rows, string tenant)
    {
        var ledger = new VerifiedLedger(tenant);
        var part = rows.Copy();
        part.Events.Clear();
        part.Checkpoints.Clear();
        before[0] = Copy(ledger);
        foreach (var (size, note) in rows.Checkpoints)
        {
            for (var i = ledger.Size; i < size; i++)
            {
                part.Events.Add(i, rows.Events[i]);
            }

            part.Checkpoints.Add(size, note);
            ledger.Advance(part);
            before[size] = Copy(ledger);
        }

        Whole = before.Values[^1];
    }

    public VerifiedLedger Whole { get; }

    /// <summary>One that has not seen the event yet.</summary>
    public VerifiedLedger Before(long sequence) => Copy(before.Values.Last(ledger => ledger.Size <= Math.Max(0, sequence)));

    private static VerifiedLedger Copy(VerifiedLedger from)
    {
        var copy = new VerifiedLedger(from.TenantId);
        var nodes = new CompleteSubtrees((CompleteSubtrees)Get(from, "nodes")!);
        var state = new StateBranch(new MemoryProjection(), _ => { });
        from.Everything.ToList().ForEach(state.Put);
        Set(copy, "nodes", nodes);
        Set(copy, "tree", new MerkleTree(nodes, from.Size));
        Set(copy, "state", state);
        Set(copy, "note", Get(from, "note")!);
        ((List<VoidEvent>)Get(copy, "voids")!).AddRange(from.Voids);
        ((List<long>)Get(copy, "restorations")!).AddRange((List<long>)Get(from, "restorations")!);

        // As Replay.Branch makes it, but for whose points count as seen.
        var replay = new Replay(from.TenantId, state, copy.Contains);
        Set(replay, "times", Get(from.Replay, "times"));
        ((List<long>)Get(replay, "voids")!).AddRange((List<long>)Get(from.Replay, "voids")!);
        typeof(Replay).GetProperty(nameof(Replay.Founding), Any)!.SetValue(replay, from.Replay.Founding);
        typeof(Replay).GetProperty(nameof(Replay.Time), Any)!.SetValue(replay, from.Replay.Time);
        typeof(VerifiedLedger).GetProperty(nameof(VerifiedLedger.Replay), Any)!.SetValue(copy, replay);
        return copy;
    }

    private static object? Get(object item, string field) => item.GetType().GetField(field, Any)!.GetValue(item);

    private static void Set(object item, string field, object? value) => item.GetType().GetField(field, Any)!.SetValue(item, value);
}
