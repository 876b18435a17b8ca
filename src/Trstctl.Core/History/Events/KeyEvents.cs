namespace Trstctl.History.Events;

/// <summary>A process that passed the gate asks for shares (CMS over <c>trstctl-open-request/1</c>); its session key is in its
/// memory alone.</summary>
internal sealed record KeyOpenRequested(byte[] Request) : LedgerEvent
{
    public const string TypeName = "key.open-requested";

    public override string Type => TypeName;

    internal override SeenCheckpoint Seen => OpenRequest.FromSigned(Request).Checkpoint;

    public static KeyOpenRequested Declare(Fields f, KeyOpenRequested? e) => new(f.Bytes("request", e?.Request, 256 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var said = OpenRequest.FromSigned(Request);
        projection.Put(projection.DemandPending(header.Ceremony) with
        {
            OpeningAt = header.Sequence, Session = said.SessionDigest, SessionExecutor = said.Executor, Releases = [],
        });
    }
}

/// <summary>A custodian released his shares to one session (CMS over <c>trstctl-release/1</c>).</summary>
internal sealed record KeyShareReleased(byte[] Statement) : LedgerEvent
{
    private ReleaseStatement? said;

    public const string TypeName = "key.share-released";

    /// <summary>What was said; its signature is for the rules to verify.</summary>
    public ReleaseStatement Said => said ??= ReleaseStatement.FromSigned(Statement);

    public override string Type => TypeName;

    internal override SeenCheckpoint Seen => Said.Checkpoint;

    public static KeyShareReleased Declare(Fields f, KeyShareReleased? e) =>
        new(f.Bytes("statement", e?.Statement, ReleaseStatement.MaxSigned));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var ceremony = projection.DemandPending(header.Ceremony);
        projection.Put(ceremony with
        {
            Releases = [
                .. ceremony.Releases.Where(r => !string.Equals(r.Custodian, Said.Custodian, StringComparison.Ordinal)),
                new ReleaseRecord(Said.Custodian, Said.Session, Said.Release)],
        });
    }
}
