namespace Trstctl.History;

/// <summary>The ledger as this process verified it itself: every event hashed into the tree, the tree's root equal to the signed
/// checkpoint, and the state that a replay makes of it. What lies before a snapshot's size was verified when that was made; one a
/// connection.</summary>
public sealed class VerifiedLedger
{
    private readonly List<VoidEvent> voids = [];
    private readonly List<long> restorations = [];
    private CompleteSubtrees nodes = null!;
    private MerkleTree tree = null!;
    private StateBranch state = null!;
    private string? note;
    private ClientMark? mark;
    private LedgerPoint root = new(0, Merkle.EmptyRoot);

    public VerifiedLedger(string tenantId)
        : this(tenantId, null)
    {
    }

    /// <param name="snapshot">Of this client; null reads the whole ledger.</param>
    internal VerifiedLedger(string tenantId, Snapshot? snapshot)
    {
        TenantId = tenantId;
        Begin(snapshot);
    }

    public string TenantId { get; }

    /// <summary>What the replay admits, and what a snapshot holds of what it admitted before; there is no other source of it.</summary>
    public IProjection State => state;

    /// <summary>All of the state, where all of the ledger was read.</summary>
    public IEnumerable<Document> Everything => Snapshot is null ? state.Changed : throw new NotSupportedException();

    /// <summary>The founding roster, from the first plan on.</summary>
    public Roster? Founding => Replay.Founding;

    /// <summary>Events without an effect, oldest first.</summary>
    public IEnumerable<VoidEvent> Voids => VoidsFrom(0);

    public int VoidCount => Replay.VoidsBefore(Size);

    /// <summary>Those that no new ledger key and no resumption followed: a hand that has the ledger's secret still writes.</summary>
    public IEnumerable<VoidEvent> Uncured => VoidsFrom((TenantRecord.Of(State).CuredAt ?? -1) + 1);

    public long Size => tree.Size;

    public DateTime LastTime => Replay.Time;

    internal Replay Replay { get; private set; } = null!;

    /// <summary>What was verified before, and what came since; null where the whole ledger was read now.</summary>
    internal Snapshot? Snapshot { get; private set; }

    /// <summary>What changed with each event since the snapshot, for the next one.</summary>
    internal List<(long Sequence, Document Changed)> Changes { get; } = [];

    internal IReadOnlyList<long> Restorations => restorations;

    internal IMerkleNodes Nodes => nodes;

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
        StoredEvents.Open(Proved(item, sequence), sequence);

    internal StoredEvent Proved(StoredEvent? item, long sequence)
    {
        if (item is not null && sequence < Size && Merkle.Leaf(item.Header) is var leaf && leaf == nodes.Get(0, sequence))
        {
            DemandInTree(leaf, sequence);
            return item;
        }

        var fault = item is null ? "it is missing" : "it differs from the one in the tree";
        throw sequence < Snapshot?.Size
            ? new SnapshotUnusable($"event {sequence}: {fault}")
            : new TrstException(ErrorId.LedgerInvalid, sequence, fault);
    }

    /// <summary>True where the point is a state this ledger went through.</summary>
    internal bool Contains(LedgerPoint point) => point.Size >= 0 && point.Size <= Size && PointAt(point.Size) == point;

    internal LedgerPoint PointAt(long size) =>
        Snapshot is null ? new(size, tree.RootAt(size)) : Snapshot.InTree(new(size, tree.RootAt(size)), tree);

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
        var (header, known) = StoredEvents.Open(item, sequence);
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

    // A snapshot's tree shows what its root proves, and nothing else.
    private void DemandInTree(Digest leaf, long sequence)
    {
        if (sequence < Snapshot?.Size
            && !MerkleProof.VerifyInclusion(leaf, sequence, root.Size, tree.InclusionProof(sequence, root.Size), root.Root))
        {
            throw new SnapshotUnusable($"event {sequence} is not in the tree of the signed checkpoint");
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

        (note, mark, root) = (newest, null, Head);
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

    /// <summary>Why an event has no effect, or null.</summary>
    public string? VoidReason(long sequence) => VoidsFrom(sequence).FirstOrDefault() is { } found && found.Sequence == sequence
        ? found.Reason
        : null;

    /// <summary>From a sequence number on.</summary>
    internal IEnumerable<VoidEvent> VoidsFrom(long sequence) =>
        (Snapshot?.VoidsFrom(sequence) ?? []).Concat(voids.Where(item => item.Sequence >= sequence));

    // What was read is dropped, the snapshot too: what is wrong with either, a replay of the whole ledger says.
    internal void Forget() => Begin(null);

    private void Begin(Snapshot? snapshot)
    {
        Snapshot = snapshot;
        nodes = new CompleteSubtrees(snapshot);
        tree = new MerkleTree(nodes, snapshot?.Size ?? 0);
        state = new StateBranch(
            snapshot is null ? new MemoryProjection() : snapshot.State,
            document => Changes.Add((Size, (document as CeremonyRecord)?.PutAside() ?? document)));
        Replay = new Replay(
            TenantId, state, Contains, snapshot is null ? null : PastTime.From(snapshot.Size, snapshot.TimeAt), snapshot?.Head.Founding,
            snapshot is null ? null : snapshot.VoidsBefore);
        Changes.Clear();
        voids.Clear();
        restorations.Clear();
        restorations.AddRange(snapshot?.Head.Restorations ?? []);
        (note, mark) = (null, null);
    }
}
