namespace Trstctl.History.Events;

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
