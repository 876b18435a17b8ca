namespace Trstctl.Authorities;

/// <summary>Which sealed record of a key the ledger names last: only this one may be opened.</summary>
/// <param name="Ceremony">The ceremony that sealed this generation.</param>
/// <param name="Epoch">The roster epoch of the dealing of a Quorum key; 0 for a key under a sealer.</param>
internal sealed record KeyRecord(
    string KeyId, int Generation, Digest SpkiDigest, Digest RecordDigest, string AuthorityId, string Ceremony, CustodyKind Custody,
    int Epoch) : Document
{
    public const string KindName = "key";

    public override string Kind => KindName;

    public override string Id => KeyId;

    /// <summary>The ceremony that destroyed the key, or null.</summary>
    public string? DestroyedBy { get; init; }

    /// <summary>The roster change, or the resumption of a copy, that left the key behind, since nothing opens it; or null.</summary>
    public string? LostBy { get; init; }

    /// <summary>The record of the dealing that the newest one was dealt from, kept until that was opened in a later ceremony; null where
    /// none is kept.</summary>
    public KeyRecord? Before { get; init; }

    /// <summary>Who got the shares of a Quorum key, with their commitments and the digests of their envelopes; in memory.</summary>
    public QuorumHeader? Dealing { get; init; }

    /// <summary>False where nothing opens it again.</summary>
    public bool IsKept => DestroyedBy is null && LostBy is null;

    public bool IsQuorum => Custody == CustodyKind.Quorum && IsKept;

    internal override JsonObject ToJson() => new()
    {
        { "id", KeyId },
        { "generation", Generation },
        { "spkiDigest", SpkiDigest },
        { "recordDigest", RecordDigest },
        { "authority", AuthorityId },
        { "ceremony", Ceremony },
        { "custody", Custody.ToString() },
        { "epoch", Epoch },
        { "destroyedBy", DestroyedBy is null ? null : (JsonValue)DestroyedBy },
        { "lostBy", LostBy is null ? null : (JsonValue)LostBy },
        {
            "before", Before is null
                ? null
                : new JsonObject { { "generation", Before.Generation }, { "recordDigest", Before.RecordDigest } }
        },
    };
}
