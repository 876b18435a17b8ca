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

    internal override JsonObject ToJson() => new()
    {
        { "content", Content },
        { "seq", Sequence },
        { "signer", Signer },
        { "key", Key },
        { "time", Time },
        { "movesTime", MovesTime },
    };
}

/// <summary>A statement that verifies.</summary>
/// <param name="Time">UTC, by its own clock.</param>
internal sealed record Said(byte[] Content, Principal Signer, DateTime Time);
