namespace Trstctl.Shares;

/// <summary>What every item of a release is bound to, besides its key.</summary>
/// <param name="Session">SHA-256 of the session's public key.</param>
internal sealed record ReleaseContext(string Tenant, string Ceremony, Digest PlanDigest, Digest Session, string Custodian)
{
    private const string Format = "trstctl-share-release-item/1";

    /// <summary>The associated data of an item's ciphertext.</summary>
    public byte[] AssociatedData(string keyId, int epoch, int x) => CanonicalJson.Write(Members(keyId, epoch, x, null, null));

    /// <summary>What an item's signature covers: the associated data with the two members that carry the share.</summary>
    public byte[] SignedData(string keyId, int epoch, int x, byte[] ephemeral, byte[] ciphertext) =>
        CanonicalJson.Write(Members(keyId, epoch, x, ephemeral, ciphertext));

    private JsonObject Members(string keyId, int epoch, int x, byte[]? ephemeral, byte[]? ciphertext) => new(Format)
    {
        { "tenant", Tenant },
        { "ceremony", Ceremony },
        { "planDigest", PlanDigest },
        { "session", Session },
        { "keyId", keyId },
        { "epoch", epoch },
        { "custodian", Custodian },
        { "x", x },
        { "ephemeral", ephemeral },
        { "ciphertext", ciphertext },
    };
}
