namespace Trstctl.Authorities;

public enum AuthorityStatus
{
    Active,
    Superseded,
    Retired,
    Revoked,
}

/// <summary>Whom an attacker must corrupt for one unapproved signature; names the weakest copy of the key that ever existed.</summary>
public enum EnforcementLevel
{
    /// <summary>The key is elsewhere: nothing is known of who can use it.</summary>
    Unknown,

    /// <summary>The holder of the custody secret could sign alone; signed approvals make it detectable.</summary>
    SignedApproval,
    DualLock,
    HsmQuorum,
}

/// <summary>A certificate authority: one generation of one name, with one key and, once renewed, several certificates of it.</summary>
public sealed record AuthorityRecord : Document
{
    private (byte[]? Of, CertificateView? Seen) view;

    public const string KindName = "authority";
    internal const int MaxCertificate = CertificateAssembler.LargestCertificate;
    internal const int MostEarlier = 64;

    public override string Kind => KindName;

    public override string Id => AuthorityId;

    public string AuthorityId { get; init; } = string.Empty;

    public string Name { get; init; } = string.Empty;

    /// <summary>1 for the first key under this name; rises with every rotation.</summary>
    public int Generation { get; init; } = 1;

    public AuthorityStatus Status { get; init; }

    /// <summary>Null for an authority that was imported: its certificate says what it is.</summary>
    public CASpec? Spec { get; init; }

    /// <summary>DER X.509; of a renewed authority the newest.</summary>
    public byte[] Certificate { get; init; } = [];

    /// <summary>DER X.509 of the same key and name, oldest first; they stay valid until they end.</summary>
    public IReadOnlyList<byte[]> Earlier { get; init; } = [];

    /// <summary>Null where this store never held the key.</summary>
    public string? KeyId { get; init; }

    /// <summary>The roster change that left its key behind, since nothing could open it; null as long as the key can be used.</summary>
    public string? KeyLostBy { get; init; }

    public CustodyKind Custody { get; init; }

    public EnforcementLevel Level { get; init; }

    /// <summary>The authority that signed the certificate; null for a root, and where the signer is not known here.</summary>
    public string? IssuerId { get; init; }

    /// <summary>The generation that this one replaced.</summary>
    public string? Replaces { get; init; }

    /// <summary>The authority of another kind of key that was made in the same sitting.</summary>
    public TwinReference? Twin { get; init; }

    /// <summary>The ceremony that made or imported the certificate.</summary>
    public string Ceremony { get; init; } = string.Empty;

    /// <summary>What happened before was not witnessed here.</summary>
    public bool IsImported { get; init; }

    public Revocation? Revocation { get; init; }

    public DateTime Created { get; init; }

    public CertificateView View => ReferenceEquals(view.Of, Certificate) ? view.Seen! : (view = (Certificate, new(Certificate))).Seen!;

    /// <summary>Nobody else vouches for it.</summary>
    public bool IsRoot => IssuerId is null && View.IsSelfIssued;

    /// <summary>Every certificate of this authority, oldest first.</summary>
    public IEnumerable<byte[]> Certificates => Earlier.Append(Certificate);

    internal IEnumerable<CertificateView> Views => Earlier.Select(certificate => new CertificateView(certificate)).Append(View);

    /// <summary>The same authority with a newer certificate of its key.</summary>
    internal AuthorityRecord Renewed(byte[] certificate, CASpec spec, string? issuerId, string ceremony) => this with
    {
        Earlier = [.. Earlier, Certificate], Certificate = certificate, Spec = spec, IssuerId = issuerId, Ceremony = ceremony,
    };

    /// <summary>The same authority with one more certificate of its key, which is the current one unless it begins earlier.</summary>
    internal AuthorityRecord Answered(byte[] certificate, CASpec spec, string? issuerId, string ceremony) =>
        new CertificateView(certificate).NotBefore >= View.NotBefore
            ? Renewed(certificate, spec, issuerId, ceremony)
            : this with { Earlier = [.. Earlier.Append(certificate).OrderBy(der => new CertificateView(der).NotBefore)] };

    internal override JsonObject ToJson() => new()
    {
        { "id", AuthorityId },
        { "name", Name },
        { "generation", Generation },
        { "status", Status.ToString() },
        { "spec", Spec?.ToJson() },
        { "certificate", Certificate },
        { "earlier", Earlier.Count == 0 ? null : JsonArray.Of(Earlier) },
        { "keyId", KeyId is null ? null : (JsonValue)KeyId },
        { "keyLostBy", KeyLostBy is null ? null : (JsonValue)KeyLostBy },
        { "custody", Custody.ToString() },
        { "level", Level.ToString() },
        { "issuer", IssuerId is null ? null : (JsonValue)IssuerId },
        { "replaces", Replaces is null ? null : (JsonValue)Replaces },
        { "twin", Twin?.ToJson() },
        { "ceremony", Ceremony },
        { "imported", IsImported ? (JsonValue)true : null },
        { "revocation", Revocation?.ToJson() },
        { "created", Created },
    };

    internal static AuthorityRecord FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "authority");
        var record = new AuthorityRecord
        {
            AuthorityId = reader.Text("id", 36),
            Name = reader.Text("name", 1024),
            Generation = (int)reader.Integer("generation", 1, 1_000_000),
            Status = reader.Enum<AuthorityStatus>("status"),
            Spec = reader.OptionalObject("spec") is { } spec ? CASpec.FromJson(spec) : null,
            Certificate = reader.Bytes("certificate", MaxCertificate),
            Earlier = reader.Has("earlier") ? reader.ManyBytes("earlier", MostEarlier, MaxCertificate) : [],
            KeyId = reader.OptionalText("keyId", 64),
            KeyLostBy = reader.OptionalText("keyLostBy", 36),
            Custody = reader.Enum<CustodyKind>("custody"),
            Level = reader.Enum<EnforcementLevel>("level"),
            IssuerId = reader.OptionalText("issuer", 36),
            Replaces = reader.OptionalText("replaces", 36),
            Twin = reader.OptionalObject("twin") is { } twin ? TwinReference.FromJson(twin) : null,
            Ceremony = reader.Text("ceremony", 36),
            IsImported = reader.Has("imported") && reader.Boolean("imported"),
            Revocation = reader.OptionalObject("revocation") is { } revocation ? Revocation.FromJson(revocation) : null,
            Created = reader.Time("created"),
        };
        reader.End();
        return record;
    }
}
