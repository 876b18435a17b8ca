namespace Trstctl.Ceremonies;

/// <summary>The statement <c>trstctl-answer/1</c> of who brings the certificate that a CA elsewhere made for a request.</summary>
/// <param name="Epoch">Of the roster in force, on which he is an operator or custodian.</param>
/// <param name="Certificate">DER.</param>
internal sealed record AnswerStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Signer, int Epoch, SeenCheckpoint Checkpoint, DateTime Time, string RequestId,
    byte[] Certificate)
{
    public const string Format = "trstctl-answer/1";
    private const int MaxBytes = 256 * 1024;

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "ceremony", Ceremony },
        { "planDigest", PlanDigest },
        { "signer", Signer },
        { "epoch", Epoch },
        { "checkpoint", Checkpoint.ToJson() },
        { "time", Time },
        { "request", RequestId },
        { "certificate", Certificate },
    });

    public static AnswerStatement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "answer", MaxBytes), "answer", Format);
        var statement = new AnswerStatement(
            reader.Text("tenant", 64),
            reader.Text("ceremony", 36),
            Digest.FromJson(reader, "planDigest"),
            reader.Text("signer", 64),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.Time("time"),
            reader.Text("request", 36),
            reader.Bytes("certificate", AuthorityRecord.MaxCertificate));
        reader.End();
        return statement;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static AnswerStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);
}
