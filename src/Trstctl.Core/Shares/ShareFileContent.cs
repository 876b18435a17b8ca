namespace Trstctl.Shares;

/// <summary>One sealed share of a file.</summary>
/// <param name="Sealed">AES-256-GCM of the share's content: nonce (12 bytes), ciphertext, tag (16 bytes).</param>
internal sealed record ShareFileEntry(string KeyId, int X, byte[] Sealed);

/// <summary>The format <c>trstctl-share-file/1</c>. All but the other shares is associated data of each share.</summary>
/// <param name="Kdf">Salt and costs of the one Argon2id run that makes the key of all shares.</param>
internal sealed record ShareFileContent(string Tenant, string Custodian, int Epoch, JsonObject Kdf, IReadOnlyList<ShareFileEntry> Shares)
{
    public const string Format = "trstctl-share-file/1";
    public const int MaxShares = 1024;
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxSealed = 2048;

    public byte[] AssociatedData(string keyId, int x) => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "custodian", Custodian },
        { "epoch", Epoch },
        { "kdf", Kdf },
        { "keyId", keyId },
        { "x", x },
    });

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static ShareFileContent FromBytes(byte[] bytes) => Fields.FromBytes<ShareFileContent>(bytes, "share file", MaxBytes, Declare);

    private static ShareFileContent Declare(Fields f, ShareFileContent? c)
    {
        f.Format(Format);
        var content = new ShareFileContent(
            f.Text("tenant", c?.Tenant, 64),
            f.Text("custodian", c?.Custodian, 64),
            f.Number("epoch", c?.Epoch, 1),
            f.Raw("kdf", c?.Kdf),
            f.Objects("shares", c?.Shares, MaxShares, DeclareEntry));
        f.Demand(
            content.Shares.Count > 0
                && content.Shares.Select(share => share.KeyId).Distinct(StringComparer.Ordinal).Count() == content.Shares.Count,
            $"it does not hold 1 to {MaxShares} shares of different keys");
        return content;
    }

    private static ShareFileEntry DeclareEntry(Fields f, ShareFileEntry? e) =>
        new(f.Text("keyId", e?.KeyId, 64), f.Number("x", e?.X, 1, 255), f.Bytes("sealed", e?.Sealed, MaxSealed));
}
