namespace Trstctl.Shares;

/// <summary>One sealed key that is to be opened.</summary>
/// <param name="RecordDigest">SHA-256 of the whole sealed record, as the ledger names it.</param>
internal sealed record RequestedKey(string KeyId, int Generation, Digest RecordDigest)
{
    internal JsonObject ToJson() => new()
    {
        { "keyId", KeyId },
        { "generation", Generation },
        { "recordDigest", RecordDigest },
    };

    internal static RequestedKey FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "requested key");
        var key = new RequestedKey(
            reader.Text("keyId", 64),
            (int)reader.Integer("generation", 1, int.MaxValue),
            Digest.FromJson(reader, "recordDigest"));
        reader.End();
        return key;
    }
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

    public byte[] ToBytes()
    {
        Demand();
        return CanonicalJson.Write(new JsonObject(Format)
        {
            { "tenant", Tenant },
            { "ceremony", Ceremony },
            { "planDigest", PlanDigest },
            { "sessionKey", SessionKey },
            { "keys", new JsonArray(Keys.Select(key => key.ToJson())) },
            { "executor", Executor },
            { "epoch", Epoch },
            { "checkpoint", Checkpoint.ToJson() },
            { "host", Host },
            { "time", Time },
        });
    }

    public static OpenRequest FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "open request", MaxBytes), "open request", Format);
        var request = new OpenRequest(
            reader.Text("tenant", 64),
            reader.Text("ceremony", 36),
            Digest.FromJson(reader, "planDigest"),
            reader.ExactBytes("sessionKey", AgreementKey.PointLength),
            reader.Objects("keys", MaxKeys).Select(RequestedKey.FromJson).ToArray(),
            reader.Text("executor", 64),
            (int)reader.Integer("epoch", 1, int.MaxValue),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.Text("host", 256),
            reader.Time("time"));
        reader.End();
        request.Demand();
        return request;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static OpenRequest FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private void Demand()
    {
        var fault = !AgreementKey.IsPoint(SessionKey) ? "its session key is not a point of P-256"
            : Keys.Count is 0 or > MaxKeys || Keys.Select(key => key.KeyId).Distinct(StringComparer.Ordinal).Count() != Keys.Count
                ? $"it does not name 1 to {MaxKeys} different keys"
            : null;
        if (fault is not null)
        {
            throw new TrstException(ErrorId.FormatInvalid, "open request", fault);
        }
    }
}
