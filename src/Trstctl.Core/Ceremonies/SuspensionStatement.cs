namespace Trstctl.Ceremonies;

/// <summary>A custodian's statement <c>trstctl-freeze/1</c>: it suspends exactly one tenant at one point of its history.</summary>
internal sealed record SuspensionStatement(
    string Tenant, int Epoch, string Custodian, SeenCheckpoint Checkpoint, string Reason, DateTime Time)
{
    public const string Format = "trstctl-freeze/1";

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "epoch", Epoch },
        { "custodian", Custodian },
        { "checkpoint", Checkpoint.ToJson() },
        { "reason", Reason },
        { "time", Time },
    });

    public static SuspensionStatement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "suspension", 16 * 1024), "suspension", Format);
        var suspension = new SuspensionStatement(
            reader.Text("tenant", 64),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            reader.Text("custodian", 64),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.Text("reason", Approval.MaxReason),
            reader.Time("time"));
        reader.End();
        return suspension;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static SuspensionStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);
}
