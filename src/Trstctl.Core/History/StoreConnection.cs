namespace Trstctl.History;

/// <summary>What a connection needs beside the path.</summary>
public sealed class ConnectionOptions
{
    public string Tenant { get; init; } = "default";

    /// <summary>Opens the ledger's sealer; not needed to read.</summary>
    public ProtectorSecret? LedgerSecret { get; init; }

    /// <summary>Opens the sealer of <c>Operational</c> CA keys; null where the ledger's secret also opens it.</summary>
    public ProtectorSecret? CustodySecret { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Where pins and high-water marks are kept; the user's own folder when null.</summary>
    public string? ClientStatePath { get; init; }

    public IClock Clock { get; init; } = new SystemClock();
}

/// <summary>A tenant of a store, connected: its transactions, its verified ledger, and the sealers that were opened.</summary>
public sealed class StoreConnection : IDisposable
{
    private readonly ITenantStore store;
    private readonly ClientState client;
    private readonly ConnectionOptions options;
    private readonly LedgerKey? ledgerKey;
    private readonly IReadOnlyList<Sealer> sealers;
    private VerifiedLedger? ledger;

    internal StoreConnection(StoreFolder folder, ConnectionOptions options, ITenantStore store, TenantKeys keys)
    {
        this.store = store;
        this.options = options;
        client = new ClientState(options.ClientStatePath);
        ledgerKey = keys.LedgerKey;
        sealers = keys.Opened;
        LedgerPublicKey = keys.LedgerPublicKey;
        SealerIdentity = keys.SealerIdentity;
        Location = folder.Path;
        StoreId = folder.StoreId;
        Protector = keys.Protector;
        Custody = new SoftwareCustody(keys.Custody);
        HasCustody = keys.Custody is not null;
    }

    public string Location { get; }

    public string StoreId { get; }

    public string Tenant => options.Tenant;

    /// <summary>Digest of the founding roster in hex, or null before there is one.</summary>
    public string? TenantId => ledger?.TenantId;

    /// <summary>The roster in force as this connection last verified it; before the founding the proposed one, or null.</summary>
    public Roster? Roster => ledger is null ? null : RosterRecord.Current(ledger.State)?.Roster ?? ledger.Founding;

    public string Protector { get; }

    public bool ReadOnly => options.ReadOnly;

    public bool HasCustody { get; }

    /// <summary>True when this client had never seen the tenant: what was pinned should be compared with what was written down.</summary>
    public bool NewlyPinned { get; private set; }

    public byte[] LedgerPublicKey { get; }

    /// <summary>Of the store's custody sealer, as its record says; where the sealer is open, the record said the truth.</summary>
    public Digest SealerIdentity { get; }

    public DateTime Now => options.Clock.UtcNow;

    internal IKeyCustody Custody { get; set; }

    /// <summary>A consistent, verified view.</summary>
    public T Read<T>(Func<IUnitOfWork, VerifiedLedger?, T> query, CancellationToken cancellation = default)
    {
        var mark = MarkBefore();
        using var work = store.Read();
        Verify(work, mark, cancellation);
        return query(work, ledger);
    }

    /// <summary>A stored view without verification, for display and for the verifier itself.</summary>
    public T Peek<T>(Func<IUnitOfWork, T> query)
    {
        using var work = store.Read();
        return query(work);
    }

    /// <summary>Takes the write lock, verifies, lets the act append, and commits with a checkpoint: all of it or nothing.</summary>
    public T Write<T>(Func<LedgerWriter, VerifiedLedger, T> act, CancellationToken cancellation)
    {
        var key = DemandLedgerKey();
        var mark = MarkBefore();
        using var work = store.Write(cancellation);
        Verify(work, mark, cancellation);
        return Commit(work, ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), key, act);
    }

    /// <summary>The first transaction of a tenant: from here on its id is the digest of the founding roster.</summary>
    public T Found<T>(Digest foundingRoster, Func<LedgerWriter, VerifiedLedger, T> act, CancellationToken cancellation)
    {
        var key = DemandLedgerKey();
        using var work = store.Write(cancellation);
        Verify(work, null, cancellation);
        if (ledger is not null)
        {
            throw new TrstException(
                ErrorId.GenesisAlreadyStarted,
                EventHeader.FromBytes(
                    work.EventsFrom(0).First(e => EventHeader.FromBytes(e.Header).Ceremony is not null).Header).Ceremony!);
        }

        return Commit(work, new VerifiedLedger(foundingRoster.Hex), key, act);
    }

