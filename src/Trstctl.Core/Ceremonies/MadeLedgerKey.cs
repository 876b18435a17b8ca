namespace Trstctl.Ceremonies;

/// <summary>A ledger key that an executing process made, with its own word for it and that of the key before: whoever trusts that one
/// alone follows it. Both speak for the custody sealer too, where one was made.</summary>
/// <param name="PublicKey">Ed25519, 32 bytes.</param>
/// <param name="Sealer">Identity of the new custody sealer; null where it stays.</param>
/// <param name="Proof">Its signature over tenant id and plan.</param>
/// <param name="OldProof">The same by the key in force before.</param>
internal sealed record MadeLedgerKey(byte[] PublicKey, Digest? Sealer, byte[] Proof, byte[] OldProof)
{
    private const string Format = "trstctl-ledger-key-proof/1";

    public static MadeLedgerKey Of(LedgerKey key, LedgerKey before, Plan plan, Digest? sealer = null)
    {
        var statement = Statement(plan, key.PublicKey, sealer);
        return new MadeLedgerKey(key.PublicKey, sealer, key.Sign(statement), before.Sign(statement));
    }

    public bool IsProved(Plan plan, byte[] before)
    {
        var statement = Statement(plan, PublicKey, Sealer);
        return LedgerKey.Verify(PublicKey, statement, Proof) && LedgerKey.Verify(before, statement, OldProof);
    }

    public static MadeLedgerKey Declare(Fields f, MadeLedgerKey? m) => new(
        f.ExactBytes("publicKey", m?.PublicKey, LedgerKey.PublicKeyLength),
        f.OptionalDigest("sealer", m?.Sealer),
        f.ExactBytes("proof", m?.Proof, LedgerKey.SignatureLength),
        f.ExactBytes("oldProof", m?.OldProof, LedgerKey.SignatureLength));

    private static byte[] Statement(Plan plan, byte[] publicKey, Digest? sealer) => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", plan.Tenant },
        { "planDigest", plan.Digest },
        { "publicKey", publicKey },
        { "sealer", sealer is null ? null : (JsonValue)sealer.Value },
    });
}
