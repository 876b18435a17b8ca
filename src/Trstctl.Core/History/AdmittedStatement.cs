namespace Trstctl.History;

/// <summary>A statement that has an effect: what was said counts once.</summary>
/// <param name="Content">SHA-256 of what was said, not of its signature: to an ECDSA signature there is always a second one that
/// verifies.</param>
/// <param name="Signer">Name of who said it.</param>
/// <param name="Key">SHA-256 of the key that signed it.</param>
/// <param name="Time">UTC, by its own clock.</param>
/// <param name="LedgerTime">UTC: the ledger's time once it was admitted.</param>
internal sealed record AdmittedStatement(
    Digest Content, long Sequence, string Signer, Digest Key, DateTime Time, DateTime LedgerTime) : Document
{
    public const string KindName = "statement";

    public override string Kind => KindName;

    public override string Id => Content.Hex;

    public static AdmittedStatement FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "statement");
        var statement = new AdmittedStatement(
            Digest.FromJson(reader, "content"), reader.Integer("seq", 0, JsonInteger.Largest), reader.Text("signer", 64),
            Digest.FromJson(reader, "key"), reader.Time("time"), reader.Time("ledgerTime"));
        reader.End();
        return statement;
    }

    internal override JsonObject ToJson() => new()
    {
        { "content", Content },
        { "seq", Sequence },
        { "signer", Signer },
        { "key", Key },
        { "time", Time },
        { "ledgerTime", LedgerTime },
    };
}

/// <summary>A statement that verifies.</summary>
/// <param name="Time">UTC, by its own clock.</param>
internal sealed record Said(byte[] Content, Principal Signer, DateTime Time);
