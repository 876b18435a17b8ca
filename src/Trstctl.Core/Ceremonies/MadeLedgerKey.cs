namespace Trstctl.Ceremonies;

/// <summary>A ledger key that an executing process made, with its own word for it.</summary>
/// <param name="PublicKey">Ed25519, 32 bytes.</param>
/// <param name="Proof">Its signature over tenant id and plan.</param>
internal sealed record MadeLedgerKey(byte[] PublicKey, byte[] Proof)
{
    private const string Format = "trstctl-ledger-key-proof/1";

    public static MadeLedgerKey Of(LedgerKey key, Plan plan) => new(key.PublicKey, key.Sign(Statement(plan, key.PublicKey)));

    public bool IsProved(Plan plan) => LedgerKey.Verify(PublicKey, Statement(plan, PublicKey), Proof);

    public JsonObject ToJson() => new() { { "publicKey", PublicKey }, { "proof", Proof } };

    public static MadeLedgerKey FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "ledger key");
        var made = new MadeLedgerKey(
            reader.ExactBytes("publicKey", LedgerKey.PublicKeyLength), reader.ExactBytes("proof", LedgerKey.SignatureLength));
        reader.End();
        return made;
    }

    private static byte[] Statement(Plan plan, byte[] publicKey) => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", plan.Tenant },
        { "planDigest", plan.Digest },
        { "publicKey", publicKey },
    });
}
