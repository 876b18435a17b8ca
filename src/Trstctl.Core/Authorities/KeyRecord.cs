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

    /// <summary>Who got the shares of a Quorum key, with their commitments and the digests of their envelopes.</summary>
    public QuorumHeader? Dealing { get; init; }

    /// <summary>False where nothing opens it again.</summary>
    public bool IsKept => DestroyedBy is null && LostBy is null;

    public bool IsQuorum => Custody == CustodyKind.Quorum && IsKept;

    /// <summary>Keys that something opens, by their custody.</summary>
    public const string Kept = "kept";

    internal override IEnumerable<(string By, string Value)> IndexedBy => IsKept ? [(Kept, Custody.ToString())] : [];

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static KeyRecord FromJson(JsonObject json) => Fields.Read<KeyRecord>(json, "key", Declare);

    private static KeyRecord Declare(Fields f, KeyRecord? r) =>
        DeclareOne(f, r) with { Before = f.OptionalObject("before", r?.Before, DeclareOne) };

    // Of the dealing before no earlier one is kept.
    private static KeyRecord DeclareOne(Fields f, KeyRecord? r) => new(
        f.Text("id", r?.KeyId, 64),
        f.Number("generation", r?.Generation, 1),
        f.Digest("spkiDigest", r?.SpkiDigest),
        f.Digest("recordDigest", r?.RecordDigest),
        f.Text("authority", r?.AuthorityId, 64),
        f.Text("ceremony", r?.Ceremony, 64),
        f.Enum("custody", r?.Custody),
        f.Number("epoch", r?.Epoch, 0))
    {
        DestroyedBy = f.OptionalText("destroyedBy", r?.DestroyedBy, 36),
        LostBy = f.OptionalText("lostBy", r?.LostBy, 36),
        Dealing = f.OptionalObject("dealing", r?.Dealing, QuorumHeader.Declare),
    };
}
