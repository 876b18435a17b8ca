namespace Trstctl.Ceremonies;

/// <summary>A custodian's statement <c>trstctl-approval/1</c>: a decision on exactly one plan.</summary>
internal sealed record Approval(
    string Tenant,
    string Ceremony,
    Digest PlanDigest,
    Decision Decision,
    string Custodian,
    int Epoch,
    SeenCheckpoint Checkpoint,
    string? Reason,
    DateTime Time)
{
    public const string Format = "trstctl-approval/1";
    public const int MaxReason = 1024;

    /// <summary>At genesis: what the sealing key decrypted from the plan's challenge, 32 bytes.</summary>
    public byte[]? Possession { get; init; }

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static Approval FromBytes(byte[] bytes) => Fields.FromBytes<Approval>(bytes, "approval", 16 * 1024, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static Approval FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static Approval Declare(Fields f, Approval? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("ceremony", s?.Ceremony, 36),
            f.Digest("planDigest", s?.PlanDigest),
            f.Word("decision", s?.Decision),
            f.Text("custodian", s?.Custodian, 64),
            f.Number("epoch", s?.Epoch, 0),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.OptionalText("reason", s?.Reason, MaxReason),
            f.Time("time", s?.Time))
        {
            Possession = f.OptionalBytes("possession", s?.Possession, 64),
        };
    }
}
