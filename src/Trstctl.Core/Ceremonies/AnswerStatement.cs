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

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static AnswerStatement FromBytes(byte[] bytes) => Fields.FromBytes<AnswerStatement>(bytes, "answer", MaxBytes, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static AnswerStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static AnswerStatement Declare(Fields f, AnswerStatement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("ceremony", s?.Ceremony, 36),
            f.Digest("planDigest", s?.PlanDigest),
            f.Text("signer", s?.Signer, 64),
            f.Number("epoch", s?.Epoch, 1),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Time("time", s?.Time),
            f.Text("request", s?.RequestId, 36),
            f.Bytes("certificate", s?.Certificate, AuthorityRecord.MaxCertificate));
    }
}
