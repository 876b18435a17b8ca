namespace Trstctl.Authorities;

/// <summary>A request for a CA certificate (PKCS#10) whose key is sealed here. When the certificate comes back from the CA
/// elsewhere, an authority of the same id takes its place.</summary>
public sealed record CARequestRecord : Document
{
    public const string KindName = "ca-request";
    internal const int MaxRequest = CertificateAssembler.LargestCertificate;

    public override string Kind => KindName;

    public override string Id => RequestId;

    /// <summary>The id that the authority will have.</summary>
    public string RequestId { get; init; } = string.Empty;

    public string Name { get; init; } = string.Empty;

    /// <summary>What was approved; the certificate must lie within it.</summary>
    public CASpec Spec { get; init; } = null!;

    /// <summary>DER CertificationRequest (RFC 2986).</summary>
    public byte[] Request { get; init; } = [];

    public string KeyId { get; init; } = string.Empty;

    /// <summary>The authority whose next certificate this asks for, or null for a new authority.</summary>
    public string? Succeeds { get; init; }

    /// <summary>True where the next certificate is of the same key: a renewal.</summary>
    public bool SameKey { get; init; }

    public CustodyKind Custody { get; init; }

    public EnforcementLevel Level { get; init; }

    public string Ceremony { get; init; } = string.Empty;

    public DateTime Created { get; init; }

    public bool IsCompleted { get; init; }

    public CertificateRequestView View => new(Request);

    internal override JsonObject ToJson() => new()
    {
        { "id", RequestId },
        { "name", Name },
        { "spec", Spec.ToJson() },
        { "request", Request },
        { "keyId", KeyId },
        { "succeeds", Succeeds is null ? null : (JsonValue)Succeeds },
        { "sameKey", SameKey ? (JsonValue)true : null },
        { "custody", Custody.ToString() },
        { "level", Level.ToString() },
        { "ceremony", Ceremony },
        { "created", Created },
        { "completed", IsCompleted },
    };

    internal static CARequestRecord FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "CA request");
        var record = new CARequestRecord
        {
            RequestId = reader.Text("id", 36),
            Name = reader.Text("name", 1024),
            Spec = CASpec.FromJson(reader.Object("spec")),
            Request = reader.Bytes("request", MaxRequest),
            KeyId = reader.Text("keyId", 64),
            Succeeds = reader.OptionalText("succeeds", 36),
            SameKey = reader.Has("sameKey") && reader.Boolean("sameKey"),
            Custody = reader.Enum<CustodyKind>("custody"),
            Level = reader.Enum<EnforcementLevel>("level"),
            Ceremony = reader.Text("ceremony", 36),
            Created = reader.Time("created"),
            IsCompleted = reader.Boolean("completed"),
        };
        reader.End();
        return record;
    }
}
