using System.Globalization;

namespace Trstctl.Certificates;

/// <summary>A CA specification as a user types it; <see cref="Build"/> judges and normalises it.</summary>
public sealed class CASpecInput
{
    internal const int LongestPath = 32;
    internal const int LongestForeignPath = 127;
    internal const int MostNames = 100;
    internal const int MostOthers = 20;
    private const int LongestValidityInYears = 50;
    private static readonly string[] TimePatterns = [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm'Z'", "yyyy-MM-dd HH:mm:ss'Z'"];

    private (int? PathLength, HashSet<string> Names) known = (null, []);

    /// <summary>RFC 4514 text.</summary>
    public string? Subject { get; set; }

    /// <summary>DER Name of a CA that exists, where no text gives it; it stands instead of <see cref="Subject"/>.</summary>
    internal byte[]? SubjectDer { get; set; }

    /// <summary>A name of <see cref="Certificates.KeyAlgorithm"/>; ECDSA-P384 unless given.</summary>
    public string? KeyAlgorithm { get; set; }

    /// <summary>SHA256, SHA384 or SHA512 of RSA and ECDSA keys; the one that belongs to the key unless given.</summary>
    public string? HashAlgorithm { get; set; }

    public string? Validity { get; set; }

    /// <summary>ISO 8601 in UTC: yyyy-MM-dd or yyyy-MM-ddTHH:mm:ssZ.</summary>
    public string? NotBefore { get; set; }

    /// <summary>ISO 8601 in UTC: yyyy-MM-dd or yyyy-MM-ddTHH:mm:ssZ.</summary>
    public string? NotAfter { get; set; }

    public int? PathLength { get; set; }

    public List<string> PermittedNames { get; set; } = [];

    public List<string> ExcludedNames { get; set; } = [];

    /// <summary>Names or OIDs.</summary>
    public List<string> ExtendedKeyUsages { get; set; } = [];

    /// <summary>Each <c>oid</c> or <c>oid=cps-url</c>.</summary>
    public List<string> CertificatePolicies { get; set; } = [];

    public List<string> CrlUrls { get; set; } = [];

    public List<string> IssuerUrls { get; set; } = [];

    /// <summary>Quorum, Operational, or null for the operation's default.</summary>
    public string? Custody { get; set; }

    /// <summary>AD CS's CA Version and Previous CA Certificate Hash, and its file name suffixes for <c>{suffix}</c> in URLs.</summary>
    public bool Adcs { get; set; }

    /// <summary>The values of an existing specification, to be changed.</summary>
    public static CASpecInput From(CASpec spec) => new CASpecInput
    {
        Subject = spec.Subject,
        SubjectDer = spec.SubjectDer,
        KeyAlgorithm = spec.KeyAlgorithm,
        HashAlgorithm = spec.HashAlgorithm,
        Validity = spec.Validity,
        NotBefore = spec.NotBefore is null ? null : UtcTime.Format(spec.NotBefore.Value),
        NotAfter = spec.NotAfter is null ? null : UtcTime.Format(spec.NotAfter.Value),
        PathLength = spec.PathLength,
        PermittedNames = [.. spec.PermittedNames],
        ExcludedNames = [.. spec.ExcludedNames],
        ExtendedKeyUsages = [.. spec.ExtendedKeyUsages],
        CertificatePolicies = [.. spec.CertificatePolicies.Select(policy => policy.ToString())],
        CrlUrls = [.. spec.CrlUrls],
        IssuerUrls = [.. spec.IssuerUrls],
        Custody = spec.Custody,
        Adcs = spec.IsAdcs,
    }.Foreign();

    /// <summary>What a new authority shall be.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.SpecInvalid"/>, <see cref="ErrorId.TextInvalid"/> or
    /// <see cref="ErrorId.DurationInvalid"/>.</exception>
    public CASpec Build()
    {
        var spec = Judge();
        spec.Algorithm.DemandGenerated();
        if (PathLength > LongestPath && PathLength != known.PathLength)
        {
            throw Fault("PathLength", $"0 to {LongestPath}", PathLength.Value.ToString(CultureInfo.InvariantCulture));
        }

        Typed("PermittedName", PermittedNames);
        Typed("ExcludedName", ExcludedNames);
        return spec;
    }

    /// <summary>The longest validity that a specification can give within these dates.</summary>
    internal static string LongestWithin(DateTime from, DateTime to)
    {
        var (start, days) = (new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), Math.Ceiling((to - from).TotalDays));
        return days > (start.AddYears(LongestValidityInYears) - start).TotalDays
            ? FormattableString.Invariant($"{LongestValidityInYears}y")
            : days.ToString(CultureInfo.InvariantCulture) + "d";
    }

