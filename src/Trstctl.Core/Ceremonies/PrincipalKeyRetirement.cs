namespace Trstctl.Ceremonies;

/// <summary>A principal's statement <c>trstctl-key-retirement/1</c>: his own key counts no longer (PROTOCOL section 2).</summary>
/// <param name="Key">SHA-256 of the signing key's canonical SubjectPublicKeyInfo.</param>
internal sealed record PrincipalKeyRetirement(
    string Tenant, string Principal, Digest Key, SeenCheckpoint Checkpoint, string Reason, DateTime Time)
{
    public const string Format = "trstctl-key-retirement/1";

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static PrincipalKeyRetirement FromBytes(byte[] bytes) =>
        Fields.FromBytes<PrincipalKeyRetirement>(bytes, "key retirement", 16 * 1024, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static PrincipalKeyRetirement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    private static PrincipalKeyRetirement Declare(Fields f, PrincipalKeyRetirement? s)
    {
        f.Format(Format);
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("principal", s?.Principal, 64),
            f.Digest("key", s?.Key),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Text("reason", s?.Reason, Approval.MaxReason),
            f.Time("time", s?.Time));
    }
}
