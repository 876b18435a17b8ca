namespace Trstctl.History.Events;

/// <summary>A key was made for one ceremony; the proof is its signature over <see cref="KeyPossession"/>.</summary>
internal sealed record KeyGenerated(string KeyId, string Algorithm, byte[] Spki, Digest PlanDigest, byte[] Proof) : LedgerEvent
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
            reader.Bytes("proof", KeyAlgorithm.LargestSignature));
        return Digest.FromJson(reader, "spkiDigest") == Digest.Of(generated.Spki)
            ? generated
            : throw reader.Fault("spkiDigest is not the digest of spki");
    }

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("key", KeyId);
        data.Add("algorithm", Algorithm);
        data.Add("spki", Spki);
        data.Add("spkiDigest", Digest.Of(Spki));
        data.Add("planDigest", PlanDigest);
        data.Add("proof", Proof);
    }
}

/// <summary>A sealed record exists, the first of its key or a new sealing; only the record with this digest may be opened.</summary>
/// <param name="Epoch">The roster epoch of the dealing of a Quorum key; 0 for a key under a sealer.</param>
internal sealed record KeySealed(
    string KeyId, int Generation, Digest SpkiDigest, Digest RecordDigest, string AuthorityId, CustodyKind Custody, int Epoch) : LedgerEvent
{
    public const string SealedType = "key.sealed";
    public const string ResealedType = "key.resealed";

    public override string Type => TypeOf(Generation);

    public static KeySealed Read(string type, ObjectReader reader)
    {
        var item = new KeySealed(
            reader.Text("key", 36),
            (int)reader.Integer("generation", 1, int.MaxValue),
            Digest.FromJson(reader, "spkiDigest"),
            Digest.FromJson(reader, "recordDigest"),
            reader.Text("authority", 36),
            reader.Enum<CustodyKind>("custody"),
            (int)reader.Integer("epoch", 0, int.MaxValue));
        return string.Equals(type, TypeOf(item.Generation), StringComparison.Ordinal)
            ? item
            : throw reader.Fault("its generation contradicts its type");
    }

    // A generation never comes twice, and nothing brings back a destroyed key.
    public override void Apply(IProjection projection, EventHeader header)
    {
        var before = projection.Find<KeyRecord>(KeyRecord.KindName, KeyId);
        if (Generation != (before?.Generation ?? 0) + 1
            || before?.DestroyedBy is not null
            || (before is not null && before.AuthorityId != AuthorityId))
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"generation {Generation} of key {KeyId} does not follow");
        }

        projection.Put(new KeyRecord(
            KeyId, Generation, SpkiDigest, RecordDigest, AuthorityId, header.Ceremony ?? string.Empty, Custody, Epoch));
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("key", KeyId);
        data.Add("generation", Generation);
        data.Add("spkiDigest", SpkiDigest);
        data.Add("recordDigest", RecordDigest);
        data.Add("authority", AuthorityId);
        data.Add("custody", Custody.ToString());
        data.Add("epoch", Epoch);
    }

    private static string TypeOf(int generation) => generation == 1 ? SealedType : ResealedType;
}

/// <summary>A process that passed the gate asks for shares (CMS over <c>trstctl-open-request/1</c>); its session key is in its
/// memory alone.</summary>
internal sealed record KeyOpenRequested(byte[] Request) : LedgerEvent
{
    public const string TypeName = "key.open-requested";

    public override string Type => TypeName;

    public static KeyOpenRequested Read(ObjectReader reader) => new(reader.Bytes("request", 256 * 1024));

    public override void Apply(IProjection projection, EventHeader header) =>
        projection.Put(projection.DemandPending(header.Ceremony) with { OpeningAt = header.Sequence, Releases = [] });

    private protected override void Write(JsonObject data) => data.Add("request", Request);
}

/// <summary>A custodian released his share to one session; the release itself is erased when the ceremony ends.</summary>
internal sealed record KeyShareReleased(string Custodian, Digest Session, Digest Release) : LedgerEvent
{
    public const string TypeName = "key.share-released";

    public override string Type => TypeName;

    public static KeyShareReleased Read(ObjectReader reader) =>
        new(reader.Text("custodian", 64), Digest.FromJson(reader, "session"), Digest.FromJson(reader, "release"));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var ceremony = projection.DemandPending(header.Ceremony);
        projection.Put(ceremony with
        {
            Releases = [
                .. ceremony.Releases.Where(r => !string.Equals(r.Custodian, Custodian, StringComparison.Ordinal)),
                new ReleaseRecord(Custodian, Session, Release)],
        });
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("custodian", Custodian);
        data.Add("session", Session);
        data.Add("release", Release);
    }
}

/// <summary>Every sealed record of the key in this store was erased. Copies elsewhere are listed as far as they are known; the
/// witnesses' signed statements (CMS over <c>trstctl-witness/1</c>) say that they saw it.</summary>
internal sealed record KeyDestroyed(
    string KeyId, string AuthorityId, IReadOnlyList<string> Copies, IReadOnlyList<byte[]> Witnesses) : LedgerEvent
{
    public const string TypeName = "key.destroyed";
    private const int MaxStatement = 64 * 1024;

    public override string Type => TypeName;

    public static KeyDestroyed Read(ObjectReader reader) => new(
        reader.Text("key", 36),
        reader.Text("authority", 36),
        reader.Texts("copies", 1024, 256),
        reader.Objects("witnesses", 32).Select(ReadWitness).ToArray());

    public override void Apply(IProjection projection, EventHeader header)
    {
        var key = projection.Find<KeyRecord>(KeyRecord.KindName, KeyId);
        var authority = projection.Find<AuthorityRecord>(AuthorityRecord.KindName, AuthorityId);
        if (key is null || authority is null || !string.Equals(authority.KeyId, KeyId, StringComparison.Ordinal))
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"key {KeyId} and authority {AuthorityId} do not belong together");
        }

        projection.Put(key with { DestroyedBy = header.Ceremony ?? string.Empty });
        projection.Put(authority with { Status = authority.Status == AuthorityStatus.Active ? AuthorityStatus.Retired : authority.Status });
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("key", KeyId);
        data.Add("authority", AuthorityId);
        data.Add("copies", JsonArray.Of(Copies));
        data.Add("witnesses", new JsonArray(Witnesses.Select(w => new JsonObject { { "statement", w } })));
    }

    private static byte[] ReadWitness(JsonObject json)
    {
        var reader = new ObjectReader(json, "witness");
        var statement = reader.Bytes("statement", MaxStatement);
        reader.End();
        return statement;
    }
}

/// <summary>An existing key was opened and signed for a ceremony.</summary>
internal sealed record KeyOpened(string KeyId, Digest PlanDigest) : LedgerEvent
{
    public const string TypeName = "key.opened";

    public override string Type => TypeName;

    public static KeyOpened Read(ObjectReader reader) => new(reader.Text("key", 36), Digest.FromJson(reader, "planDigest"));

    public override void Apply(IProjection projection, EventHeader header)
    {
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("key", KeyId);
        data.Add("planDigest", PlanDigest);
    }
}
