namespace Trstctl.History;

/// <summary>A connection's ledger, held against what its client remembers at every look, and begun from the client's snapshot where there
/// is one.</summary>
internal sealed class LedgerView(ITenantStore store, HighWaterMark marks, SnapshotKeeper snapshots)
{
    private Remembered? held;

    /// <summary>Null before the tenant's founding.</summary>
    public VerifiedLedger? Ledger { get; private set; }

    public bool NewlyPinned { get; private set; }

    public bool IsMarkMissing { get; private set; }

    /// <summary>Before a view of the store is taken: what another process of this client sees meanwhile may lie beyond it. Who cannot
    /// read its own folder any more loses no result: reading back falls back on what was looked at before.</summary>
    public Remembered Look() => marks.Of(Ledger?.TenantId, Shown, held);

    /// <summary>Under the lock: what another process of this client saw while this one waited is in the file, or was taken out of it.
    /// </summary>
    public Remembered Look(IUnitOfWork work, string? made = null) =>
        marks.Of(Ledger?.TenantId, () => HighWaterMark.Shown(work) ?? made);

    /// <summary>Does something with what was looked at to fall back on.</summary>
    public T Holding<T>(Remembered seen, Func<T> act)
    {
        held = seen;
        try
        {
            return act();
        }
        finally
        {
            held = null;
        }
    }

    /// <summary>Reads what came since, and raises the client's marks.</summary>
    /// <param name="whole">Whether nothing may come from a snapshot.</param>
    public Remembered Verify(IUnitOfWork work, Remembered seen, CancellationToken cancellation, bool whole = false)
    {
        if (!Advance(work, seen, cancellation, whole))
        {
            return seen;
        }

        try
        {
            DemandKnows(seen.Mark);
            (Ledger!.Beyond, seen) = marks.Hold(seen, Ledger);
        }
        catch (Exception e) when (Doubts(e))
        {
            ReadWhole(work, e, cancellation);
            (Ledger!.Beyond, seen) = marks.Hold(seen, Ledger);
        }

        snapshots.Keep(Ledger);
        return seen;
    }

    /// <summary>Reads what came since.</summary>
    /// <returns>False where no tenant was founded yet.</returns>
    public bool Advance(IUnitOfWork work, Remembered seen, CancellationToken cancellation, bool whole = false)
    {
        var isNew = Ledger is null;
        if (isNew && !Identify(work, seen, whole))
        {
            return false;
        }

        try
        {
            Advance(work, whole, cancellation);
            return true;
        }
        catch when (isNew)
        {
            // Nobody knows yet whose ledger that is.
            Ledger = null;
            throw;
        }
    }

    /// <summary>Asks or does something. A snapshot that turns out meanwhile to be none is left, and it is asked again; what has appended
    /// already fails, and nothing of it happened.</summary>
    public T Asking<T>(IUnitOfWork work, Remembered seen, Func<T> act, CancellationToken cancellation)
    {
        var size = Ledger?.Size ?? 0;
        try
        {
            return act();
        }
        catch (SnapshotUnusable e) when (Doubts(e))
        {
            if (work.Event(size) is not null)
            {
                snapshots.Drop(Ledger!.TenantId, e.Message);
                Ledger.Forget();
                throw new TrstException(ErrorId.ClientStateDamaged, e, "snapshot", "snapshot", e.Message);
            }

            ReadWhole(work, e, cancellation);
            (Ledger!.Beyond, _) = marks.Hold(seen, Ledger);
            return act();
        }
    }

    private void Advance(IUnitOfWork work, bool whole, CancellationToken cancellation)
    {
        if (whole && Ledger!.Snapshot is not null)
        {
            Ledger.Forget();
        }

        // What fails forgets where it began.
        var snapshot = Ledger!.Snapshot;
        try
        {
            Ledger.Advance(work, cancellation);
        }
        catch (Exception e) when (Doubts(snapshot, e))
        {
            ReadWhole(work, e, cancellation);
        }
    }

    private bool Doubts(Exception e) => Doubts(Ledger?.Snapshot, e);

    private static bool Doubts(Snapshot? snapshot, Exception e) =>
        snapshot is not null && e is SnapshotUnusable or TrstException { Kind: ErrorKind.Damaged };

    private void ReadWhole(IUnitOfWork work, Exception reason, CancellationToken cancellation)
    {
        snapshots.Drop(Ledger!.TenantId, reason.Message);
        Ledger.Forget();
        Ledger.Advance(work, cancellation);
    }

    // What a client saw for good of this history its snapshot knows. Of a history that it left, too, a mark keeps what was retired.
    private void DemandKnows(ClientMark? mark)
    {
        if (Ledger!.Snapshot is not null && mark is { Forks.Count: 0 } && Ledger.Contains(mark.Point)
            && (Ledger.Mark.Epoch < mark.Epoch || !Ledger.Retires(mark.Retired)))
        {
            throw new SnapshotUnusable("it lacks a roster or a retirement that this client saw");
        }
    }

    private string? Shown()
    {
        using var work = store.Read();
        return HighWaterMark.Shown(work);
    }

    private bool Identify(IUnitOfWork work, Remembered seen, bool whole)
    {
        if (work.Event(0) is not { } first)
        {
            return seen.Pinned is null && seen.Mark is null
                ? false
                : throw new TrstException(ErrorId.LedgerForked, seen.Mark?.Point.Size ?? 1, 0, "it is empty");
        }

        var found = HighWaterMark.TenantOf(first);
        marks.DemandPinned(seen, found);
        Ledger = new VerifiedLedger(found, whole ? null : snapshots.Open(found));
        (IsMarkMissing, NewlyPinned) = (seen.Pinned is not null && seen.LacksMark, seen.Pinned is null);
        return true;
    }
}
