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

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static RestorationStatement FromBytes(byte[] bytes) =>
        Fields.FromBytes<RestorationStatement>(bytes, "restoration", 16 * 1024, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static RestorationStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static RestorationStatement Declare(Fields f, RestorationStatement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Number("epoch", s?.Epoch, 1),
            f.Text("principal", s?.Principal, 64),
            f.Object("checkpoint", s?.Checkpoint, LedgerPoint.Declare),
            f.ExactBytes("ledgerKey", s?.LedgerKey, Trstctl.Ledger.LedgerKey.PublicKeyLength),
            f.Digest("sealer", s?.Sealer),
            f.Text("store", s?.StoreId, 36),
            f.Time("time", s?.Time));
    }
}
