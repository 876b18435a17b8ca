using static Trstctl.Certificates.LintRules;
using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Certificates.LintTargets;

namespace Trstctl.Certificates;

/// <summary>Rules about what issuer and subject say.</summary>
internal static class NameRules
{
    private const string Country = "2.5.4.6";

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("subject_present", Error, "RFC 5280 4.1.2.6", Cas, "A CA has a subject.", s => s.Parts.Subject.Length > 0 ? null : "a CA has a subject"),
        new("issuer_present", Error, "RFC 5280 4.1.2.4, 5.1.2.3", Issued, "The issuer is not empty.", s => s.Names[0].Length > 0 ? null : "the issuer is empty"),
        new("root_self_issued", Error, "RFC 5280 3.2", Root, "A root's issuer is its subject, byte for byte.",
            s => Same(s.Parts.Subject.Encoded, s.Parts.Issuer.Encoded) ? null : "a root's issuer is its subject"),
        new("name_lengths", Error, "RFC 5280 A.1", Anything, "An attribute of a name is not empty and not longer than its upper bound.", Lengths),
        new("country_code", Error, "RFC 5280 A.1", Anything, "A country is two capital letters in PrintableString.", CountryCode),
        new("name_attributes_known", Notice, "RFC 5280 4.1.2.4", Anything, "The attributes of a name are ones that software shows by name.",
            s => Attributes(s).FirstOrDefault(a => AttributeType.ByOid(a.Oid) is null) is { } a ? $"the name has the attribute {a.Oid}" : null),
        new("name_control_characters", Warning, "RFC 4514 5.2, CVE-2009-2408", Anything, "A name holds no control character, which could make it look like another.",
            s => Attributes(s).FirstOrDefault(a => a.Text?.Any(char.IsControl) == true) is { } a ? $"{a} holds a control character" : null),
        new("name_outer_spaces", Warning, "RFC 5280 7.1", Anything, "No attribute of a name begins or ends with a space, which comparisons drop and byte-for-byte matching does not.",
            s => Attributes(s).FirstOrDefault(a => a.Text is { Length: > 0 } text && (text[0] == ' ' || text[text.Length - 1] == ' ')) is { } a ? $"\"{a}\" begins or ends with a space" : null),
        new("name_single_attributes", Notice, "BR 7.1.4.1", Anything, "Each part of a name has one attribute.",
            s => s.Names.SelectMany(name => name.Children).Any(rdn => rdn.Count > 1) ? "a part of the name has several attributes" : null),
        new("ca_name_complete", Notice, "BR 7.1.2.10.2", Cas, "A CA's subject has country, organization and common name.", Complete),
    ];

    public static IEnumerable<NameAttribute> Attributes(LintSubject s) => s.Names.SelectMany(name => DistinguishedName.From(name).Attributes);

    private static string? Lengths(LintSubject s)
    {
        var wrong = Attributes(s).FirstOrDefault(a => a.Oid != Country && a.Text is not null && (a.Text.Length == 0 || AttributeType.ByOid(a.Oid) is { } type && a.Text.Length > type.MaxLength));
        return wrong is null ? null : $"{wrong} is empty or too long";
    }

    private static string? CountryCode(LintSubject s)
    {
        var wrong = Attributes(s).FirstOrDefault(a => a.Oid == Country && (a.Value[0] != 0x13 || a.Text is not { Length: 2 } text || text.Any(c => c is < 'A' or > 'Z')));
        return wrong is null ? null : $"{wrong} is not two capital letters in PrintableString";
    }

    private static string? Complete(LintSubject s)
    {
        var present = DistinguishedName.From(s.Parts.Subject).Attributes.Select(a => a.Oid).ToArray();
        var missing = new[] { "C", "O", "CN" }.Where(name => !present.Contains(AttributeType.Find(name)!.Oid)).ToArray();
        return missing.Length == 0 ? null : $"the subject lacks {string.Join(", ", missing)}";
    }
}