    /// <summary>Its values are those of a CA that exists: they need not keep the rules for what somebody types.</summary>
    internal CASpecInput Foreign()
    {
        known = (PathLength, new HashSet<string>(PermittedNames.Concat(ExcludedNames), StringComparer.Ordinal));
        return this;
    }

    /// <summary>The same of an authority that may exist already, with a key that would not be made here.</summary>
    internal CASpec Judge()
    {
        var notBefore = Time("NotBefore", NotBefore);
        var notAfter = Time("NotAfter", NotAfter);
        var validity = Validity is null ? null : Duration.Parse(Validity);
        CheckDates(notBefore, notAfter, validity);
        return new CASpec(
            SubjectDer is not null
                ? DistinguishedName.FromDer(SubjectDer)
                : DistinguishedName.Parse("Subject", Subject ?? throw Fault("Subject", "a name", "nothing")))
        {
            SubjectDer = SubjectDer,
            Algorithm = Algorithm(),
            HashAlgorithm = Hash(),
            Lifetime = validity,
            NotBefore = notBefore,
            NotAfter = notAfter,
            PathLength = PathLength is null or (>= 0 and <= LongestForeignPath)
                ? PathLength
                : throw Fault("PathLength", $"0 to {LongestPath}", PathLength.Value.ToString(CultureInfo.InvariantCulture)),
            PermittedNames = Set(
                "PermittedName", PermittedNames, MostNames, text => ConstrainedName.Parse("PermittedName", text).ToString()),
            ExcludedNames = Set("ExcludedName", ExcludedNames, MostNames, text => ConstrainedName.Parse("ExcludedName", text).ToString()),
            ExtendedKeyUsages = Usages(),
            CertificatePolicies = Policies(),
            CrlUrls = Set("CrlUrl", CrlUrls, MostOthers, text => Url("CrlUrl", text)),
            IssuerUrls = Set("IssuerUrl", IssuerUrls, MostOthers, text => Url("IssuerUrl", text)),
            HeldIn = CustodyOf(),
            IsAdcs = Adcs,
        };
    }

    // What somebody types is read more strictly than what a CA has: a misread constraint is an open door.
    private void Typed(string field, List<string>? names) => (names ?? [])
        .Where(name => !known.Names.Contains(name))
        .ToList()
        .ForEach(name => ConstrainedNameParser.ParseTyped(field, name));

    private static void CheckDates(DateTime? notBefore, DateTime? notAfter, Duration? validity)
    {
        if ((validity is null) == (notAfter is null))
        {
            throw Fault("Validity", "either Validity or NotAfter", validity is null ? "neither" : "both");
        }

        var start = notBefore ?? new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        if (validity is not null && validity.AddTo(start) > start.AddYears(LongestValidityInYears))
        {
            throw Fault("Validity", $"at most {LongestValidityInYears}y", validity.ToString());
        }

        if (notBefore is not null
            && notAfter is not null
            && (notAfter <= notBefore || notAfter > notBefore.Value.AddYears(LongestValidityInYears)))
        {
            throw Fault("NotAfter", $"a time after NotBefore by at most {LongestValidityInYears} years", UtcTime.Format(notAfter.Value));
        }
    }

