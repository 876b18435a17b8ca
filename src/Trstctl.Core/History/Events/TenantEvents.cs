namespace Trstctl.History.Events;

internal sealed record StoreCreated(string StoreId, string Software) : LedgerEvent
{
    public const string TypeName = "store.created";

    public override string Type => TypeName;

    public override bool IsNote => true;

    public static StoreCreated Declare(Fields f, StoreCreated? e) =>
        new(f.Text("store", e?.StoreId, 36), f.Text("software", e?.Software, 128));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }
}

internal sealed record TenantCreated(string Name) : LedgerEvent
{
    public const string TypeName = "tenant.created";

    public override string Type => TypeName;

    public override bool IsNote => true;

    public static TenantCreated Declare(Fields f, TenantCreated? e) => new(f.Text("name", e?.Name, 64));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }
}

/// <summary>Nobody signed anything for weeks, by the clock of the host that says so.</summary>
internal sealed record ClockGap(DateTime Previous, DateTime Now) : LedgerEvent
{
    public const string TypeName = "clock.gap";

    public override string Type => TypeName;

    public override bool IsNote => true;

    public static ClockGap Declare(Fields f, ClockGap? e) => new(f.Time("previous", e?.Previous), f.Time("now", e?.Now));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }
}

/// <summary>A custodian's signed statement (CMS over <c>trstctl-freeze/1</c>).</summary>
internal sealed record TenantSuspended(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "tenant.suspended";

    public override string Type => TypeName;

    internal override SeenCheckpoint Seen => SuspensionStatement.FromSigned(Statement).Checkpoint;

    public static TenantSuspended Declare(Fields f, TenantSuspended? e) => new(f.Bytes("statement", e?.Statement, 64 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var (said, tenant) = (SuspensionStatement.FromSigned(Statement), TenantRecord.Of(projection));
        var key = RosterRecord.Current(projection)!.Roster.Demand(said.Custodian).KeyIdentity;
        projection.Put(tenant with
        {
            Suspensions =
            [
                .. tenant.Suspensions,
                new SuspensionRecord(said.Custodian, said.Epoch, key, header.Time, said.Reason, header.Sequence),
            ],
            Spent = [.. tenant.Spent, TenantRecord.SpentEntry(said.Epoch, said.Custodian)],
        });
    }
}

/// <summary>A copy goes on in a new store (CMS over <c>trstctl-restoration/1</c>): nothing but a resumption by the quorum is possible
/// from here on.</summary>
/// <param name="LastCheckpoint">The copy's last signed note, which covers every event so far.</param>
internal sealed record StoreRestored(byte[] Statement, string LastCheckpoint, string Software) : LedgerEvent
{
    public const string TypeName = "store.restored";

    public override string Type => TypeName;

    public static StoreRestored Declare(Fields f, StoreRestored? e) => new(
        f.Bytes("statement", e?.Statement, 64 * 1024), f.Utf8("lastCheckpoint", e?.LastCheckpoint, SignedNote.MaxBytes),
        f.Text("software", e?.Software, 128));

    /// <summary>What was pending ends. A later restoration spares resumptions: else one operator could keep everybody out for
    /// ever.</summary>
    public override void Apply(IProjection projection, EventHeader header)
    {
        var (said, tenant) = (RestorationStatement.FromSigned(Statement), TenantRecord.Of(projection));
        var key = RosterRecord.Current(projection)!.Roster.Demand(said.Principal).KeyIdentity;
        projection.EndPending(
            ceremony => !tenant.IsRestored || !OperationCatalogue.DemandExact(ceremony.Operation).RunsRestored,
            "the store was restored from a copy");
        projection.Put(tenant with
        {
            Restorations =
            [
                .. tenant.Restorations,
                new RestorationRecord(said.Principal, key, header.Time, said.LedgerKey, said.Sealer, said.StoreId, header.Sequence),
            ],
        });
    }
}
