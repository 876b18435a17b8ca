namespace Trstctl.Ceremonies;

/// <summary>A custodian's statement <c>trstctl-freeze/1</c>: it suspends exactly one tenant at one point of its history.</summary>
internal sealed record SuspensionStatement(
    string Tenant, int Epoch, string Custodian, SeenCheckpoint Checkpoint, string Reason, DateTime Time)
{
    public const string Format = "trstctl-freeze/1";

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static SuspensionStatement FromBytes(byte[] bytes) =>
        Fields.FromBytes<SuspensionStatement>(bytes, "suspension", 16 * 1024, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static SuspensionStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static SuspensionStatement Declare(Fields f, SuspensionStatement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Number("epoch", s?.Epoch, 1),
            f.Text("custodian", s?.Custodian, 64),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Text("reason", s?.Reason, Approval.MaxReason),
            f.Time("time", s?.Time));
    }
}
