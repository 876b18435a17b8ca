namespace Trstctl.Authorities;

/// <summary>What a certificate authority shall be. Immutable and canonical: set-like fields are sorted and free of duplicates, so
/// that their order does not change the digest; every field is in the digest. Made by <see cref="CASpecInput.Build"/>.</summary>
public sealed class CASpec
{
    internal const string Format = "trstctl-ca-spec/1";

    internal CASpec(DistinguishedName subject)
    {
        SubjectName = subject;
        Subject = subject.ToString();
    }

    /// <summary>RFC 4514 text, most specific part first.</summary>
    public string Subject { get; }

    /// <summary>The most specific CN, or the value of the last RDN if there is none.</summary>
    public string CommonName => SubjectName.CommonName;

    /// <summary>Of a new authority, one that <see cref="KeyAlgorithm.Generates"/>.</summary>
    public KeyAlgorithm KeyAlgorithm { get; internal init; } = KeyAlgorithm.EcdsaP384;

    /// <summary>Counted from notBefore; exactly one of this and <see cref="NotAfter"/> is given.</summary>
    public Duration? Validity { get; internal init; }

    /// <summary>UTC, whole seconds.</summary>
    public DateTime? NotBefore { get; internal init; }

    /// <summary>UTC, whole seconds.</summary>
    public DateTime? NotAfter { get; internal init; }

    /// <summary>RFC 5280 4.2.1.9, 0 to 32; null leaves it absent, which is not 0.</summary>
    public int? PathLength { get; internal init; }

    public IReadOnlyList<string> PermittedNames { get; internal init; } = [];

    public IReadOnlyList<string> ExcludedNames { get; internal init; } = [];

    /// <summary>OIDs.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages { get; internal init; } = [];

    public IReadOnlyList<CertificatePolicy> CertificatePolicies { get; internal init; } = [];

    public IReadOnlyList<string> CrlUrls { get; internal init; } = [];

    public IReadOnlyList<string> IssuerUrls { get; internal init; } = [];

    /// <summary>Null leaves it to the operation: Quorum for a root, the predecessor's for a rotation, else Operational.</summary>
    public CustodyKind? Custody { get; internal init; }

    /// <summary>True where certificates carry AD CS's version extensions, and <c>{suffix}</c> in URLs stands for its file name
    /// suffix.</summary>
    public bool IsAdcs { get; internal init; }

    public Digest Digest => Digest.Of(ToJson());

    internal DistinguishedName SubjectName { get; }

    internal NameConstraintSet NameConstraints => NameConstraintSet.Of(PermittedNames, ExcludedNames);

    internal JsonObject ToJson()
    {
        var json = new JsonObject(Format)
        {
            { "subject", Subject },
            { "keyAlgorithm", KeyAlgorithm.Name },
            { "validity", Validity is null ? null : (JsonValue)Validity.ToString() },
            { "notBefore", Text(NotBefore) },
            { "notAfter", Text(NotAfter) },
            { "pathLength", PathLength is null ? null : (JsonValue)(long)PathLength.Value },
            { "permittedNames", JsonArray.Of(PermittedNames) },
            { "excludedNames", JsonArray.Of(ExcludedNames) },
            { "extendedKeyUsages", JsonArray.Of(ExtendedKeyUsages) },
            { "certificatePolicies", JsonArray.Of(CertificatePolicies.Select(policy => policy.ToString())) },
            { "crlUrls", JsonArray.Of(CrlUrls) },
            { "issuerUrls", JsonArray.Of(IssuerUrls) },
            { "custody", Custody is null ? null : (JsonValue)Custody.Value.ToString() },
            { "adcs", IsAdcs ? (JsonValue)true : null },
        };
        return json;
    }

    /// <exception cref="TrstException"><see cref="ErrorId.FormatInvalid"/>, or SpecInvalid and TextInvalid as for a user's
    /// input.</exception>
    internal static CASpec FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "CA specification", Format);
        var input = new CASpecInput
        {
            Subject = reader.Text("subject"),
            KeyAlgorithm = reader.Text("keyAlgorithm", 32),
            Validity = reader.OptionalText("validity", 16),
            NotBefore = reader.OptionalText("notBefore", 20),
            NotAfter = reader.OptionalText("notAfter", 20),
            PathLength = reader.OptionalInteger("pathLength", 0, CASpecInput.LongestPath),
            PermittedNames = [.. reader.Texts("permittedNames", CASpecInput.MostNames)],
            ExcludedNames = [.. reader.Texts("excludedNames", CASpecInput.MostNames)],
            ExtendedKeyUsages = [.. reader.Texts("extendedKeyUsages", CASpecInput.MostOthers)],
            CertificatePolicies = [.. reader.Texts("certificatePolicies", CASpecInput.MostOthers, 1200)],
            CrlUrls = [.. reader.Texts("crlUrls", CASpecInput.MostOthers)],
            IssuerUrls = [.. reader.Texts("issuerUrls", CASpecInput.MostOthers)],
            Custody = reader.OptionalText("custody", 16),
            Adcs = reader.Has("adcs") && reader.Boolean("adcs"),
        };
        reader.End();
        var spec = input.Judge();

        // One text for one specification: what Judge reads otherwise was not written by ToJson.
        return CanonicalJson.Write(spec.ToJson()).AsSpan().SequenceEqual(CanonicalJson.Write(json))
            ? spec
            : throw reader.Fault("it is not in its canonical form");
    }

    public override string ToString() => Subject;

    private static JsonValue? Text(DateTime? time) => time is null ? null : (JsonValue)UtcTime.Format(time.Value);
}
