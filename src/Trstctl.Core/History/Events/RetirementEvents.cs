namespace Trstctl.History.Events;

/// <summary>A principal retired his own key (CMS over <c>trstctl-key-retirement/1</c>).</summary>
internal sealed record PrincipalKeyRetired(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "principal.key-retired";

    public override string Type => TypeName;

    internal override SeenCheckpoint Seen => PrincipalKeyRetirement.FromSigned(Statement).Checkpoint;

    public static PrincipalKeyRetired Declare(Fields f, PrincipalKeyRetired? e) =>
        new(f.Bytes("statement", e?.Statement, RetiredPrincipalKeyRecord.MaxStatement));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var said = PrincipalKeyRetirement.FromSigned(Statement);
        projection.Put(new RetiredPrincipalKeyRecord(said.Key, header.Sequence, header.Time, said.Reason));
    }
}
