namespace Trstctl.History.Events;

internal sealed record StoreCreated(string StoreId, string Software) : LedgerEvent
{
    public const string TypeName = "store.created";

    public override string Type => TypeName;

    public override bool IsNote => true;

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

    public override bool IsNote => true;

    public static TenantCreated Read(ObjectReader reader) => new(reader.Text("name", 64));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data) => data.Add("name", Name);
}

/// <summary>Nobody signed anything for weeks, by the clock of the host that says so.</summary>
internal sealed record ClockGap(DateTime Previous, DateTime Now) : LedgerEvent
{
    public const string TypeName = "clock.gap";

    public override string Type => TypeName;

    public override bool IsNote => true;

    public static ClockGap Read(ObjectReader reader) => new(reader.Time("previous"), reader.Time("now"));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("previous", Previous);
        data.Add("now", Now);
    }
}

/// <summary>A custodian's signed statement (CMS over <c>trstctl-freeze/1</c>).</summary>
internal sealed record TenantSuspended(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "tenant.suspended";

    public override string Type => TypeName;

    public static TenantSuspended Read(ObjectReader reader) => new(reader.Bytes("statement", 64 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var suspension = SuspensionStatement.FromSigned(Statement);
        projection.Put(TenantRecord.Of(projection) with
        {
            Suspension = new SuspensionRecord(suspension.Custodian, suspension.Epoch, header.Time, suspension.Reason, header.Sequence),
        });
    }

    private protected override void Write(JsonObject data) => data.Add("statement", Statement);
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
