namespace Trstctl.Ceremonies.Presence;

/// <summary>A signature with the commitment's key of one share: it shows that the share was opened, and nothing of the share.</summary>
internal sealed record DrillAnswer(string KeyId, int Generation, int X, byte[] Signature);

/// <summary>A custodian's statement <c>trstctl-drill/1</c>: each share that it names signs the
/// checkpoint that it names, which is its challenge.</summary>
internal sealed record DrillStatement(
    string Tenant, string Custodian, int Epoch, SeenCheckpoint Checkpoint, IReadOnlyList<DrillAnswer> Answers, DateTime Time)
{
    public const string Format = "trstctl-drill/1";
    private const int MaxBytes = 512 * 1024;

    /// <summary>What each share signs.</summary>
    public static byte[] AnswerData(
        string tenant, string custodian, string keyId, int generation, int x, LedgerPoint checkpoint) =>
        CanonicalJson.Write(new JsonObject("trstctl-drill-answer/1")
        {
            { "tenant", tenant },
            { "custodian", custodian },
            { "keyId", keyId },
            { "generation", generation },
            { "x", x },
            { "checkpoint", checkpoint.ToJson() },
        });

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "custodian", Custodian },
        { "epoch", Epoch },
        { "checkpoint", Checkpoint.ToJson() },
        {
            "answers", new JsonArray(Answers.Select(a => new JsonObject
            {
                { "keyId", a.KeyId }, { "generation", a.Generation }, { "x", a.X }, { "signature", a.Signature },
            }))
        },
        { "time", Time },
    });

    public static DrillStatement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "drill", MaxBytes), "drill", Format);
        var statement = new DrillStatement(
            reader.Text("tenant", 64),
            reader.Text("custodian", 64),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.Objects("answers", 1024).Select(ReadAnswer).ToArray(),
            reader.Time("time"));
        reader.End();
        return statement;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static DrillStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static DrillAnswer ReadAnswer(JsonObject json)
    {
        var reader = new ObjectReader(json, "answer of a drill");
        var answer = new DrillAnswer(
            reader.Text("keyId", 64), (int)reader.Integer("generation", 1, int.MaxValue), (int)reader.Integer("x", 1, 255),
            reader.ExactBytes("signature", 64));
        reader.End();
        return answer;
    }
}
