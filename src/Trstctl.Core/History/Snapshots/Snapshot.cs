namespace Trstctl.History.Snapshots;

/// <summary>The state of a ledger as this client verified it up to some size (PROTOCOL section 5a), read piece by piece: opening it costs
/// the same however much it holds. The gate takes nothing from it (<see cref="SnapshotProof"/>).</summary>
internal sealed class Snapshot : IMerkleNodes, IDisposable
{
    private readonly SnapshotFile file;

    private Snapshot(SnapshotFile file, SnapshotHead head, byte[] headBytes)
    {
        this.file = file;
        Head = head;
        HeadBytes = headBytes;
        State = new SnapshotState(file);
    }

    public SnapshotHead Head { get; }

    public byte[] HeadBytes { get; }

    public long Size => Head.Point.Size;

    public SnapshotState State { get; }

    /// <summary>The rosters from the first one on that this process proved itself from the store's events.</summary>
    public List<RosterRecord> Rosters { get; } = [];

    /// <summary>The ceremonies whose consent it proved so.</summary>
    public Dictionary<string, CompletedPlan> Proved { get; } = new(StringComparer.Ordinal);

    /// <summary>Null where there is none.</summary>
    /// <exception cref="SnapshotUnusable">Another tenant's or build's, or damaged.</exception>
    public static Snapshot? Open(string path, string tenantId)
    {
        if (SnapshotFile.Open(path) is not { } file)
        {
            return null;
        }

        try
        {
            var bytes = file.Head() ?? throw new SnapshotUnusable("it was never written to its end");
            var snapshot = new Snapshot(file, Read(bytes), bytes);
            snapshot.DemandOf(tenantId);
            return snapshot;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static SnapshotHead Read(byte[] head)
    {
        try
        {
            return SnapshotHead.FromBytes(head);
        }
        catch (TrstException e)
        {
            throw new SnapshotUnusable(e.Message, e);
        }
    }

    public Digest Get(int level, long index) =>
        file.Node(level, index) ?? throw new SnapshotUnusable($"its tree lacks the node {index} on level {level}");

    public void Put(int level, long index, Digest node) => throw new NotSupportedException();

    /// <summary>A point of the tree that grew from here. Of what lies before only that counts which leads to the root of all of it: the
    /// signed checkpoint proves no other node.</summary>
    public LedgerPoint InTree(LedgerPoint point, MerkleTree tree) => point.Size is 0 || point.Size >= Size
        || MerkleProof.VerifyConsistency(
            point.Size, point.Root, Size, Head.Point.Root, tree.ConsistencyProof(point.Size, Size))
        ? point
        : throw new SnapshotUnusable($"its tree has another root of {point.Size} events");

    /// <summary>The ledger's time when it had this size.</summary>
    public DateTime TimeAt(long size) => file.TimeAt(Math.Min(size, Size)) is not { } text ? default
        : UtcTime.TryParse(text, out var time) ? time : throw new SnapshotUnusable("one of its times is none");

    public int VoidsBefore(long size) => (int)file.VoidsBefore(Math.Min(size, Size));

    public IEnumerable<VoidEvent> VoidsFrom(long sequence) => file.Voids(sequence).Select(ReadVoid).TakeWhile(v => v.Sequence < Size);

    public void Dispose() => file.Dispose();

    private static VoidEvent ReadVoid(byte[] body)
    {
        try
        {
            return VoidEvent.FromBytes(body);
        }
        catch (TrstException e)
        {
            throw new SnapshotUnusable(e.Message, e);
        }
    }

    private void DemandOf(string tenantId)
    {
        if (!string.Equals(Head.Tenant, tenantId, StringComparison.Ordinal))
        {
            throw new SnapshotUnusable("it is of another tenant");
        }

        if (!Head.IsOfThisBuild)
        {
            throw new SnapshotUnusable($"it was written by {Head.Build}, and this is {SnapshotHead.ThisBuild}");
        }

        if (new MerkleTree(this, Size).Root() != Head.Point.Root)
        {
            throw new SnapshotUnusable("its tree has another root");
        }
    }
}
