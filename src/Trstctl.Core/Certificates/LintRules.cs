using Org.BouncyCastle.Asn1;
using static Trstctl.Certificates.LintSeverity;

namespace Trstctl.Certificates;

/// <summary>The rules. A name is stable: reports and waivers quote it.</summary>
internal static class LintRules
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        Oids.SubjectKeyIdentifier, Oids.KeyUsage, Oids.BasicConstraints, Oids.NameConstraints, Oids.CrlDistributionPoints,
        Oids.CertificatePolicies, Oids.AuthorityKeyIdentifier, Oids.ExtendedKeyUsage, Oids.AuthorityInfoAccess,
    };

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("der_canonical", Error, "X.690 10, 11", s => Reencodes(s.Der) ? null : "it does not re-encode to the same DER"),
        new("extension_values_der", Error, "X.690 10, 11", s => s.Parts.Extensions.All(e => Reencodes(e.Octets.Content)) ? null : "an extension's value is not DER"),
        new("version_3", Error, "RFC 5280 4.1.2.1", s => s.Parts.Version == 3 ? null : $"version is {s.Parts.Version}"),
        new("serial_positive", Error, "RFC 5280 4.1.2.2", s => s.Parts.Serial.Content is [< 0x80, ..] && s.Parts.Serial.Content.Any(b => b != 0) ? null : "the serial number is not positive"),
        new("serial_length", Error, "RFC 5280 4.1.2.2", s => s.Parts.Serial.Length <= 20 ? null : "the serial number has more than 20 octets"),
        new("serial_entropy", Error, "BR 7.1", s => s.Parts.Serial.Content.SkipWhile(b => b == 0).Count() >= 8 ? null : "the serial number has fewer than 64 bits"),
        new("signature_algorithm_known", Error, "RFC 5758 3.2, RFC 4055 5", Algorithm),
        new("signature_algorithms_equal", Error, "RFC 5280 4.1.1.2", s => s.Parts.OuterAlgorithm is not { } outer || Same(outer.Encoded, s.Parts.Algorithm.Encoded) ? null : "inner and outer signature algorithms differ"),
        new("validity_order", Error, "RFC 5280 4.1.2.5", s => s.Parts.NotBefore < s.Parts.NotAfter ? null : "notAfter does not follow notBefore"),
        new("validity_encoding", Error, "RFC 5280 4.1.2.5", s => s.Parts.Validity.Children.All(t => (t.Time().Year >= 2050) == (t.Tag == 0x18)) ? null : "times through 2049 are UTCTime, later ones GeneralizedTime"),
        new("validity_long", Notice, "BR 6.3.2", s => s.Parts.NotAfter <= s.Parts.NotBefore.AddYears(25) ? null : "it is valid for more than 25 years"),
        new("subject_present", Error, "RFC 5280 4.1.2.6", s => s.Parts.Subject.Length > 0 ? null : "a CA has a subject"),
        new("issuer_present", Error, "RFC 5280 4.1.2.4", s => s.Parts.Issuer.Length > 0 ? null : "the issuer is empty"),
        new("root_self_issued", Error, "RFC 5280 3.2", s => s.Role != LintRole.Root || Same(s.Parts.Subject.Encoded, s.Parts.Issuer.Encoded) ? null : "a root's issuer is its subject"),
        new("name_lengths", Error, "RFC 5280 A.1", NameLengths),
        new("country_code", Error, "RFC 5280 A.1", Country),
        new("name_attributes_known", Notice, "RFC 5280 4.1.2.4", s => Names(s).FirstOrDefault(a => AttributeType.ByOid(a.Oid) is null) is { } a ? $"the name has the attribute {a.Oid}" : null),
        new("unique_identifiers_absent", Error, "RFC 5280 4.1.2.8", s => s.Parts.HasUniqueIdentifiers ? "it carries unique identifiers" : null),
        new("extensions_unique", Error, "RFC 5280 4.2", s => s.Parts.Extensions.Select(e => e.Oid).Distinct().Count() == s.Parts.Extensions.Count ? null : "an extension stands there twice"),
        new("critical_extensions_known", Error, "RFC 5280 4.2", s => s.Parts.Extensions.FirstOrDefault(e => e.Critical && !Known.Contains(e.Oid)) is { } e ? $"the critical extension {e.Oid} is unknown" : null),
        new("basic_constraints_ca", Error, "RFC 5280 4.2.1.9", s => s.Parts.Find(Oids.BasicConstraints) is { Critical: true } && s.Parts.IsCA() ? null : "basicConstraints are not critical with CA true"),
        new("path_length_ca_only", Error, "RFC 5280 4.2.1.9", s => s.Parts.PathLength() is null || s.Parts.IsCA() ? null : "a path length stands without CA"),
        new("path_length_present", Notice, "FACTS: intermediates limit depth", s => s.Role == LintRole.Root || s.Parts.PathLength() is not null ? null : "no path length limits the CAs below it"),
        new("key_usage_ca", Error, "RFC 5280 4.2.1.3", KeyUsage),
        new("ski_present", Error, "RFC 5280 4.2.1.2", s => s.Parts.SubjectKeyIdentifier() is { Length: > 0 and <= 32 } && s.Parts.Find(Oids.SubjectKeyIdentifier) is { Critical: false } ? null : "the subject key identifier is absent or critical"),
        new("ski_derived", Error, "RFC 7093 2", s => s.KeyOpen || s.Role == LintRole.CrossCertificate || Same(s.Parts.SubjectKeyIdentifier() ?? [], KeyIdentifier.Of(s.Parts.Spki.Encoded)) || Same(s.Parts.SubjectKeyIdentifier() ?? [], KeyIdentifier.Sha1Of(s.Parts.Spki.Encoded)) ? null : "the subject key identifier is not derived from the key"),
        new("aki_present", Error, "RFC 5280 4.2.1.1", s => s.Role == LintRole.Root || s.Parts.AuthorityKeyIdentifier() is { Length: > 0 } ? null : "the authority key identifier is absent"),
        new("aki_root_equal", Error, "RFC 5280 4.2.1.1", s => s.Role != LintRole.Root || s.Parts.AuthorityKeyIdentifier() is not { } aki || Same(aki, s.Parts.SubjectKeyIdentifier() ?? []) ? null : "a root's authority key identifier differs from its subject key identifier"),
        new("aki_not_critical", Error, "RFC 5280 4.2.1.1", s => s.Parts.Find(Oids.AuthorityKeyIdentifier) is { Critical: true } ? "the authority key identifier is critical" : null),
        new("eku_not_any_with_others", Error, "RFC 5280 4.2.1.12", s => ExtendedKeyUsages.From(s.Parts) is { Count: > 1 } list && list.Contains(Oids.AnyExtendedKeyUsage) ? "anyExtendedKeyUsage stands with others" : null),
        new("eku_root_absent", Warning, "BR 7.1.2.1", s => s.Role == LintRole.Root && s.Parts.Find(Oids.ExtendedKeyUsage) is not null ? "a root has extended key usages" : null),
        new("name_constraints_valid", Error, "RFC 5280 4.2.1.10", s => s.Parts.Find(Oids.NameConstraints) is null or { Critical: true } && NameConstraintSet.From(s.Parts) is not null ? null : "name constraints are not critical"),
        new("policies_unique", Error, "RFC 5280 4.2.1.4", s => Policies(s) is var list && list.Distinct().Count() == list.Length ? null : "a policy stands there twice"),
        new("urls_http", Warning, "BR 7.1.2.11.2", s => CertificateUrls.Of(s.Parts).FirstOrDefault(url => !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) is { } url ? $"{url} is not plain http" : null),
        new("crl_url_present", Notice, "RFC 5280 4.2.1.13", s => s.Role == LintRole.Root || s.Parts.Find(Oids.CrlDistributionPoints) is not null ? null : "no CRL distribution point tells where its revocation would show"),
        new("key_strength", Error, "RFC 5280 4.1.2.7, BR 6.1.5", Key),
    ];

    private static string? Algorithm(LintSubject s) =>
        KeyAlgorithm.All.Any(a => Same(SubjectPublicKeyInfos.SignatureAlgorithm(a), s.Parts.Algorithm.Encoded)) ? null : $"the signature algorithm {s.Parts.SignatureOid} or its parameters are not allowed";

    private static string? KeyUsage(LintSubject s) =>
        s.Parts.Find(Oids.KeyUsage) is { Critical: true }
        && s.Parts.HasKeyUsage(TbsPartsExtensions.KeyCertSign) == true
        && s.Parts.HasKeyUsage(TbsPartsExtensions.CrlSign) == true
            ? null
            : "keyUsage is not critical with keyCertSign and cRLSign";

    private static string? Key(LintSubject s)
    {
        if (s.KeyOpen)
        {
            return null;
        }

        var shape = PublicKeyShape.TryRead(s.Parts.Spki.Encoded);
        return shape is null ? $"the key is none of {SubjectPublicKeyInfos.Kinds}"
            : shape.Bits < 2048 && shape.Family == KeyFamily.Rsa ? $"the RSA key has {shape.Bits} bits"
            : null;
    }

    private static IEnumerable<NameAttribute> Names(LintSubject s) =>
        DistinguishedName.From(s.Parts.Subject).Attributes.Concat(DistinguishedName.From(s.Parts.Issuer).Attributes);

    private static string? NameLengths(LintSubject s)
    {
        var wrong = Names(s).FirstOrDefault(a => a.Oid != "2.5.4.6" && a.Text is not null && (a.Text.Length == 0 || AttributeType.ByOid(a.Oid) is { } type && a.Text.Length > type.MaxLength));
        return wrong is null ? null : $"{wrong} is empty or too long";
    }

    private static string? Country(LintSubject s)
    {
        var wrong = Names(s).FirstOrDefault(a => a.Oid == "2.5.4.6" && (a.Value[0] != 0x13 || a.Text is not { Length: 2 } text || text.Any(c => c is < 'A' or > 'Z')));
        return wrong is null ? null : $"{wrong} is not two capital letters in PrintableString";
    }

    private static string[] Policies(LintSubject s) =>
        s.Parts.Find(Oids.CertificatePolicies)?.Value.Children.Select(policy => policy[0].Oid()).ToArray() ?? [];

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private static bool Reencodes(byte[] der)
    {
        try
        {
            return Same(Asn1Object.FromByteArray(der).GetEncoded(Asn1Encodable.Der), der);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or InvalidCastException)
        {
            return false;
        }
    }
}
