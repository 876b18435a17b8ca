namespace Trstctl.History;

/// <summary>The ledger as this process verified it itself: every event hashed into the tree, the tree's root equal to the signed
/// checkpoint, and the state that a replay makes of it. Grows with the store; one a connection.</summary>
public sealed class VerifiedLedger
{
    private readonly List<VoidEvent> voids = [];
    private readonly List<long> restorations = [];
    private CompleteSubtrees nodes = new();
    private MerkleTree tree;
    private MemoryProjection state = new();
    private string? note;
    private ClientMark? mark;

    public VerifiedLedger(string tenantId)
    {
        TenantId = tenantId;
        tree = new MerkleTree(nodes, 0);
        Replay = new Replay(tenantId, state, Contains);
    }

    public string TenantId { get; }

    /// <summary>What the replay admits; there is no other source of it.</summary>
    public MemoryProjection State => state;

    /// <summary>The founding roster, from the first plan on.</summary>
    public Roster? Founding => Replay.Founding;

    /// <summary>Events without an effect, oldest first.</summary>
    public IReadOnlyList<VoidEvent> Voids => voids;

    /// <summary>Those that no new ledger key and no resumption followed: a hand that has the ledger's secret still writes.</summary>
    public IEnumerable<VoidEvent> Uncured => voids.Where(v => v.Sequence > (TenantRecord.Of(State).CuredAt ?? -1));

    public long Size => tree.Size;

    public DateTime LastTime => Replay.Time;

    internal Replay Replay { get; private set; }

    internal LedgerPoint Head => new(Size, tree.Root());

    /// <summary>What a client that goes on from here has seen.</summary>
    internal ClientMark Mark => mark ??= new(Head, note ?? string.Empty, restorations.Select(sequence => PointAt(sequence + 1)).ToArray())
    {
        Time = LastTime,
        Epoch = RosterRecord.Current(State)?.Roster.Epoch ?? 0,
        Retired = State.All<RetiredPrincipalKeyRecord>(RetiredPrincipalKeyRecord.KindName).Select(key => key.Key).Distinct().ToArray(),
    };

    /// <summary>True where every key of these is retired here too.</summary>
    internal bool Retires(IEnumerable<Digest> keys) => !keys.Except(Mark.Retired).Any();

    /// <summary>Not null where this client saw more than the restored copy before it.</summary>
    internal SeenBeyond? Beyond { get; set; }

    /// <summary>The head of another history that this client gave up, and no statement of its user tells of yet.</summary>
    internal LedgerPoint? Untold { get; set; }

    /// <summary>What a statement that is made now says of it.</summary>
    internal SeenCheckpoint Seen => new(Head, Beyond?.Point ?? Untold);

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

            DemandCheckpoint(work.LatestCheckpoint());
        }
        catch
        {
            Forget();
            throw;
        }
    }

    /// <summary>How many events of a damaged copy its last sound checkpoint covers: each reads as it was hashed, and the note is that of
    /// their tree. Everything is forgotten then.</summary>
    internal long LastSound(IUnitOfWork work)
    {
        var sound = 0L;
        try
        {
            while (work.Event(Size) is { } item)
            {
                Take(item);
                sound = work.Checkpoint(Size) is { } covering && IsSound(covering) ? Size : sound;
            }
        }
        catch (TrstException e) when (e.Kind == ErrorKind.Damaged)
        {
            // What comes after it hangs in the air.
        }

        Forget();
        return sound;
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

    internal LedgerPoint PointAt(long size) => new(size, tree.RootAt(size));

    /// <summary>Refuses whoever saw more than the copy before him, but for the resumption that takes it up.</summary>
    /// <param name="plan">Of what he is about to do; null outside ceremonies.</param>
    internal void DemandMayGoOn(Plan? plan)
    {
        if (Beyond is { } beyond && !(plan is not null && ResumeOperation.TakesUp(plan) is { } restoration && beyond.IsNew(restoration)))
        {
            throw new TrstException(
                ErrorId.LedgerForked, beyond.Point.Size, Size, "it was restored from a copy that lacks what came later, and nothing goes "
                    + "on but the resumption that takes it up");
        }
    }

    private void Take(StoredEvent item)
    {
        (note, mark) = (null, null);
        var sequence = Size;
        var (header, known) = Open(item, sequence);
        if (header.Sequence != sequence || !string.Equals(header.Tenant, TenantId, StringComparison.Ordinal))
        {
            throw new TrstException(ErrorId.LedgerInvalid, sequence, "its number or tenant does not follow from the event before it");
        }

        if (Replay.Admit(header, known) is { } reason)
        {
            voids.Add(new VoidEvent(sequence, header.Type, header.Time, header.Actor, header.Ceremony, reason));
        }
        else if (known is StoreRestored)
        {
            restorations.Add(sequence);
        }

        // What comes after would be judged by rules that are unknown here.
        if (known is CeremonyStarted or CeremonyCompleted && (RosterRecord.Current(State)?.Roster ?? Founding) is { } roster)
        {
            ReplayRules.DemandKnown(roster.Rules);
        }

        tree.Append(Merkle.Leaf(item.Header));
    }

    private static (EventHeader Header, LedgerEvent Event) Open(StoredEvent item, long sequence)
    {
        try
        {
            var header = EventHeader.FromBytes(item.Header);
            return item.Data.Length > StoredEvent.MaxDataBytes
                ? throw new TrstException(ErrorId.LedgerInvalid, sequence, $"its data has {item.Data.Length} bytes")
                : header.DataDigest == StoredEvent.DigestOf(item.Salt, item.Data)
                ? (header, EventCatalogue.Read(header.Type, item.Data))
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

    private void DemandCheckpoint(string? newest)
    {
        // The one that was verified covers what is here, as long as nothing came.
        if (newest is null ? Size == 0 : newest == note)
        {
            return;
        }

        if (newest is null || Founding is null)
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, Size, newest is null ? "no checkpoint covers it" : "no founding roster has the tenant's id");
        }

        var checkpoint = Open(newest, LedgerKeys.Counting(State, Founding));
        if (checkpoint.Size != Size || checkpoint.Root != tree.Root())
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, Math.Min(Size, checkpoint.Size),
                $"the signed checkpoint covers {checkpoint.Size} events with another root than the {Size} events that are here");
        }

        // Whoever trusts the old key alone follows it to the new one.
        var tenant = TenantRecord.Of(State);
        if (tenant.ReplacedLedgerKey is { } replaced && Size == tenant.LedgerKeyAt + 1)
        {
            Open(newest, [replaced]);
        }

        (note, mark) = (newest, null);
    }

    private bool IsSound(string covering)
    {
        try
        {
            DemandCheckpoint(covering);
            return true;
        }
        catch (TrstException e) when (e.Id == ErrorId.LedgerInvalid)
        {
            return false;
        }
    }

    private Checkpoint Open(string newest, IEnumerable<byte[]> keys)
    {
        try
        {
            return LedgerKeys.Open(newest, TenantId, keys);
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
        state = new MemoryProjection();
        Replay = new Replay(TenantId, state, Contains);
        voids.Clear();
        restorations.Clear();
        (note, mark) = (null, null);
    }
}
