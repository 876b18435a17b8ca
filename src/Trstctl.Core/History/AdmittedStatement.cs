namespace Trstctl.History;

/// <summary>A statement that has an effect: what was said counts once.</summary>
/// <param name="Content">SHA-256 of what was said, not of its signature: to an ECDSA signature there is always a second one that
/// verifies.</param>
/// <param name="Signer">Name of who said it.</param>
/// <param name="Key">SHA-256 of the key that signed it.</param>
/// <param name="Time">UTC, by its own clock.</param>
/// <param name="MovesTime">True of a key of the roster in force: the ledger's time is not before this one.</param>
internal sealed record AdmittedStatement(
    Digest Content, long Sequence, string Signer, Digest Key, DateTime Time, bool MovesTime) : Document
{
    public const string KindName = "statement";

    public override string Kind => KindName;

    public override string Id => Content.Hex;

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static AdmittedStatement FromJson(JsonObject json) => Fields.Read<AdmittedStatement>(json, "statement", Declare);

    private static AdmittedStatement Declare(Fields f, AdmittedStatement? r) => new(
        f.Digest("content", r?.Content),
        f.Sequence("seq", r?.Sequence),
        f.Text("signer", r?.Signer, 64),
        f.Digest("key", r?.Key),
        f.Time("time", r?.Time),
        f.Boolean("movesTime", r?.MovesTime));
}

/// <summary>A statement that verifies.</summary>
/// <param name="Time">UTC, by its own clock.</param>
internal sealed record Said(byte[] Content, Principal Signer, DateTime Time);
