namespace Trstctl.History.Snapshots;

/// <summary>What changed in a verified ledger from one size to another, written into a snapshot.</summary>
internal sealed class SnapshotWriter(SnapshotFile file, VerifiedLedger ledger, long from, long to)
{
    public void Write(byte[] head)
    {
        foreach (var document in Changed())
        {
            Put(document);
        }

        for (var leaf = from; leaf < to; leaf++)
        {
            PutNodes(leaf);
        }

        foreach (var (size, time) in PastTime.Between(from, to, ledger.Replay.Times))
        {
            file.PutTime(size, UtcTime.Format(time));
        }

        foreach (var item in ledger.VoidsFrom(from).TakeWhile(v => v.Sequence < to))
        {
            file.PutVoid(item.Sequence, item.ToBytes());
        }

        file.PutHead(head);
    }

    // As the last of these events left them.
    private IEnumerable<Document> Changed()
    {
        var last = new Dictionary<(string, string), Document>();
        foreach (var (sequence, document) in ledger.Changes)
        {
            if (sequence < to)
            {
                last[(document.Kind, document.Id)] = document;
            }
        }

        return last.Values;
    }

    private void Put(Document document)
    {
        var ceremony = document as CeremonyRecord;
        var before = file.Find(document.Kind, document.Id) is { } body
            ? DocumentCatalogue.Read(document.Kind, body, () => ceremony!.Plan).IndexedBy
            : [];
        file.Put(document.Kind, document.Id, document.ToBytes(), before, document.IndexedBy);
        if (ceremony is not null && file.Find(SnapshotState.PlanKind, document.Id) is null)
        {
            file.Put(SnapshotState.PlanKind, document.Id, ceremony.PlanBytes, [], []);
        }
    }

    // The leaf, and each subtree that it completes.
    private void PutNodes(long leaf)
    {
        var (level, index) = (0, leaf);
        file.PutNode(level, index, ledger.Nodes.Get(level, index));
        while ((index & 1) == 1)
        {
            (level, index) = (level + 1, index >> 1);
            file.PutNode(level, index, ledger.Nodes.Get(level, index));
        }
    }
}
