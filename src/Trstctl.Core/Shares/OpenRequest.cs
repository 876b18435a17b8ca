namespace Trstctl.Shares;

/// <summary>One sealed key that is to be opened.</summary>
/// <param name="RecordDigest">SHA-256 of the whole sealed record, as the ledger names it.</param>
internal sealed record RequestedKey(string KeyId, int Generation, Digest RecordDigest)
{
    internal static RequestedKey Declare(Fields f, RequestedKey? k) => new(
        f.Text("keyId", k?.KeyId, 64), f.Number("generation", k?.Generation, 1), f.Digest("recordDigest", k?.RecordDigest));
}

/// <summary>The executing principal's statement <c>trstctl-open-request/1</c>: to which session the shares of which keys shall
/// go.</summary>
/// <param name="SessionKey">An uncompressed point of P-256, 65 bytes; its private key is in the executing process only.</param>
/// <param name="Keys">1 to 1024 different keys.</param>
/// <param name="Executor">The principal's name.</param>
/// <param name="Checkpoint">The ledger as he saw it.</param>
/// <param name="Host">As the executing host names itself.</param>
internal sealed record OpenRequest(
    string Tenant,
    string Ceremony,
    Digest PlanDigest,
    byte[] SessionKey,
    IReadOnlyList<RequestedKey> Keys,
    string Executor,
    int Epoch,
    SeenCheckpoint Checkpoint,
    string Host,
    DateTime Time)
{
    public const string Format = "trstctl-open-request/1";
    public const int MaxKeys = 1024;

    private const int MaxBytes = 512 * 1024;

    /// <summary>SHA-256 of the session key: what releases name.</summary>
    public Digest SessionDigest => Digest.Of(SessionKey);

    public byte[] ToBytes() => Fields.ToBytes(Demand(), Declare);

    public static OpenRequest FromBytes(byte[] bytes) =>
        Fields.FromBytes<OpenRequest>(bytes, "open request", MaxBytes, Declare).Demand();

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static OpenRequest FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static OpenRequest Declare(Fields f, OpenRequest? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("ceremony", s?.Ceremony, 36),
            f.Digest("planDigest", s?.PlanDigest),
            f.ExactBytes("sessionKey", s?.SessionKey, AgreementKey.PointLength),
            f.Objects("keys", s?.Keys, MaxKeys, RequestedKey.Declare),
            f.Text("executor", s?.Executor, 64),
            f.Number("epoch", s?.Epoch, 1),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Text("host", s?.Host, 256),
            f.Time("time", s?.Time));
    }

    private OpenRequest Demand()
    {
        var fault = !AgreementKey.IsPoint(SessionKey) ? "its session key is not a point of P-256"
            : Keys.Count is 0 or > MaxKeys || Keys.Select(key => key.KeyId).Distinct(StringComparer.Ordinal).Count() != Keys.Count
                ? $"it does not name 1 to {MaxKeys} different keys"
            : null;
        return fault is null ? this : throw new TrstException(ErrorId.FormatInvalid, "open request", fault);
    }
}
