using Trstctl.Canonical;
using Trstctl.Ledger;
using Trstctl.Storage;

namespace Trstctl.Authorities;

/// <summary>Which sealed record of a key the ledger names last: only this one may be opened.</summary>
public sealed record KeyRecord(string KeyId, int Generation, Digest SpkiDigest, Digest RecordDigest, string AuthorityId, string Ceremony) : Document
{
    public const string KindName = "key";

    public override string Kind => KindName;

    public override string Id => KeyId;

    public override JsonObject ToJson() => new()
    {
        { "id", KeyId },
        { "generation", Generation },
        { "spkiDigest", SpkiDigest },
        { "recordDigest", RecordDigest },
        { "authority", AuthorityId },
        { "ceremony", Ceremony },
    };

    public static KeyRecord FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "key record");
        var record = new KeyRecord(
            reader.Text("id", 36),
            (int)reader.Integer("generation", 1, int.MaxValue),
            Digest.FromJson(reader, "spkiDigest"),
            Digest.FromJson(reader, "recordDigest"),
            reader.Text("authority", 36),
            reader.Text("ceremony", 36));
        reader.End();
        return record;
    }
}
