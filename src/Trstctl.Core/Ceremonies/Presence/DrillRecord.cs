namespace Trstctl.Ceremonies.Presence;

/// <summary>When a custodian of a roster epoch last proved that he can open his shares.</summary>
/// <param name="Last">UTC: the ledger's time at the checkpoint that was answered, so that no answer that was kept looks fresh; null
/// where no drill succeeded yet.</param>
/// <param name="Shares">How many shares were opened in the last one.</param>
public sealed record DrillRecord(string Custodian, int Epoch, DateTime? Last, int Shares) : Document
{
    public const string KindName = "drill";

    public override string Kind => KindName;

    public override string Id => IdOf(Epoch, Custodian);

    public static string IdOf(int epoch, string custodian) => RosterRecord.IdOf(epoch) + " " + custodian;

    internal static DrillRecord Of(IProjection state, int epoch, string custodian) =>
        state.Find<DrillRecord>(KindName, IdOf(epoch, custodian)) ?? new DrillRecord(custodian, epoch, null, 0);

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static DrillRecord FromJson(JsonObject json) => Fields.Read<DrillRecord>(json, "drill", Declare);

    private static DrillRecord Declare(Fields f, DrillRecord? r) => new(
        f.Text("custodian", r?.Custodian, 64), f.Number("epoch", r?.Epoch, 0), f.OptionalTime("last", r?.Last),
        f.Number("shares", r?.Shares, 0));
}
