namespace Trstctl.History.Events;

/// <summary>The custodian's signed answer (CMS over <c>trstctl-drill/1</c>).</summary>
internal sealed record CustodianDrilled(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "custodian.drilled";

    public override string Type => TypeName;

    /// <summary>The challenge: from when it is at the earliest, the answer is.</summary>
    internal override LedgerPoint? DatedBy => Seen.Point;

    internal override SeenCheckpoint Seen => DrillStatement.FromSigned(Statement).Checkpoint;

    public static CustodianDrilled Declare(Fields f, CustodianDrilled? e) => new(f.Bytes("statement", e?.Statement, 1024 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var statement = DrillStatement.FromSigned(Statement);
        var before = DrillRecord.Of(projection, statement.Epoch, statement.Custodian);
        if (before.Last is not { } last || header.Time >= last)
        {
            projection.Put(before with { Last = header.Time, Shares = statement.Answers.Count });
        }
    }
}
