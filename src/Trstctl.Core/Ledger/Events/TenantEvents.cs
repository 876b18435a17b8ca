using Trstctl.Canonical;
using Trstctl.Rosters;
using Trstctl.Storage;

namespace Trstctl.Ledger.Events;

public sealed record StoreCreated(string StoreId, string Software) : LedgerEvent
{
    public const string TypeName = "store.created";

    public override string Type => TypeName;

    public static StoreCreated Read(ObjectReader reader) => new(reader.Text("store", 36), reader.Text("software", 128));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    protected override void Write(JsonObject data)
    {
        data.Add("store", StoreId);
        data.Add("software", Software);
    }
}

public sealed record TenantCreated(string Name) : LedgerEvent
{
    public const string TypeName = "tenant.created";

    public override string Type => TypeName;

    public static TenantCreated Read(ObjectReader reader) => new(reader.Text("name", 64));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    protected override void Write(JsonObject data) => data.Add("name", Name);
}

/// <summary>Somebody who connected vouched for a clock that had moved more than a day since the last event.</summary>
public sealed record ClockCorrected(DateTime Previous, DateTime Now) : LedgerEvent
{
    public const string TypeName = "clock.corrected";

    public override string Type => TypeName;

    public static ClockCorrected Read(ObjectReader reader) => new(reader.Time("previous"), reader.Time("now"));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    protected override void Write(JsonObject data)
    {
        data.Add("previous", Previous);
        data.Add("now", Now);
    }
}

public sealed record RosterProposed(Roster Roster) : LedgerEvent
{
    public const string TypeName = "roster.proposed";

    public override string Type => TypeName;

    public static RosterProposed Read(ObjectReader reader) => new(Roster.FromJson(reader.Object("roster")));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    protected override void Write(JsonObject data) => data.Add("roster", Roster.ToJson());
}

public sealed record RosterChanged(Roster Roster) : LedgerEvent
{
    public const string TypeName = "roster.changed";

    public override string Type => TypeName;

    public static RosterChanged Read(ObjectReader reader) => new(Roster.FromJson(reader.Object("roster")));

    public override void Apply(IProjection projection, EventHeader header) =>
        projection.Put(new RosterRecord(Roster, header.Ceremony ?? string.Empty));

    protected override void Write(JsonObject data) => data.Add("roster", Roster.ToJson());
}
