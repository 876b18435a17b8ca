namespace Trstctl.History;

/// <summary>The ledger as this process verified it itself: every event hashed into the tree, the tree's root equal to the signed
/// checkpoint, and the state that follows from the events. Grows with the store; one a connection.</summary>
public sealed class VerifiedLedger
{
    private CompleteSubtrees nodes = new();
    private MerkleTree tree;

    public VerifiedLedger(string tenantId)
    {
        TenantId = tenantId;
        tree = new MerkleTree(nodes, 0);
    }

    public string TenantId { get; }

    /// <summary>The state that the verified events make.</summary>
    public MemoryProjection State { get; private set; } = new();

    public long Size => tree.Size;

    public DateTime LastTime { get; private set; }

    /// <summary>The founding roster: self-certifying, since its digest is the tenant id.</summary>
    public Roster? Founding { get; private set; }

    /// <summary>Up to which epoch the gate verified every roster and its signatures over this history.</summary>
    internal int ProvedEpoch { get; set; }

    internal LedgerPoint Head => new(Size, tree.Root());

    /// <summary>A copy of the tree to append to; this one takes only what was read back.</summary>
    internal MerkleTree Branch() => new(new CompleteSubtrees(nodes), Size);

    /// <summary>Reads and verifies what came since, against the newest checkpoint. On failure everything is forgotten.</summary>
    public void Advance(IUnitOfWork work, CancellationToken cancellation = default)
    {
        try
        {
            foreach (var item in work.EventsFrom(Size))
            {
                cancellation.ThrowIfCancellationRequested();
                Take(item);
            }

            DemandCheckpoint(work);
        }
        catch
        {
            Forget();
            throw;
        }
    }

    /// <summary>An event as the verified tree holds it at that place.</summary>
    public (EventHeader Header, T Event) Event<T>(IUnitOfWork work, long sequence)
        where T : LedgerEvent
    {
        var (header, known) = Demand(work.Event(sequence), sequence);
        return known is T wanted ? (header, wanted) : throw new TrstException(ErrorId.LedgerInvalid, sequence, $"it is a {header.Type}");
    }

    /// <summary>A stored event, proved to be what the verified tree holds at that place.</summary>
    public (EventHeader Header, LedgerEvent Event) Demand(StoredEvent? item, long sequence) =>
        item is not null && sequence < Size && Merkle.Leaf(item.Header) == nodes.Get(0, sequence)
            ? Open(item, sequence)
            : throw new TrstException(
                ErrorId.LedgerInvalid, sequence, item is null ? "it is missing" : "it differs from the one in the tree");

    /// <summary>True where the point is a state this ledger went through.</summary>
    internal bool Contains(LedgerPoint point) => point.Size >= 0 && point.Size <= Size && tree.RootAt(point.Size) == point.Root;

    private void Take(StoredEvent item)
    {
        var sequence = Size;
        var (header, known) = Open(item, sequence);
        if (header.Sequence != sequence || header.Time < LastTime || !string.Equals(header.Tenant, TenantId, StringComparison.Ordinal))
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, sequence, "its number, time or tenant does not follow from the event before it");
        }

        if (known is RosterProposed { Roster.Epoch: 1 } proposal
            && string.Equals(proposal.Roster.Digest.Hex, TenantId, StringComparison.Ordinal))
        {
            Founding = proposal.Roster;
        }

        if (known is StoreRestored restored)
        {
            DemandCovers(restored, sequence);
        }

        Apply(known, header);
        tree.Append(Merkle.Leaf(item.Header));
        LastTime = header.Time;
    }

    private void Apply(LedgerEvent known, EventHeader header)
    {
        try
        {
            known.Apply(State, header);
        }
        catch (TrstException e)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, header.Sequence, e.Message);
        }
    }

    private static (EventHeader Header, LedgerEvent Event) Open(StoredEvent item, long sequence)
    {
        try
        {
            var header = EventHeader.FromBytes(item.Header);
            var data = CanonicalJson.Read(item.Data, "event data", StoredEvent.MaxDataBytes);
            return header.DataDigest == StoredEvent.DigestOf(item.Salt, item.Data)
                ? (header, EventCatalogue.Read(header.Type, data))
                : throw new TrstException(ErrorId.LedgerInvalid, sequence, "its data does not match its header");
        }
        catch (TrstException e) when (e.Id != ErrorId.LedgerInvalid)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, sequence, e.Message);
        }
        catch (Exception e) when (e is not TrstException and not OperationCanceledException)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, sequence, "it cannot be read");
        }
    }

    private void DemandCheckpoint(IUnitOfWork work)
    {
        var note = work.LatestCheckpoint();
        if (note is null && Size == 0)
        {
            return;
        }

        if (note is null || Founding is null)
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, Size, note is null ? "no checkpoint covers it" : "no founding roster has the tenant's id");
        }

        var checkpoint = Open(note, LedgerKey(Founding));
        if (checkpoint.Size != Size || checkpoint.Root != tree.Root())
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, Math.Min(Size, checkpoint.Size),
                $"the signed checkpoint covers {checkpoint.Size} events with another root than the {Size} events that are here");
        }
    }

    // The new key proves nothing yet; that nothing was cut off or slipped in before it took over is proved by the old one.
    private void DemandCovers(StoreRestored restored, long sequence)
    {
        var last = Open(
            restored.LastCheckpoint,
            LedgerKey(Founding ?? throw new TrstException(ErrorId.LedgerInvalid, sequence, "no founding roster has the tenant's id")));
        if (last.Size != sequence || last.Root != tree.Root())
        {
            throw new TrstException(ErrorId.LedgerInvalid, sequence, "the checkpoint it was restored over is another");
        }
    }

    private byte[] LedgerKey(Roster founding) => TenantRecord.Of(State).LedgerKey ?? founding.LedgerKey;

    private Checkpoint Open(string note, byte[] ledgerKey)
    {
        try
        {
            return Checkpoint.Open(note, TenantId, ledgerKey);
        }
        catch (TrstException e)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, Size, e.Message);
        }
    }

    private void Forget()
    {
        nodes = new CompleteSubtrees();
        tree = new MerkleTree(nodes, 0);
        State = new MemoryProjection();
        LastTime = default;
        Founding = null;
        ProvedEpoch = 0;
    }
}
