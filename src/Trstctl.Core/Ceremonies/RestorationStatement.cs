namespace Trstctl.Ceremonies;

/// <summary>The statement <c>trstctl-restoration/1</c> of an operator or custodian: the copy that ends at this checkpoint goes on in
/// a new store, with a ledger key and a custody sealer that the quorum has not accepted yet (PROTOCOL section 5a).</summary>
/// <param name="Checkpoint">The copy's last.</param>
/// <param name="LedgerKey">The candidate: Ed25519 public key, 32 bytes.</param>
/// <param name="Sealer">Identity of the new custody sealer.</param>
internal sealed record RestorationStatement(
    string Tenant, int Epoch, string Principal, LedgerPoint Checkpoint, byte[] LedgerKey, Digest Sealer, string StoreId, DateTime Time)
{
    public const string Format = "trstctl-restoration/1";

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "epoch", Epoch },
        { "principal", Principal },
        { "checkpoint", Checkpoint.ToJson() },
        { "ledgerKey", LedgerKey },
        { "sealer", Sealer },
        { "store", StoreId },
        { "time", Time },
    });

    public static RestorationStatement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "restoration", 16 * 1024), "restoration", Format);
        var restoration = new RestorationStatement(
            reader.Text("tenant", 64),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            reader.Text("principal", 64),
            LedgerPoint.FromJson(reader.Reader("checkpoint")),
            reader.ExactBytes("ledgerKey", Trstctl.Ledger.LedgerKey.PublicKeyLength),
            Digest.FromJson(reader, "sealer"),
            reader.Text("store", 36),
            reader.Time("time"));
        reader.End();
        return restoration;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static RestorationStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);
}
