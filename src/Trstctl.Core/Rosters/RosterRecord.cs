namespace Trstctl.Rosters;

/// <summary>A roster in force, and the ceremony that made it.</summary>
public sealed record RosterRecord(Roster Roster, string Ceremony) : Document
{
    public const string KindName = "roster";

    public override string Kind => KindName;

    public override string Id => IdOf(Roster.Epoch);

    /// <summary>The roster of the highest epoch, or null before there is one.</summary>
    public static RosterRecord? Current(IProjection state) => state.Last<RosterRecord>(KindName);

    public static RosterRecord? Find(IProjection state, int epoch) => state.Find<RosterRecord>(KindName, IdOf(epoch));

    public static string IdOf(int epoch) => epoch.ToString("D9", System.Globalization.CultureInfo.InvariantCulture);

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static RosterRecord FromJson(JsonObject json) => Fields.Read<RosterRecord>(json, "roster in force", Declare);

    private static RosterRecord Declare(Fields f, RosterRecord? r) =>
        new(f.Object("roster", r?.Roster, Roster.Declare), f.Text("ceremony", r?.Ceremony, 36));
}
