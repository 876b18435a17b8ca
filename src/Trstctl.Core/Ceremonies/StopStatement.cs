namespace Trstctl.Ceremonies;

/// <summary>The opener's statement <c>trstctl-cancellation/1</c>.</summary>
internal sealed record StopStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Principal, int Epoch, SeenCheckpoint Checkpoint, string Reason, DateTime Time)
{
    public const string Format = "trstctl-cancellation/1";

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static StopStatement FromBytes(byte[] bytes) => Fields.FromBytes<StopStatement>(bytes, "cancellation", 16 * 1024, Declare);

    public static StopStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static StopStatement Declare(Fields f, StopStatement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("ceremony", s?.Ceremony, 36),
            f.Digest("planDigest", s?.PlanDigest),
            f.Text("principal", s?.Principal, 64),
            f.Number("epoch", s?.Epoch, 0),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Text("reason", s?.Reason, Approval.MaxReason),
            f.Time("time", s?.Time));
    }
}
