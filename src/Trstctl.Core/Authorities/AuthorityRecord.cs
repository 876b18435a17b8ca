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
    // Both at once: other threads may look.
    private Tuple<byte[], CertificateView>? view;

    public const string KindName = "authority";
    internal const int MaxCertificate = CertificateAssembler.LargestCertificate;
    internal const int MostEarlier = 64;

    /// <summary>As long as a plan's title.</summary>
    internal const int MaxName = 2048;

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

    /// <summary>The ceremony that retired it; null where it was not, or its key was destroyed.</summary>
    public string? RetiredBy { get; init; }

    public DateTime Created { get; init; }

    public CertificateView View => Seen ?? (view = Tuple.Create(Certificate, new CertificateView(Certificate))).Item2;

    /// <summary>Nobody else vouches for it.</summary>
    public bool IsRoot => IssuerId is null && View.IsSelfIssued;

    // Of most authorities nobody reads the certificate again, so its parts are not kept.
    internal override IEnumerable<(string By, string Value)> IndexedBy =>
        IndexOf(Seen ?? new CertificateView(Certificate));

    private CertificateView? Seen => view is { } known && ReferenceEquals(known.Item1, Certificate) ? known.Item2 : null;

    private IEnumerable<(string By, string Value)> IndexOf(CertificateView current) =>
    [
        .. AuthorityIndex.OfName(Name),
        AuthorityIndex.OfKey(current.KeyIdentity),
        (AuthorityIndex.Thumbprint, current.Thumbprint),
        (AuthorityIndex.Tree, FormattableString.Invariant(
            $"{AuthorityIndex.Below(IssuerId)}{Name}\n{current.Names?.Subject}\n{int.MaxValue - Generation:D10}")),
        .. ViewsWith(current).Select(view => view.SubjectKeyIdentifier)
            .OfType<byte[]>()
            .Select(id => (AuthorityIndex.KeyId, Hex.Encode(id))),
        .. ViewsWith(current).SelectMany(view => new[] { AuthorityId, IssuerId }.Distinct().OfType<string>()
            .Select(issuer => (AuthorityIndex.Serial, AuthorityIndex.SerialOf(issuer, view.SerialHex)))),
        .. ViewsWith(current).SelectMany(AuthorityIndex.OfCertificate),
        .. Status == AuthorityStatus.Active ? [(AuthorityIndex.Ends, UtcTime.Format(current.NotAfter))] : Array.Empty<(string, string)>(),
        .. KeyId is not null && Revocation?.Reason.IsCompromise() == true
            ? [(AuthorityIndex.Compromised, string.Empty)] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Whether both are generations of one CA, or one: their names are the same (RFC 5280 7.1).</summary>
    internal bool IsCalledAs(AuthorityRecord other) =>
        AuthorityId == other.AuthorityId || (View.Names?.Subject is { } name && name == other.View.Names?.Subject);

    /// <summary>With which its key signs; null for the key's own. Of a CA that was imported, as it signed itself.</summary>
    internal string? SignatureHash => Spec is null ? CASpecCertificate.HashOf(Certificate) : Spec.HashAlgorithm;

    /// <summary>Every certificate of this authority, oldest first.</summary>
    public IEnumerable<byte[]> Certificates => Earlier.Append(Certificate);

    internal IEnumerable<CertificateView> Views => ViewsWith(View);

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

    private IEnumerable<CertificateView> ViewsWith(CertificateView current) =>
        Earlier.Select(certificate => new CertificateView(certificate)).Append(current);

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static AuthorityRecord FromJson(JsonObject json) => Fields.Read<AuthorityRecord>(json, "authority", Declare);

    private static AuthorityRecord Declare(Fields f, AuthorityRecord? r) => new()
    {
        AuthorityId = f.Text("id", r?.AuthorityId, 36),
        Name = f.Text("name", r?.Name, MaxName),
        Generation = f.Number("generation", r?.Generation, 1),
        Status = f.Enum("status", r?.Status),
        Spec = f.OptionalObject("spec", r?.Spec, CASpec.Declare),
        Certificate = f.Bytes("certificate", r?.Certificate, MaxCertificate),
        Earlier = f.Has("earlier", r is { Earlier.Count: > 0 }) ? f.ManyBytes("earlier", r?.Earlier, MostEarlier, MaxCertificate) : [],
        KeyId = f.OptionalText("keyId", r?.KeyId, 64),
        KeyLostBy = f.OptionalText("keyLostBy", r?.KeyLostBy, 36),
        Custody = f.Enum("custody", r?.Custody),
        Level = f.Enum("level", r?.Level),
        IssuerId = f.OptionalText("issuer", r?.IssuerId, 36),
        Replaces = f.OptionalText("replaces", r?.Replaces, 36),
        Twin = f.OptionalObject("twin", r?.Twin, TwinReference.Declare),
        Ceremony = f.Text("ceremony", r?.Ceremony, 36),
        IsImported = f.TrueOrAbsent("imported", r?.IsImported),
        Revocation = f.OptionalObject("revocation", r?.Revocation, Revocation.Declare),
        RetiredBy = f.OptionalText("retiredBy", r?.RetiredBy, 36),
        Created = f.Time("created", r?.Created),
    };
}
