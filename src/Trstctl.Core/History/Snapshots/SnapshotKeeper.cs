namespace Trstctl.History.Snapshots;

/// <summary>Reads and writes a client's snapshot of one tenant. It saves time and nothing else: whatever is wrong with it is a remark, and
/// the ledger is replayed whole.</summary>
/// <param name="pathOf">The file of a tenant's id.</param>
/// <param name="least">How many events it has to spare before it is written.</param>
internal sealed class SnapshotKeeper(Func<string, string> pathOf, int least) : IDisposable
{
    /// <summary>As many are read in some hundredths of a second.</summary>
    public const int Least = 256;

    // Once there is one, it follows closely.
    private const int Step = 32;

    private readonly List<string> remarks = [];
    private Snapshot? read;
    private SnapshotFile? written;
    private byte[]? head;
    private long kept;
    private long asked;
    private bool isOff;

    /// <summary>Null where there is none to use.</summary>
    public Snapshot? Open(string tenantId)
    {
        try
        {
            read = Snapshot.Open(pathOf(tenantId), tenantId);
            (head, kept) = (read?.HeadBytes, read?.Size ?? 0);
            return read;
        }
        catch (Exception e) when (IsFailure(e))
        {
            Drop(tenantId, e.Message);
            return null;
        }
    }

    /// <summary>Not to be used again.</summary>
    public void Drop(string tenantId, string reason)
    {
        Close();
        var path = pathOf(tenantId);
        remarks.Add($"The snapshot \"{path}\" is not used, and the whole ledger is replayed: {CanonicalText.Line(reason)}");
        try
        {
            SnapshotFile.Delete(path);
        }
        catch (Exception e) when (IsFailure(e))
        {
            isOff = true;
        }
    }

    /// <summary>Writes how far the ledger is settled: before the start of every ceremony that is pending, so that whatever such a ceremony
    /// needs is read from the store and verified by each process itself.</summary>
    public void Keep(VerifiedLedger ledger)
    {
        if (isOff)
        {
            ledger.Changes.Clear();
        }

        // Where a ceremony stays pending it is not asked at every look how far the ledger is settled.
        if (isOff || ledger.Size - kept < Wanted || (asked <= ledger.Size && ledger.Size - asked < Often))
        {
            return;
        }

        asked = ledger.Size;
        try
        {
            if (head is not null && !ledger.Contains(Snapshot.Read(head).Point))
            {
                // The store went over to another history, which was read from its beginning: nothing of the one before stays.
                Drop(ledger.TenantId, "it is of another history");
            }

            if (!TenantRecord.Of(ledger.State).IsRestored && ledger.Founding is not null
                && Settled(ledger) is var target && target - kept >= Wanted)
            {
                Write(ledger, target);
            }
        }
        catch (Exception e) when (IsFailure(e))
        {
            Drop(ledger.TenantId, e.Message);
            isOff = true;
        }
    }

    public IReadOnlyList<string> TakeRemarks()
    {
        var taken = remarks.ToArray();
        remarks.Clear();
        return taken;
    }

    public void Dispose() => Close();

    private int Wanted => kept == 0 ? least : Often;

    private int Often => Math.Min(least, Step);

    private static bool IsFailure(Exception e) => e is SnapshotUnusable or IOException or UnauthorizedAccessException or TrstException;

    private static long Settled(VerifiedLedger ledger) => ledger.State
        .By<CeremonyRecord>(CeremonyRecord.KindName, CeremonyRecord.Pending, string.Empty)
        .Where(ceremony => OwnClock.Governs(ceremony.CeremonyId, ledger.State)
            || ceremony.StatusAt(ledger.LastTime) != CeremonyStatus.Expired)
        .Select(ceremony => ceremony.StartedAt)
        .Append(ledger.Size)
        .Min();

    private void Write(VerifiedLedger ledger, long target)
    {
        var path = pathOf(ledger.TenantId);
        written ??= head is null ? SnapshotFile.Create(path) : SnapshotFile.OpenToWrite(path);
        var next = new SnapshotHead(
            ledger.TenantId, SnapshotHead.ThisBuild, ledger.PointAt(target), ledger.Founding!,
            ledger.Restorations.Where(sequence => sequence < target).ToArray()).ToBytes();
        if (written.Write(head, file => new SnapshotWriter(file, ledger, kept, target).Write(next)))
        {
            (head, kept) = (next, target);
            ledger.Changes.RemoveAll(change => change.Sequence < target);
        }
        else if (written.Head() is { } others)
        {
            // Another process of this client was quicker. What is of another build, or ends before what is known here to have changed, this
            // one cannot go on from.
            var known = Snapshot.Read(others);
            isOff = !known.IsOfThisBuild || known.Point.Size < kept || !ledger.Contains(known.Point);
            (head, kept) = isOff ? (head, kept) : (others, known.Point.Size);
            ledger.Changes.RemoveAll(change => change.Sequence < kept);
        }
    }

    private void Close()
    {
        written?.Dispose();
        read?.Dispose();
        (written, read, head, kept, asked) = (null, null, null, 0, 0);
    }
}
