using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Storage;

namespace Trstctl.Ledger.Events;

/// <summary>A key was made for one ceremony; the proof is its signature over <see cref="KeyPossession"/>.</summary>
public sealed record KeyGenerated(string KeyId, string Algorithm, byte[] Spki, Digest PlanDigest, byte[] Proof) : LedgerEvent
{
    public const string TypeName = "key.generated";

    public override string Type => TypeName;

    public static KeyGenerated Read(ObjectReader reader)
    {
        var generated = new KeyGenerated(
            reader.Text("key", 36),
            reader.Text("algorithm", 32),
            reader.Bytes("spki", 4096),
            Digest.FromJson(reader, "planDigest"),
            reader.Bytes("proof", 4096));
        return Digest.FromJson(reader, "spkiDigest") == Digest.Of(generated.Spki)
            ? generated
            : throw reader.Fault("spkiDigest is not the digest of spki");
    }

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    protected override void Write(JsonObject data)
    {
        data.Add("key", KeyId);
        data.Add("algorithm", Algorithm);
        data.Add("spki", Spki);
        data.Add("spkiDigest", Digest.Of(Spki));
        data.Add("planDigest", PlanDigest);
        data.Add("proof", Proof);
    }
}

/// <summary>A sealed record exists; only the record with this digest may be opened.</summary>
public sealed record KeySealed(string KeyId, int Generation, Digest SpkiDigest, Digest RecordDigest, string AuthorityId) : LedgerEvent
{
    public const string TypeName = "key.sealed";

    public override string Type => TypeName;

    public static KeySealed Read(ObjectReader reader) => new(
        reader.Text("key", 36),
        (int)reader.Integer("generation", 1, int.MaxValue),
        Digest.FromJson(reader, "spkiDigest"),
        Digest.FromJson(reader, "recordDigest"),
        reader.Text("authority", 36));

    public override void Apply(IProjection projection, EventHeader header) => projection.Put(
        new KeyRecord(KeyId, Generation, SpkiDigest, RecordDigest, AuthorityId, header.Ceremony ?? string.Empty));

    protected override void Write(JsonObject data)
    {
        data.Add("key", KeyId);
        data.Add("generation", Generation);
        data.Add("spkiDigest", SpkiDigest);
        data.Add("recordDigest", RecordDigest);
        data.Add("authority", AuthorityId);
    }
}

/// <summary>An existing key was opened and signed for a ceremony.</summary>
public sealed record KeyOpened(string KeyId, Digest PlanDigest) : LedgerEvent
{
    public const string TypeName = "key.opened";

    public override string Type => TypeName;

    public static KeyOpened Read(ObjectReader reader) => new(reader.Text("key", 36), Digest.FromJson(reader, "planDigest"));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    protected override void Write(JsonObject data)
    {
        data.Add("key", KeyId);
        data.Add("planDigest", PlanDigest);
    }
}
