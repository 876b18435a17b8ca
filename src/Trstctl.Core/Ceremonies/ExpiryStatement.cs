namespace Trstctl.Ceremonies;

/// <summary>The statement <c>trstctl-expiry/1</c> of somebody who saw that a deadline of a pending ceremony had passed.</summary>
/// <param name="Epoch">The roster epoch that the signer speaks from; 0 at the founding.</param>
internal sealed record ExpiryStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Signer, int Epoch, SeenCheckpoint Checkpoint, DateTime Time)
{
    public const string Format = "trstctl-expiry/1";

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static ExpiryStatement FromBytes(byte[] bytes) => Fields.FromBytes<ExpiryStatement>(bytes, "expiry", 16 * 1024, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static ExpiryStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static ExpiryStatement Declare(Fields f, ExpiryStatement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("ceremony", s?.Ceremony, 36),
            f.Digest("planDigest", s?.PlanDigest),
            f.Text("signer", s?.Signer, 64),
            f.Number("epoch", s?.Epoch, 0),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Time("time", s?.Time));
    }
}
