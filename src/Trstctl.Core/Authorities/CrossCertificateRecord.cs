namespace Trstctl.Authorities;

/// <summary>A certificate that an authority here made over the key of a CA elsewhere.</summary>
public sealed record CrossCertificateRecord(
    string CertificateId, string IssuerId, byte[] Certificate, byte[] Target, string Ceremony, DateTime Created)
    : Document
{
    private CertificateView? view;
    private CertificateView? target;

    public const string KindName = "cross-certificate";

    public override string Kind => KindName;

    public override string Id => CertificateId;

    /// <summary>"old-with-new" or "new-with-old" where it links two keys of one root (RFC 4210 4.4); null for a CA elsewhere.</summary>
    public string? Link { get; init; }

    public Revocation? Revocation { get; init; }

    internal CertificateView TargetView => target ??= new(Target);

    public CertificateView View => view ??= new(Certificate);

    /// <summary>True where the authority made it, or it was made over the authority's key.</summary>
    public bool Concerns(AuthorityRecord authority) =>
        IssuerId == authority.AuthorityId || authority.Certificates.Any(Target.SequenceEqual);

    internal override IEnumerable<(string By, string Value)> IndexedBy =>
    [
        (AuthorityIndex.Issuer, IssuerId),
        (AuthorityIndex.Serial, AuthorityIndex.SerialOf(IssuerId, View.SerialHex)),
        AuthorityIndex.OfKey(View.KeyIdentity),
        .. AuthorityIndex.OfCertificate(View),
        .. AuthorityIndex.OfCertificate(TargetView),

        // A link ends with the certificate that it leads to, and nothing has to follow it.
        .. Link is null && Revocation is null
            ? [(AuthorityIndex.Ends, UtcTime.Format(View.NotAfter))] : Array.Empty<(string, string)>(),
    ];

    internal override JsonObject ToJson() => Fields.Write(this, Declare);

    internal static CrossCertificateRecord FromJson(JsonObject json) =>
        Fields.Read<CrossCertificateRecord>(json, "cross-certificate", Declare);

    private static CrossCertificateRecord Declare(Fields f, CrossCertificateRecord? r) => new(
        f.Text("id", r?.CertificateId, 36),
        f.Text("issuer", r?.IssuerId, 36),
        f.Bytes("certificate", r?.Certificate, CertificateAssembler.LargestCertificate),
        f.Bytes("target", r?.Target, CertificateAssembler.LargestCertificate),
        f.Text("ceremony", r?.Ceremony, 36),
        f.Time("created", r?.Created))
    {
        Link = f.OptionalText("link", r?.Link, 16),
        Revocation = f.OptionalObject("revocation", r?.Revocation, Revocation.Declare),
    };
}
