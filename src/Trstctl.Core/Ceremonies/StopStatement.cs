namespace Trstctl.Ceremonies;

/// <summary>The opener's statement <c>trstctl-cancellation/1</c>.</summary>
internal sealed record StopStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Principal, int Epoch, SeenCheckpoint Checkpoint, string Reason, DateTime Time)
{
    public const string Format = "trstctl-cancellation/1";

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "ceremony", Ceremony },
        { "planDigest", PlanDigest },
        { "principal", Principal },
        { "epoch", Epoch },
        { "checkpoint", Checkpoint.ToJson() },
        { "reason", Reason },
        { "time", Time },
    });

    public static StopStatement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "cancellation", 16 * 1024), "cancellation", Format);
        var cancellation = new StopStatement(
            reader.Text("tenant", 64),
            reader.Text("ceremony", 36),
            Digest.FromJson(reader, "planDigest"),
            reader.Text("principal", 64),
            (int)reader.Integer("epoch", 0, int.MaxValue),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.Text("reason", Approval.MaxReason),
            reader.Time("time"));
        reader.End();
        return cancellation;
    }

    public static StopStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);
}
