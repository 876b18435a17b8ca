namespace Trstctl.Ceremonies;

/// <summary>The statement <c>trstctl-expiry/1</c> of somebody who saw that a deadline of a pending ceremony had passed.</summary>
/// <param name="Epoch">The roster epoch that the signer speaks from; 0 at the founding.</param>
internal sealed record ExpiryStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Signer, int Epoch, SeenCheckpoint Checkpoint, DateTime Time)
{
    public const string Format = "trstctl-expiry/1";

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "ceremony", Ceremony },
        { "planDigest", PlanDigest },
        { "signer", Signer },
        { "epoch", Epoch },
        { "checkpoint", Checkpoint.ToJson() },
        { "time", Time },
    });

    public static ExpiryStatement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "expiry", 16 * 1024), "expiry", Format);
        var statement = new ExpiryStatement(
            reader.Text("tenant", 64),
            reader.Text("ceremony", 36),
            Digest.FromJson(reader, "planDigest"),
            reader.Text("signer", 64),
            (int)reader.Integer("epoch", 0, int.MaxValue),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.Time("time"));
        reader.End();
        return statement;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static ExpiryStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);
}