    /// <summary>The first transaction of a restored store: from here on the new ledger key signs.</summary>
    internal void Restore(string storeId)
    {
        var key = DemandLedgerKey();
        using var work = store.Write(CancellationToken.None);
        Verify(work, MarkBefore(), CancellationToken.None);
        var last = work.LatestCheckpoint() ?? throw new TrstException(ErrorId.RestoreRefused, Location, "it holds no checkpoint");
        var writer = new LedgerWriter(work, ledger!, key, Now);
        writer.Append(new StoreRestored(storeId, Software.Name, key.PublicKey, last), Actors.Host);
        var head = writer.Commit();
        work.Dispose();
        DemandCommitted(head);
    }

    /// <summary>Drops the stored projection and makes it again from the verified events; appends nothing.</summary>
    public void RebuildProjection(CancellationToken cancellation = default)
    {
        DemandLedgerKey();
        using var work = store.Write(cancellation);
        Verify(work, MarkBefore(), cancellation);
        work.DropDocuments();
        foreach (var document in ledger?.State.Everything ?? [])
        {
            work.Documents.Put(document);
        }

        work.Commit();
    }

    public void Dispose()
    {
        store.Dispose();
        ledgerKey?.Dispose();
        foreach (var sealer in sealers)
        {
            sealer.Dispose();
        }
    }

    public override string ToString() => Location;

    internal LedgerKey DemandLedgerKey() => ledgerKey
        ?? throw (ReadOnly
            ? new TrstException(ErrorId.StoreReadOnly, "this act")
            : new TrstException(ErrorId.SecretMissing, "ledger sealer", "its password or key file"));

    /// <summary>When an act happens that is done now; of a ceremony with a clock of its own, by the host's.</summary>
    internal DateTime LedgerTime(VerifiedLedger? verified, string? ceremony = null) =>
        verified is null || OwnClock.Governs(ceremony, verified.State) ? Now : LedgerWriter.LedgerTime(verified, Now);

    /// <summary>The same for who only looks, whatever the host's clock says.</summary>
    internal DateTime ShownTime(VerifiedLedger verified, string ceremony) =>
        verified.LastTime > Now && !OwnClock.Governs(ceremony, verified.State) ? verified.LastTime : Now;

    private T Commit<T>(IUnitOfWork work, VerifiedLedger verified, LedgerKey key, Func<LedgerWriter, VerifiedLedger, T> act)
    {
        var writer = new LedgerWriter(work, verified, key, Now);
        var result = act(writer, verified);
        var head = writer.Commit();
        work.Dispose();
        DemandCommitted(head);
        return result;
    }

    // Read back, verified, so that memory and mark hold what the file holds; nothing left the process before. Somebody else may have
    // appended since.
    private void DemandCommitted(LedgerPoint head) => Read((_, found) => found?.Contains(head) == true
        ? true
        : throw new TrstException(ErrorId.LedgerForked, head.Size, found?.Size ?? 0, "what was committed is not there"));

    private LedgerPoint? MarkBefore()
    {
        var pinned = ledger?.TenantId ?? client.PinnedTenant(Location, Tenant);
        return pinned is null ? null : client.Mark(pinned);
    }

    private void Verify(IUnitOfWork work, LedgerPoint? mark, CancellationToken cancellation)
    {
        if (ledger is null && !Identify(work))
        {
            return;
        }

        ledger!.Advance(work, cancellation);
        if (mark is not null && !ledger.Contains(mark))
        {
            throw new TrstException(
                ErrorId.LedgerForked, mark.Size, ledger.Size, mark.Size > ledger.Size ? "it is shorter" : "its history differs");
        }

        if (mark is null || mark.Size < ledger.Size)
        {
            client.Raise(ledger.TenantId, ledger.Head);
        }
    }

    // Trust on first use, then never again: a location that holds another tenant than the pinned one is refused.
    private bool Identify(IUnitOfWork work)
    {
        var pinned = client.PinnedTenant(Location, Tenant);
        var first = work.Event(0);
        if (first is null)
        {
            return pinned is null
                ? false
                : throw new TrstException(ErrorId.LedgerForked, client.Mark(pinned)?.Size ?? 1, 0, "it is empty");
        }

        string found;
        try
        {
            found = EventHeader.FromBytes(first.Header).Tenant;
        }
        catch (TrstException e)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, 0, e.Message);
        }

        if (pinned is not null && !string.Equals(found, pinned, StringComparison.Ordinal))
        {
            throw new TrstException(ErrorId.TrustAnchorMissing, pinned, CanonicalText.Escape(found), client.PinFile(Location, Tenant));
        }

        var candidate = new VerifiedLedger(found);
        if (pinned is null)
        {
            candidate.Advance(work);
            client.Pin(Location, Tenant, found);
            NewlyPinned = true;
        }

        ledger = candidate;
        return true;
    }
}
