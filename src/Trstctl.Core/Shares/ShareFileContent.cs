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

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "custodian", Custodian },
        { "epoch", Epoch },
        { "kdf", Kdf },
        {
            "shares", new JsonArray(Shares.Select(share => new JsonObject
            {
                { "keyId", share.KeyId }, { "x", share.X }, { "sealed", share.Sealed },
            }))
        },
    });

    public static ShareFileContent FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "share file", MaxBytes), "share file", Format);
        var content = new ShareFileContent(
            reader.Text("tenant", 64),
            reader.Text("custodian", 64),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            reader.Object("kdf"),
            reader.Objects("shares", MaxShares).Select(ReadEntry).ToArray());
        reader.End();
        return content.Shares.Count > 0
            && content.Shares.Select(share => share.KeyId).Distinct(StringComparer.Ordinal).Count() == content.Shares.Count
            ? content
            : throw reader.Fault($"it does not hold 1 to {MaxShares} shares of different keys");
    }

    private static ShareFileEntry ReadEntry(JsonObject json)
    {
        var reader = new ObjectReader(json, "share of a file");
        var entry = new ShareFileEntry(reader.Text("keyId", 64), (int)reader.Integer("x", 1, 255), reader.Bytes("sealed", MaxSealed));
        reader.End();
        return entry;
    }
}
