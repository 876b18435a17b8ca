namespace Trstctl.History;

/// <summary>A tenant of a store, connected: its transactions, its verified ledger, and the sealers that were opened.</summary>
public sealed class StoreConnection : IDisposable
{
    private readonly ITenantStore store;
    private readonly ClientState client;
    private readonly SnapshotKeeper snapshots;
    private readonly LedgerView view;
    private readonly ConnectionOptions options;
    private readonly Warnings warnings = new();
    private LedgerKey? ledgerKey;
    private ProtectorSecret? ledgerSecret;
    private readonly List<Sealer> sealers;
    private Sealer? custody;

    internal StoreConnection(StoreFolder folder, ConnectionOptions options, ITenantStore store, TenantKeys keys)
    {
        CanonicalText.DemandHost();
        this.store = store;
        this.options = options;
        var own = new ClientFolder(options.ClientStatePath, warnings);
        client = new ClientState(own);
        snapshots = new SnapshotKeeper(tenant => own.PathOf(ClientState.SnapshotName(tenant)), options.LeastSnapshot);
        view = new LedgerView(
            store,
            new HighWaterMark(
                client, folder.Places, options.Tenant,
                options.AcceptCheckpoint is null ? null : LedgerPoint.Parse(options.AcceptCheckpoint)),
            snapshots);
        (ledgerKey, ledgerSecret) = (keys.LedgerKey, keys.LedgerSecret);
        sealers = [.. keys.Opened];
        custody = keys.Custody;
        LedgerPublicKey = keys.LedgerPublicKey;
        SealerIdentity = keys.SealerIdentity;
        Location = folder.Path;
        StoreId = folder.StoreId;
        Protector = keys.Protector;
        SealerBefore = keys.SealerBefore;
        Custody = new SoftwareCustody(custody, keys.Before);
    }

    public string Location { get; }

    public string StoreId { get; }

    public string Tenant => options.Tenant;

    /// <summary>Digest of the founding roster in hex, or null before there is one.</summary>
    public string? TenantId => Ledger?.TenantId;

    /// <summary>The tenant id as people compare it; null before there is one.</summary>
    public string? TenantWords => TenantId is { } id && Hex.TryDecode(id, out var digest) ? PgpWords.Anchor(new Digest(digest)) : null;

    /// <summary>The roster in force as this connection last verified it; before the founding the proposed one, or null.</summary>
    public Roster? Roster => Ledger is not { } ledger ? null : RosterRecord.Current(ledger.State)?.Roster ?? ledger.Founding;

    public string Protector { get; }

    public bool ReadOnly => options.ReadOnly;

    public bool HasCustody => custody is not null;

    /// <summary>True when this client had never seen the tenant: what was pinned should be compared with what was written down.</summary>
    public bool NewlyPinned => view.NewlyPinned;

    /// <summary>True when this client knew the tenant, and what it saw of it last is gone: an older copy would not be noticed.</summary>
    public bool IsMarkMissing => view.IsMarkMissing;

    public byte[] LedgerPublicKey { get; private set; }

    /// <summary>Of the store's custody sealer, as its record says; where the sealer is open, the record said the truth.</summary>
    public Digest SealerIdentity { get; private set; }

    /// <summary>Of the copy's sealer, where this store was restored with it and is not resumed; else null.</summary>
    internal Digest? SealerBefore { get; }

    public DateTime Now => options.Clock.UtcNow;

    /// <summary>"size root" of another history that this client saw and no statement of its user tells of yet; null where there is
    /// none.</summary>
    public string? GivenUpHead => Ledger?.Seen.GivenUp?.ToString();

    internal IKeyCustody Custody { get; set; }

    private VerifiedLedger? Ledger => view.Ledger;

    /// <summary>What went wrong beside the acts since the last call; their results stand.</summary>
    public IReadOnlyList<string> TakeWarnings() => warnings.Take();

    /// <summary>What was no fault and may be of interest, since the last call.</summary>
    public IReadOnlyList<string> TakeRemarks() => snapshots.TakeRemarks();

    /// <summary>Another tenant of the same store under secrets of its own; this connection stays where it is.</summary>
    public StoreConnection AddTenant(string name, ProtectorSecret ledgerSecret, ProtectorSecret? custodySecret)
    {
        DemandNoTenant(name);
        return Store.AddTenant(Location, new ConnectionOptions
        {
            Tenant = name,
            LedgerSecret = ledgerSecret,
            CustodySecret = custodySecret,
            ClientStatePath = options.ClientStatePath,
            Clock = options.Clock,
            LockTimeout = options.LockTimeout,
        });
    }

    /// <summary>Refuses a tenant that <see cref="AddTenant"/> would not make, before its secrets are asked for or made.</summary>
    public void DemandNoTenant(string name)
    {
        if (ReadOnly)
        {
            throw new TrstException(ErrorId.StoreReadOnly, "this act");
        }

        Store.DemandNoTenant(Location, name);
    }

