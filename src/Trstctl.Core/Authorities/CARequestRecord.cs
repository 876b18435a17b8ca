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

    /// <summary>Whose next certificate is asked for and has not come.</summary>
    public const string OpenFor = "open for";

    internal override IEnumerable<(string By, string Value)> IndexedBy =>
    [
        AuthorityIndex.OfKey(PublicKey.IdentityOf(View.Spki)),
        .. IsCompleted ? [] : AuthorityIndex.OfName(Name)
            .Append((OpenFor, Succeeds ?? string.Empty))
            .Append((AuthorityIndex.PathSubject, Spec.SubjectName.Comparable)),
    ];

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static CARequestRecord FromJson(JsonObject json) => Fields.Read<CARequestRecord>(json, "CA request", Declare);

    private static CARequestRecord Declare(Fields f, CARequestRecord? r) => new()
    {
        RequestId = f.Text("id", r?.RequestId, 36),
        Name = f.Text("name", r?.Name, AuthorityRecord.MaxName),
        Spec = f.Object("spec", r?.Spec, CASpec.Declare),
        Request = f.Bytes("request", r?.Request, MaxRequest),
        KeyId = f.Text("keyId", r?.KeyId, 64),
        Succeeds = f.OptionalText("succeeds", r?.Succeeds, 36),
        SameKey = f.TrueOrAbsent("sameKey", r?.SameKey),
        Custody = f.Enum("custody", r?.Custody),
        Level = f.Enum("level", r?.Level),
        Ceremony = f.Text("ceremony", r?.Ceremony, 36),
        Created = f.Time("created", r?.Created),
        IsCompleted = f.Boolean("completed", r?.IsCompleted),
    };
}
