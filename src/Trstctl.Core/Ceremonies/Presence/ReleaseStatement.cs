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

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static ReleaseStatement FromBytes(byte[] bytes) =>
        Fields.FromBytes<ReleaseStatement>(bytes, "release statement", 16 * 1024, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static ReleaseStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static ReleaseStatement Declare(Fields f, ReleaseStatement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("ceremony", s?.Ceremony, 36),
            f.Digest("planDigest", s?.PlanDigest),
            f.Text("custodian", s?.Custodian, 64),
            f.Number("epoch", s?.Epoch, 1),
            f.Digest("session", s?.Session),
            f.Digest("release", s?.Release),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Time("time", s?.Time));
    }
}
