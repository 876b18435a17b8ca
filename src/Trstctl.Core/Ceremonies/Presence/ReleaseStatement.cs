namespace Trstctl.Ceremonies.Presence;

/// <summary>A custodian's statement <c>trstctl-release/1</c>: he gave the shares with this digest to that session. The ledger keeps
/// it; the shares themselves are kept beside it, and erased when the ceremony ends.</summary>
/// <param name="Session">SHA-256 of the session's public key.</param>
/// <param name="Release">SHA-256 of the <see cref="ShareRelease"/>.</param>
/// <param name="Checkpoint">The ledger as he saw it.</param>
internal sealed record ReleaseStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Custodian, int Epoch, Digest Session, Digest Release,
    SeenCheckpoint Checkpoint, DateTime Time)
{
    public const string Format = "trstctl-release/1";
    public const int MaxSigned = 64 * 1024;

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "ceremony", Ceremony },
        { "planDigest", PlanDigest },
        { "custodian", Custodian },
        { "epoch", Epoch },
        { "session", Session },
        { "release", Release },
        { "checkpoint", Checkpoint.ToJson() },
        { "time", Time },
    });

    public static ReleaseStatement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "release statement", 16 * 1024), "release statement", Format);
        var statement = new ReleaseStatement(
            reader.Text("tenant", 64),
            reader.Text("ceremony", 36),
            Digest.FromJson(reader, "planDigest"),
            reader.Text("custodian", 64),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            Digest.FromJson(reader, "session"),
            Digest.FromJson(reader, "release"),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.Time("time"));
        reader.End();
        return statement;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static ReleaseStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);
}
