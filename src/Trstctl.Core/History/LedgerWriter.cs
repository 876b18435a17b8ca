namespace Trstctl.History;

/// <summary>Appends events in one transaction and closes it with a signed checkpoint.</summary>
public sealed class LedgerWriter
{
    /// <summary>How far two hosts' clocks may differ: an event never goes back, it waits at the last one's time.</summary>
    public static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(5);

    /// <summary>A larger step forward is not believed (PROTOCOL section 5).</summary>
    public static readonly TimeSpan LargestStep = TimeSpan.FromHours(24);

    private readonly IUnitOfWork work;
    private readonly string tenantId;
    private readonly MerkleTree tree;
    private readonly LedgerKey key;
    private readonly long before;
    private readonly Replay replay;

    internal LedgerWriter(IUnitOfWork work, VerifiedLedger ledger, LedgerKey key, DateTime now, bool acceptClock, bool recordStep = true)
    {
        this.work = work;
        this.key = key;
        tenantId = ledger.TenantId;
        tree = ledger.Branch();
        before = tree.Size;
        replay = ledger.Replay.Branch(new StateBranch(ledger.State, Store));
        Now = LedgerTime(ledger, now, acceptClock);
        if (recordStep && ledger.Size > 0 && now > ledger.LastTime + LargestStep)
        {
            Append(new ClockCorrected(ledger.LastTime, now), Actors.Host);
        }
    }

    /// <summary>The time of everything in this transaction.</summary>
    public DateTime Now { get; }

    public IUnitOfWork Work => work;

    /// <summary>The state as this transaction leaves it.</summary>
    public IProjection State => replay.State;

    public static DateTime LedgerTime(VerifiedLedger ledger, DateTime now, bool acceptClock)
    {
        var last = ledger.LastTime;
        if (ledger.Size == 0)
        {
            return now;
        }

        if (now < last - AllowedSkew)
        {
            throw new TrstException(ErrorId.ClockWentBackwards, UtcTime.Format(now), UtcTime.Format(last));
        }

        if (now > last + LargestStep && !acceptClock)
        {
            throw new TrstException(ErrorId.ClockJumped, UtcTime.Format(now), UtcTime.Format(last));
        }

        return now < last ? last : now;
    }

    /// <returns>The event's sequence number.</returns>
    public long Append(LedgerEvent item, string actor, string? ceremony = null)
    {
        var salt = SecretRandom.Bytes(StoredEvent.SaltLength);
        var bytes = CanonicalJson.Write(item.ToData());
        if (bytes.Length > StoredEvent.MaxDataBytes)
        {
            throw new TrstException(
                ErrorId.FormatInvalid, item.Type, $"it has {bytes.Length} bytes, at most {StoredEvent.MaxDataBytes} are allowed");
        }

        var sequence = tree.Size;
        var header = new EventHeader(
            sequence, Uuid.Version7(Now), item.Type, replay.OperationOf(item, ceremony), Now, tenantId, actor, ceremony,
            StoredEvent.DigestOf(salt, bytes));
        var headerBytes = header.ToBytes();
        work.InsertEvent(sequence, new StoredEvent(headerBytes, salt, bytes));
        if (replay.Admit(header, item) is { } reason)
        {
            throw new TrstException(ErrorId.LedgerInvalid, sequence, reason);
        }

        tree.Append(Merkle.Leaf(headerBytes));
        return sequence;
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

    public void Commit()
    {
        // The same word said twice at once appends nothing: the checkpoint that stands still covers everything.
        if (tree.Size == before)
        {
            return;
        }

        var checkpoint = new Checkpoint(Checkpoint.OriginOf(tenantId), tree.Size, tree.Root());
        work.InsertCheckpoint(tree.Size, checkpoint.Sign(key));
        work.Commit();
    }
}
