namespace Trstctl.History.Events;

internal sealed record StoreCreated(string StoreId, string Software) : LedgerEvent
{
    public const string TypeName = "store.created";

    public override string Type => TypeName;

    public static StoreCreated Read(ObjectReader reader) => new(reader.Text("store", 36), reader.Text("software", 128));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("store", StoreId);
        data.Add("software", Software);
    }
}

internal sealed record TenantCreated(string Name) : LedgerEvent
{
    public const string TypeName = "tenant.created";

    public override string Type => TypeName;

    public static TenantCreated Read(ObjectReader reader) => new(reader.Text("name", 64));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data) => data.Add("name", Name);
}

/// <summary>Somebody who connected vouched for a clock that had moved more than a day since the last event.</summary>
internal sealed record ClockCorrected(DateTime Previous, DateTime Now) : LedgerEvent
{
    public const string TypeName = "clock.corrected";

    public override string Type => TypeName;

    public static ClockCorrected Read(ObjectReader reader) => new(reader.Time("previous"), reader.Time("now"));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("previous", Previous);
        data.Add("now", Now);
    }
}

internal sealed record RosterProposed(Roster Roster) : LedgerEvent
{
    public const string TypeName = "roster.proposed";

    public override string Type => TypeName;

    public static RosterProposed Read(ObjectReader reader) => new(Roster.FromJson(reader.Object("roster")));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data) => data.Add("roster", Roster.ToJson());
}

internal sealed record RosterChanged(Roster Roster) : LedgerEvent
{
    public const string TypeName = "roster.changed";

    public override string Type => TypeName;

    public static RosterChanged Read(ObjectReader reader) => new(Roster.FromJson(reader.Object("roster")));

    public override void Apply(IProjection projection, EventHeader header)
    {
        if (projection.Find<RosterRecord>(RosterRecord.KindName, RosterRecord.IdOf(Roster.Epoch)) is not null)
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"there is a roster of epoch {Roster.Epoch} already");
        }

        projection.Put(new RosterRecord(Roster, header.Ceremony ?? string.Empty));
    }

    private protected override void Write(JsonObject data) => data.Add("roster", Roster.ToJson());
}

/// <summary>A custodian's signed statement (CMS over <c>trstctl-freeze/1</c>).</summary>
internal sealed record TenantSuspended(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "tenant.suspended";

    public override string Type => TypeName;

    public static TenantSuspended Read(ObjectReader reader) => new(reader.Bytes("statement", 64 * 1024));

    // A statement that comes again after the quorum resumed suspends nothing.
    public override void Apply(IProjection projection, EventHeader header)
    {
        var suspension = SuspensionStatement.FromSigned(Statement);
        var tenant = TenantRecord.Of(projection);
        if (tenant.Suspension is null
            && !tenant.Spent.Contains(TenantRecord.SpentEntry(suspension.Epoch, suspension.Custodian), StringComparer.Ordinal))
        {
            projection.Put(tenant with
            {
                Suspension = new SuspensionRecord(suspension.Custodian, suspension.Epoch, header.Time, suspension.Reason, header.Sequence),
            });
        }
    }

    private protected override void Write(JsonObject data) => data.Add("statement", Statement);
}

/// <summary>The quorum ended the suspension of that event.</summary>
internal sealed record TenantResumed(long Suspension) : LedgerEvent
{
    public const string TypeName = "tenant.resumed";

    public override string Type => TypeName;

    public static TenantResumed Read(ObjectReader reader) => new(reader.Integer("suspension", 0, JsonInteger.Largest));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var tenant = TenantRecord.Of(projection);
        if (tenant.Suspension is not { } ended || ended.Sequence != Suspension)
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"event {Suspension} is no suspension that stands");
        }

        projection.Put(tenant with
        {
            Suspension = null,
            ResumedBy = header.Ceremony,
            Spent = ended.IsRestored ? tenant.Spent : [.. tenant.Spent, TenantRecord.SpentEntry(ended.Epoch, ended.By)],
        });
    }

    private protected override void Write(JsonObject data) => data.Add("suspension", Suspension);
}

/// <summary>A copy went on under a new ledger key that its restorer made: what follows is signed by it, and nothing but a
/// resumption by the quorum is possible. Holds the last checkpoint under the key before (a signed note), which covers every event
/// so far.</summary>
internal sealed record StoreRestored(string StoreId, string Software, byte[] LedgerKey, string LastCheckpoint) : LedgerEvent
{
    public const string TypeName = "store.restored";

    public override string Type => TypeName;

    public static StoreRestored Read(ObjectReader reader) => new(
        reader.Text("store", 36), reader.Text("software", 128), reader.ExactBytes("ledgerKey", 32),
        System.Text.Encoding.UTF8.GetString(reader.Bytes("lastCheckpoint", 4096)));

    public override void Apply(IProjection projection, EventHeader header) => projection.Put(TenantRecord.Of(projection) with
    {
        Suspension = new SuspensionRecord("restore", 0, header.Time, "the store was restored from a copy", header.Sequence),
        LedgerKey = LedgerKey,
    });

    private protected override void Write(JsonObject data)
    {
        data.Add("store", StoreId);
        data.Add("software", Software);
        data.Add("ledgerKey", LedgerKey);
        data.Add("lastCheckpoint", System.Text.Encoding.UTF8.GetBytes(LastCheckpoint));
    }
}

/// <summary>The quorum accepted a new ledger key over the checkpoint that its plan names.</summary>
internal sealed record LedgerKeyChanged(byte[] LedgerKey, LedgerPoint Checkpoint) : LedgerEvent
{
    public const string TypeName = "ledger.key-changed";

    public override string Type => TypeName;

    public static LedgerKeyChanged Read(ObjectReader reader) =>
        new(reader.ExactBytes("ledgerKey", 32), LedgerPoint.FromJson(reader.Reader("checkpoint")));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("ledgerKey", LedgerKey);
        data.Add("checkpoint", Checkpoint.ToJson());
    }
}
