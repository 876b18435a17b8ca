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

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static DrillStatement FromBytes(byte[] bytes) => Fields.FromBytes<DrillStatement>(bytes, "drill", MaxBytes, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static DrillStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static DrillAnswer DeclareAnswer(Fields f, DrillAnswer? a) => new(
        f.Text("keyId", a?.KeyId, 64), f.Number("generation", a?.Generation, 1), f.Number("x", a?.X, 1, 255),
        f.ExactBytes("signature", a?.Signature, KeyShare.SignatureLength));

    private static DrillStatement Declare(Fields f, DrillStatement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("custodian", s?.Custodian, 64),
            f.Number("epoch", s?.Epoch, 1),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Objects("answers", s?.Answers, 1024, DeclareAnswer),
            f.Time("time", s?.Time));
    }
}
