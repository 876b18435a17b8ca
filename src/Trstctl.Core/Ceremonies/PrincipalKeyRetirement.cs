namespace Trstctl.Ceremonies;

/// <summary>A principal's statement <c>trstctl-key-retirement/1</c>: his own key counts no longer (PROTOCOL section 2).</summary>
/// <param name="Key">SHA-256 of the signing key's canonical SubjectPublicKeyInfo.</param>
internal sealed record PrincipalKeyRetirement(
    string Tenant, string Principal, Digest Key, SeenCheckpoint Checkpoint, string Reason, DateTime Time)
{
    public const string Format = "trstctl-key-retirement/1";

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "principal", Principal },
        { "key", Key },
        { "checkpoint", Checkpoint.ToJson() },
        { "reason", Reason },
        { "time", Time },
    });

    public static PrincipalKeyRetirement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "key retirement", 16 * 1024), "key retirement", Format);
        var retirement = new PrincipalKeyRetirement(
            reader.Text("tenant", 64),
            reader.Text("principal", 64),
            Digest.FromJson(reader, "key"),
            SeenCheckpoint.FromJson(reader.Reader("checkpoint")),
            reader.Text("reason", Approval.MaxReason),
            reader.Time("time"));
        reader.End();
        return retirement;
    }

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static PrincipalKeyRetirement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);
}