    private static DateTime? Time(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        return DateTime.TryParseExact(
            text.Trim(), TimePatterns, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            && time.Year is >= 1990 and <= 2200
            ? time
            : throw Fault(field, "a UTC time such as 2046-11-23 or 2046-11-23T09:00:00Z, from 1990 to 2200", Quote(text));
    }

    private KeyAlgorithm Algorithm() => KeyAlgorithm is null
        ? Trstctl.Keys.KeyAlgorithm.EcdsaP384
        : Trstctl.Keys.KeyAlgorithm.Find(KeyAlgorithm.Trim())
            ?? throw Fault("KeyAlgorithm", string.Join(", ", Trstctl.Keys.KeyAlgorithm.Generated), Quote(KeyAlgorithm));

    private string? Hash()
    {
        var (text, own) = (HashAlgorithm is null ? null : AsciiFold.Upper(HashAlgorithm.Trim()), Algorithm().Hash);
        return text is null || text == own ? null
            : own is not null && Trstctl.Keys.KeyAlgorithm.Hashes.Contains(text, StringComparer.Ordinal) ? text
            : throw Fault(
                "HashAlgorithm", own is null ? $"none of {Algorithm()}, which has its own" : "SHA256, SHA384 or SHA512",
                Quote(HashAlgorithm!));
    }

    private CustodyKind? CustodyOf() => (Custody is null ? null : AsciiFold.Upper(Custody.Trim())) switch
    {
        null => null,
        "QUORUM" => CustodyKind.Quorum,
        "OPERATIONAL" => CustodyKind.Operational,
        _ => throw Fault("Custody", "Quorum or Operational", Quote(Custody!)),
    };

    private IReadOnlyList<string> Usages()
    {
        var usages = Set(
            "ExtendedKeyUsage", ExtendedKeyUsages, MostOthers,
            text => Trstctl.Certificates.ExtendedKeyUsages.Parse("ExtendedKeyUsage", text));
        return usages.Count > 1 && usages.Contains(Oids.AnyExtendedKeyUsage)
            ? throw Fault(
                "ExtendedKeyUsage", "any alone, or a list without it",
                string.Join(", ", usages.Select(Trstctl.Certificates.ExtendedKeyUsages.NameOf)))
            : usages;
    }

    private CertificatePolicy[] Policies()
    {
        var texts = Set(
            "CertificatePolicy", CertificatePolicies, MostOthers, text => CertificatePolicy.Parse("CertificatePolicy", text).ToString());
        var policies = texts.Select(text => CertificatePolicy.Parse("CertificatePolicy", text)).ToArray();
        var twice = policies.GroupBy(policy => policy.Oid, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? policies : throw Fault("CertificatePolicy", "each policy once", twice.Key);
    }

    private static IReadOnlyList<string> Set(string field, List<string>? texts, int most, Func<string, string> normalise)
    {
        if (texts is null)
        {
            return [];
        }

        if (texts.Count > most)
        {
            throw Fault(field, $"at most {most} values", texts.Count.ToString(CultureInfo.InvariantCulture));
        }

        return texts.Select(text => normalise(text ?? throw Fault(field, "text", "nothing")))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(text => text, StringComparer.Ordinal)
            .ToArray();
    }

    // The suffix is known only where the certificate is built; any URL with it must be one without it too.
    private string Url(string field, string text)
    {
        var marked = Adcs && text.Contains(CAVersion.Placeholder);
        SpecUrl.Parse(field, marked ? text.Replace(CAVersion.Placeholder, string.Empty) : text, SpecUrl.Published);
        return text.Trim();
    }

    private static string Quote(string text) => $"\"{CanonicalText.Escape(text)}\"";

    private static TrstException Fault(string field, string expected, string found) => new(ErrorId.SpecInvalid, field, expected, found);
}
