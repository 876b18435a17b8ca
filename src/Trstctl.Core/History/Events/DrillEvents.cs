namespace Trstctl.History.Events;

/// <summary>A custodian is asked to show that he can open his shares.</summary>
internal sealed record CustodianDrillChallenged(string Custodian, int Epoch, byte[] Challenge) : LedgerEvent
{
    public const string TypeName = "custodian.drill-challenged";

    public override string Type => TypeName;

    public static CustodianDrillChallenged Read(ObjectReader reader) => new(
        reader.Text("custodian", 64), (int)reader.Integer("epoch", 1, int.MaxValue),
        reader.ExactBytes("challenge", DrillStatement.ChallengeLength));

    public override void Apply(IProjection projection, EventHeader header) =>
        projection.Put(DrillRecord.Of(projection, Epoch, Custodian) with { Challenge = Challenge });

    private protected override void Write(JsonObject data)
    {
        data.Add("custodian", Custodian);
        data.Add("epoch", Epoch);
        data.Add("challenge", Challenge);
    }
}

/// <summary>The custodian's signed answer (CMS over <c>trstctl-drill/1</c>).</summary>
internal sealed record CustodianDrilled(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "custodian.drilled";

    public override string Type => TypeName;

    public static CustodianDrilled Read(ObjectReader reader) => new(reader.Bytes("statement", 1024 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var statement = DrillStatement.FromSigned(Statement);
        projection.Put(DrillRecord.Of(projection, statement.Epoch, statement.Custodian) with
        {
            Challenge = null, Last = header.Time, Shares = statement.Answers.Count,
        });
    }

    private protected override void Write(JsonObject data) => data.Add("statement", Statement);
}
