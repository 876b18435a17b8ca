namespace Trstctl.History;

/// <summary>Appends events in one transaction and closes it with a signed checkpoint.</summary>
public sealed class LedgerWriter
{
    /// <summary>How far a host's clock may be behind the ledger's time: an event never goes back, it waits at that time.</summary>
    public static readonly TimeSpan AllowedSkew = TimeSpan.FromHours(1);

    /// <summary>A longer silence is noted: an offline CA's store is idle as a rule, and so is one whose clock jumped.</summary>
    public static readonly TimeSpan LongSilence = TimeSpan.FromDays(14);

    private readonly IUnitOfWork work;
    private readonly string tenantId;
    private readonly MerkleTree tree;
    private readonly LedgerKey key;
    private readonly long before;
    private readonly Replay replay;
    private readonly VerifiedLedger ledger;
    private readonly DateTime host;
    private readonly List<Action> undo = [];
    private bool isSilenceNoted;

    internal LedgerWriter(IUnitOfWork work, VerifiedLedger ledger, LedgerKey key, DateTime now)
    {
        this.work = work;
        this.key = key;
        this.ledger = ledger;
        host = UtcTime.Truncate(now);
        tenantId = ledger.TenantId;
        tree = ledger.Branch();
        before = tree.Size;
        replay = ledger.Replay.Branch(new StateBranch(ledger.State, Store));
    }

    /// <summary>The ledger's new key, where this transaction changes it, and what comes with it; both keys sign.</summary>
    internal LedgerRenewal? Renewal { get; set; }

    /// <summary>The head of another history that a statement of this transaction tells of.</summary>
    internal LedgerPoint? GivenUp { get; private set; }

    /// <summary>The time of everything in this transaction.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.ClockWentBackwards"/>.</exception>
    public DateTime Now => LedgerTime(ledger, host);

    public IUnitOfWork Work => work;

    /// <summary>The state as this transaction leaves it.</summary>
    public IProjection State => replay.State;

    /// <summary>Takes back what an act does outside the transaction; run where that was certainly not committed, and only there.</summary>
    internal void IfNotCommitted(Action act) => undo.Add(act);

    internal void Undo() => undo.ForEach(act => act());

    /// <summary>By the host's clock, or the ledger's time where the host is behind it.</summary>
    public static DateTime LedgerTime(VerifiedLedger ledger, DateTime now) => now + AllowedSkew < ledger.LastTime
        ? throw new TrstException(ErrorId.ClockWentBackwards, UtcTime.Format(now), UtcTime.Format(ledger.LastTime))
        : now < ledger.LastTime ? ledger.LastTime : now;

    /// <summary>The time of what is appended for this ceremony; one with a clock of its own goes by the host's.</summary>
    public DateTime TimeOf(string? ceremony) => OwnClock.Governs(ceremony, State) ? host : Now;

    /// <returns>The event's sequence number.</returns>
    public long Append(LedgerEvent item, string actor, string? ceremony = null)
    {
        if (!item.IsNote)
        {
            ledger.DemandMayGoOn(replay.PlanOf(item, ceremony));
        }

        var salt = SecretRandom.Bytes(StoredEvent.SaltLength);
        var bytes = CanonicalJson.Write(item.ToData());
        if (bytes.Length > StoredEvent.MaxDataBytes)
        {
            throw new TrstException(
                ErrorId.FormatInvalid, item.Type, $"it has {bytes.Length} bytes, at most {StoredEvent.MaxDataBytes} are allowed");
        }

        NoteSilence(item);
        var (sequence, time) = (tree.Size, OwnClock.Governs(item, ceremony, State) ? host : Now);
        var header = new EventHeader(
            sequence, Uuid.Version7(time), item.Type, replay.OperationOf(item, ceremony), time, tenantId, actor, ceremony,
            StoredEvent.DigestOf(salt, bytes));
        var headerBytes = header.ToBytes();
        work.InsertEvent(sequence, new StoredEvent(headerBytes, salt, bytes));
        if (replay.Admit(header, item) is { } reason)
        {
            throw new TrstException(ErrorId.LedgerInvalid, sequence, reason);
        }

        tree.Append(Merkle.Leaf(headerBytes));
        GivenUp ??= ledger.Seen.GivenUp is { } head && item.Seen?.GivenUp == head ? head : null;
        return sequence;
    }

    // Once, with the statement that ends it.
    private void NoteSilence(LedgerEvent item)
    {
        // A restoration is over exactly what the copy held.
        if (!item.IsNote && item is not StoreRestored && !isSilenceNoted && ledger.Size > 0 && host - LongSilence > ledger.LastTime)
        {
            isSilenceNoted = true;
            Append(new ClockGap(ledger.LastTime, host), Actors.Host);
        }
    }

    // What was released to a ceremony that ended has no more use.
    private void Store(Document document)
    {
        work.Documents.Put(document);
        if (document is CeremonyRecord { Status: not CeremonyStatus.Pending } ended)
        {
            work.DeleteReleases(ended.CeremonyId);
        }
    }

    /// <summary>Signs what the file will hold; whoever reads it back compares.</summary>
    internal LedgerPoint Seal()
    {
        var head = new LedgerPoint(tree.Size, tree.Root());
        if (HasAppended)
        {
            LedgerKeys.Demand(Renewal?.Key ?? key, State, replay.Founding);
            var checkpoint = new Checkpoint(Checkpoint.OriginOf(tenantId), head.Size, head.Root);
            work.InsertCheckpoint(tree.Size, Renewal is null ? checkpoint.Sign(key) : checkpoint.Sign(key, Renewal.Key));
        }

        return head;
    }

    /// <summary>False where the same word was said twice at once: the checkpoint that stands still covers everything.</summary>
    internal bool HasAppended => tree.Size != before;
}
