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

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "ceremony", Ceremony },
        { "planDigest", PlanDigest },
        { "decision", Name(Decision) },
        { "custodian", Custodian },
        { "epoch", Epoch },
        { "checkpoint", Checkpoint.ToJson() },
        { "reason", Reason is null ? null : (JsonValue)Reason },
        { "time", Time },
        { "possession", Possession },
    });

    public static Approval FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "approval", 16 * 1024), "approval", Format);
        var approval = new Approval(
            reader.Text("tenant", 64),
            reader.Text("ceremony", 36),
            Digest.FromJson(reader, "planDigest"),
            reader.Text("decision", 16) switch
            {
                "approve" => Decision.Approve,
                "deny" => Decision.Deny,
                "withdraw" => Decision.Withdraw,
                _ => throw reader.Fault("its decision is unknown"),
            },
            reader.Text("custodian", 64),
            (int)reader.Integer("epoch", 0, int.MaxValue),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.OptionalText("reason", MaxReason),
            reader.Time("time"))
        {
            Possession = reader.OptionalBytes("possession", 64),
        };
        reader.End();
        return approval;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static Approval FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static string Name(Decision decision) => decision switch
    {
        Decision.Approve => "approve",
        Decision.Deny => "deny",
        _ => "withdraw",
    };
}
