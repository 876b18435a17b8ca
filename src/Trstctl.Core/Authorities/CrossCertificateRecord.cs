namespace Trstctl.Authorities;

/// <summary>A certificate that an authority here made over the key of a CA elsewhere.</summary>
public sealed record CrossCertificateRecord(
    string CertificateId, string IssuerId, byte[] Certificate, byte[] Target, string Ceremony, DateTime Created)
    : Document
{
    public const string KindName = "cross-certificate";

    public override string Kind => KindName;

    public override string Id => CertificateId;

    /// <summary>"old-with-new" or "new-with-old" where it links two keys of one root (RFC 4210 4.4); null for a CA elsewhere.</summary>
    public string? Link { get; init; }

    public Revocation? Revocation { get; init; }

    public CertificateView View => new(Certificate);

    /// <summary>True where the authority made it, or it was made over the authority's key.</summary>
    public bool Concerns(AuthorityRecord authority) =>
        IssuerId == authority.AuthorityId || authority.Certificates.Any(Target.SequenceEqual);

    internal override JsonObject ToJson() => new()
    {
        { "id", CertificateId },
        { "issuer", IssuerId },
        { "certificate", Certificate },
        { "target", Target },
        { "ceremony", Ceremony },
        { "created", Created },
        { "link", Link is null ? null : (JsonValue)Link },
        { "revocation", Revocation?.ToJson() },
    };

    internal static CrossCertificateRecord FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "cross-certificate");
        var record = new CrossCertificateRecord(
            reader.Text("id", 36),
            reader.Text("issuer", 36),
            reader.Bytes("certificate", CertificateAssembler.LargestCertificate),
            reader.Bytes("target", CertificateAssembler.LargestCertificate),
            reader.Text("ceremony", 36),
            reader.Time("created"))
        {
            Link = reader.OptionalText("link", 16),
            Revocation = reader.OptionalObject("revocation") is { } revocation ? Revocation.FromJson(revocation) : null,
        };
        reader.End();
        return record;
    }
}
