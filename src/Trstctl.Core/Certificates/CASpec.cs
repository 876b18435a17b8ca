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

    /// <summary>Whether the subject seems to be written from its least specific part on.</summary>
    public bool IsReversed => SubjectName.IsReversed;

    /// <summary>A name of <see cref="Keys.KeyAlgorithm"/>.</summary>
    public string KeyAlgorithm => Algorithm.Name;

    /// <summary>SHA256, SHA384 or SHA512: with which the CA's key signs; null for the one that belongs to the key.</summary>
    public string? HashAlgorithm { get; internal init; }

    /// <summary>Counted from notBefore; exactly one of this and <see cref="NotAfter"/> is given.</summary>
    public string? Validity => Lifetime?.ToString();

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
    public string? Custody => HeldIn?.ToString();

    /// <summary>True where certificates carry AD CS's version extensions, and <c>{suffix}</c> in URLs stands for its file name
    /// suffix.</summary>
    public bool IsAdcs { get; internal init; }

    public Digest Digest => Digest.Of(ToJson());

    /// <summary>Of a new authority, one that <see cref="Keys.KeyAlgorithm.Generates"/>.</summary>
    internal KeyAlgorithm Algorithm { get; init; } = Keys.KeyAlgorithm.EcdsaP384;

    /// <inheritdoc cref="Validity"/>
    internal Duration? Lifetime { get; init; }

    /// <inheritdoc cref="Custody"/>
    internal CustodyKind? HeldIn { get; init; }

    /// <summary>Of a CA that exists and whose name no text gives: its DER Name.</summary>
    internal byte[]? SubjectDer { get; init; }

    internal DistinguishedName SubjectName { get; }

    internal NameConstraintSet NameConstraints => NameConstraintSet.Of(PermittedNames, ExcludedNames);

    /// <summary>The end of a certificate that begins then.</summary>
    internal DateTime EndFrom(DateTime notBefore) => NotAfter ?? Lifetime!.AddTo(notBefore);

    internal JsonObject ToJson() => Fields.Write(this, Declare);

    /// <exception cref="TrstException"><see cref="ErrorId.FormatInvalid"/>, or SpecInvalid and TextInvalid as for a user's
    /// input.</exception>
    internal static CASpec FromJson(JsonObject json) => Fields.Read<CASpec>(json, "CA specification", Declare);

    internal static CASpec Declare(Fields f, CASpec? s)
    {
        f.Format(Format);
        var input = new CASpecInput
        {
            Subject = f.Text("subject", s?.Subject),
            SubjectDer = f.OptionalBytes("subjectDer", s?.SubjectDer, 4096),
            KeyAlgorithm = f.Text("keyAlgorithm", s?.KeyAlgorithm, 32),
            HashAlgorithm = f.OptionalText("hashAlgorithm", s?.HashAlgorithm, 16),
            Validity = f.OptionalText("validity", s?.Validity, 16),
            NotBefore = f.OptionalText("notBefore", Text(s?.NotBefore), 20),
            NotAfter = f.OptionalText("notAfter", Text(s?.NotAfter), 20),
            PathLength = f.OptionalNumber("pathLength", s?.PathLength, 0, CASpecInput.LongestForeignPath),
            PermittedNames = [.. f.Texts("permittedNames", s?.PermittedNames, CASpecInput.MostNames)],
            ExcludedNames = [.. f.Texts("excludedNames", s?.ExcludedNames, CASpecInput.MostNames)],
            ExtendedKeyUsages = [.. f.Texts("extendedKeyUsages", s?.ExtendedKeyUsages, CASpecInput.MostOthers)],
            CertificatePolicies =
            [
                .. f.Texts(
                    "certificatePolicies", s?.CertificatePolicies.Select(policy => policy.ToString()).ToArray(),
                    CASpecInput.MostOthers, 1200),
            ],
            CrlUrls = [.. f.Texts("crlUrls", s?.CrlUrls, CASpecInput.MostOthers)],
            IssuerUrls = [.. f.Texts("issuerUrls", s?.IssuerUrls, CASpecInput.MostOthers)],
            Custody = f.OptionalText("custody", s?.Custody, 16),
            Adcs = f.TrueOrAbsent("adcs", s?.IsAdcs),
        };
        if (f.IsWriting)
        {
            return s!;
        }

        // One text for one specification: what Judge reads otherwise was not written so.
        var spec = input.Judge();
        f.Demand(spec.ToJson().Equals(f.Json), "it is not in its canonical form");
        return spec;
    }

    public override string ToString() => Subject;

    private static string? Text(DateTime? time) => time is null ? null : UtcTime.Format(time.Value);
}