    /// <summary>A consistent, verified view.</summary>
    public T Read<T>(Func<IUnitOfWork, VerifiedLedger?, T> query, CancellationToken cancellation = default)
    {
        var seen = view.Look();
        using var work = store.Read();
        seen = view.Verify(work, seen, cancellation);
        return view.Asking(work, seen, () => query(work, Ledger), cancellation);
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
        using var work = store.Write(cancellation);
        var seen = view.Verify(work, view.Look(work), cancellation);
        var verified = Ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster);
        return view.Holding(seen, () => view.Asking(
            work, seen,
            () =>
            {
                LedgerKeys.Demand(key, verified.State, verified.Founding);
                return Commit(work, verified, key, act);
            },
            cancellation));
    }

    /// <summary>The first transaction of a tenant: from here on its id is the digest of the founding roster.</summary>
    public T Found<T>(Digest foundingRoster, Func<LedgerWriter, VerifiedLedger, T> act, CancellationToken cancellation)
    {
        var key = DemandLedgerKey();
        using var work = store.Write(cancellation);
        var seen = view.Verify(work, view.Look(work, foundingRoster.Hex), cancellation);
        if (Ledger is not null)
        {
            throw new TrstException(
                ErrorId.GenesisAlreadyStarted,
                EventHeader.FromBytes(
                    work.EventsFrom(0).First(e => EventHeader.FromBytes(e.Header).Ceremony is not null).Header).Ceremony!);
        }

        return view.Holding(seen, () => Commit(work, new VerifiedLedger(foundingRoster.Hex), key, act));
    }

    /// <summary>The first transaction of a restored store. It is held against no mark and raises none: what this client saw beyond the
    /// copy, it shows at the resumption.</summary>
    internal void Restore(SigningIdentity identity, Digest sealer)
    {
        var key = DemandLedgerKey();
        Remembered seen;
        LedgerPoint head;
        using (var work = store.Write(CancellationToken.None))
        {
            seen = view.Look(work);
            view.Advance(work, seen, CancellationToken.None, whole: true);
            var copy = Ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster);
            Rewrite(work, copy);
            var writer = new LedgerWriter(work, copy, key, Now);
            var (said, restorer) = Restoration.Sign(copy, identity, key.PublicKey, sealer, StoreId, Now);
            writer.Append(new StoreRestored(said, copy.Mark.Note, Software.Name), Actors.Principal(restorer.Name));
            head = writer.Seal();
            work.Commit();
        }

        view.Holding(seen, () => new CommittedAct(this).DemandAt(head, null));
    }

    /// <summary>Drops the stored projection and makes it again from the verified events; appends nothing.</summary>
    public void RebuildProjection(CancellationToken cancellation = default)
    {
        DemandLedgerKey();
        using var work = store.Write(cancellation);
        view.Verify(work, view.Look(work), cancellation, whole: true);
        Rewrite(work, Ledger);
        work.Commit();
    }

    public void Dispose()
    {
        snapshots.Dispose();
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

    /// <summary>A new ledger key, and a new custody sealer where the one in force is replaced.</summary>
    internal LedgerRenewal MakeRenewal(Digest? replaced, ProtectorSecret? ledgerSecret, ProtectorSecret? custodySecret) =>
        LedgerRenewal.Make(custody, replaced, this.ledgerSecret!, ledgerSecret, custodySecret);

    /// <summary>In the transaction of the ceremony that changes them.</summary>
    internal void Renew(LedgerWriter writer, LedgerRenewal renewal)
    {
        TenantKeys.Renew(writer.Work, renewal, options.Tenant);
        writer.Renewal = renewal;
    }

    /// <summary>When an act happens that is done now; of a ceremony with a clock of its own, by the host's.</summary>
    internal DateTime LedgerTime(VerifiedLedger? verified, string? ceremony = null) =>
        verified is null || OwnClock.Governs(ceremony, verified.State) ? Now : LedgerWriter.LedgerTime(verified, Now);

    /// <summary>The same for who only looks, whatever the host's clock says.</summary>
    internal DateTime ShownTime(VerifiedLedger verified, string ceremony) =>
        verified.LastTime > Now && !OwnClock.Governs(ceremony, verified.State) ? verified.LastTime : Now;

    private T Commit<T>(IUnitOfWork work, VerifiedLedger verified, LedgerKey key, Func<LedgerWriter, VerifiedLedger, T> act)
    {
        var writer = new LedgerWriter(work, verified, key, Now);
        var result = new CommittedAct(this).Run(work, writer, () => act(writer, verified));
        if (store.ErasureWaits)
        {
            warnings.Add(WarningId.ErasureWaits);
        }

        if (writer.Renewal is { } renewed)
        {
            Take(renewed);
            key.Dispose();
        }

        // What is said in a copy that nobody resumed yet is said to nobody, if that was a test.
        if (writer.GivenUp is { } told && !TenantRecord.Of(verified.State).IsRestored)
        {
            client.Keep(verified.TenantId, marks => marks.Told(told));
        }

        return result;
    }

    private void Take(LedgerRenewal renewed)
    {
        renewed.IsInUse = true;
        (ledgerKey, LedgerPublicKey, ledgerSecret) = (renewed.Key, renewed.Key.PublicKey, renewed.Secret);
        if (renewed.Sealer is { } fresh)
        {
            sealers.Add(fresh);
            (custody, SealerIdentity, Custody) = (fresh, fresh.Identity, new SoftwareCustody(fresh));
        }
    }

    // Rows follow from the events alone.
    private static void Rewrite(IUnitOfWork work, VerifiedLedger? ledger)
    {
        work.DropDocuments();
        ledger?.Everything.ToList().ForEach(work.Documents.Put);
    }
}
