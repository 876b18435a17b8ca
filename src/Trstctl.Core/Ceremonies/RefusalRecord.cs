namespace Trstctl.Ceremonies;

/// <summary>How many refusals of one actor in one ceremony are on record; the count caps what one actor can write.</summary>
internal sealed record RefusalRecord(string Ceremony, string Actor, int Count, DateTime Last) : Document
{
    public const string KindName = "refusal";

    /// <summary>Refusals that are recorded one by one; later ones at most once an hour.</summary>
    public const int Recorded = 16;

    public override string Kind => KindName;

    public override string Id => IdOf(Ceremony, Actor);

    public static string IdOf(string ceremony, string actor) => ceremony + " " + actor;

    public bool Admits(DateTime now) => Count < Recorded || now >= Last.AddHours(1);

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static RefusalRecord FromJson(JsonObject json) => Fields.Read<RefusalRecord>(json, "refusal", Declare);

    private static RefusalRecord Declare(Fields f, RefusalRecord? r) => new(
        f.Text("ceremony", r?.Ceremony, 36), f.Text("actor", r?.Actor, 256), f.Number("count", r?.Count, 0), f.Time("last", r?.Last));
}
