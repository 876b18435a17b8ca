using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintRules;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about what issuer and subject say.</summary>
internal static class NameRules
{
    private const string Country = "2.5.4.6";

    // RFC 5280 A.1 gives bounds to these: CN, O, OU, L, ST, title, serialNumber, pseudonym, emailAddress. The other bounds are ours.
    private static readonly string[] Bounded =
        ["2.5.4.3", "2.5.4.10", "2.5.4.11", "2.5.4.7", "2.5.4.8", "2.5.4.12", "2.5.4.5", "2.5.4.65", LintOids.EmailAddress];

    // RFC 5280 A.1: ub-name. In what we make ourselves they are as short as the rest.
    private const int LongestPersonalName = 32_768;
    private static readonly string[] PersonalNames = ["2.5.4.4", "2.5.4.42", "2.5.4.43", "2.5.4.44"];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "subject_present", Error, "RFC 5280 4.1.2.6", Cas, "A CA has a subject.",
            s => s.Parts.Subject.Length > 0 ? null : "a CA has a subject"),
        new(
            "issuer_present", Error, "RFC 5280 4.1.2.4, 5.1.2.3", Issued, "The issuer is not empty.",
            s => s.Names[0].Length > 0 ? null : "the issuer is empty"),
        new("root_self_issued", Error, "RFC 5280 3.2", Root, "A root's issuer is its subject, byte for byte.",
            s => Same(s.Parts.Subject.Encoded, s.Parts.Issuer.Encoded) ? null : "a root's issuer is its subject"),
        new(
            "name_lengths", Error, "RFC 5280 A.1", Anything, "An attribute of a name is not empty and not longer than its upper bound.",
            Lengths),
        new(
            "country_code", Error, "RFC 5280 A.1", Anything,
            "A country is two letters in PrintableString, in what we make ourselves capitals.", CountryCode),
        new("name_attributes_known", Notice, "RFC 5280 4.1.2.4", Anything, "The attributes of a name are ones that software shows by name.",
            s => Attributes(s).FirstOrDefault(a => AttributeType.ByOid(a.Oid) is null) is { } a
                ? $"the name has the attribute {a.Oid}"
                : null),
        new(
            "name_control_characters", Warning, "CVE-2009-2408", Anything,
            "A name holds no control character, which could make it look like another.",
            s => Attributes(s).FirstOrDefault(a => a.Text?.Any(char.IsControl) == true) is { } a ? $"{a} holds a control character" : null),
        new(
            "name_outer_spaces", Warning, "RFC 5280 7.1", Anything,
            "No attribute of a name begins or ends with a space, which comparisons drop and byte-for-byte matching does not.",
            s => Attributes(s).FirstOrDefault(
                a => a.Text is { Length: > 0 } text && (text[0] == ' ' || text[text.Length - 1] == ' ')) is { } a
                    ? $"\"{a}\" begins or ends with a space"
                    : null),
        new("name_single_attributes", Notice, "BR 7.1.4.1", Anything, "Each part of a name has one attribute.",
            s => s.Names.SelectMany(name => name.Children).Any(rdn => rdn.Count > 1) ? "a part of the name has several attributes" : null),
        new(
            "ca_subject_no_email", Warning, "RFC 5280 4.1.2.6", Cas,
            "A CA's e-mail address stands in its alternative name, not in its subject, where name constraints on mailboxes would meet it.",
            s => DistinguishedName.From(s.Parts.Subject).Attributes.FirstOrDefault(a => a.Oid == LintOids.EmailAddress) is { } a
                ? $"the subject of a CA has {a}"
                : null),
        new("ca_name_complete", Notice, "BR 7.1.2.10.2", Cas, "A CA's subject has country, organization and common name.", Complete),
    ];

    public static IEnumerable<NameAttribute> Attributes(LintSubject s) =>
        s.Names.SelectMany(name => DistinguishedName.From(name).Attributes);

    private static string? Lengths(LintSubject s)
    {
        var wrong = Attributes(s).FirstOrDefault(
            a => a.Oid != Country && a.Text is not null && (a.Text.Length == 0 || Limit(s, a.Oid) is { } limit && a.Text.Length > limit));
        return wrong is null ? null : $"{wrong} is empty or too long";
    }

    private static string? CountryCode(LintSubject s)
    {
        var wrong = Attributes(s).FirstOrDefault(
            a => a.Oid == Country
                && (a.Value[0] != 0x13
                    || a.Text is not { Length: 2 } text
                    || text.Any(c => !(c is >= 'A' and <= 'Z' || s.IsForeign && c is >= 'a' and <= 'z'))));
        return wrong is null ? null : $"{wrong} is not two capital letters in PrintableString";
    }

    private static int? Limit(LintSubject s, string oid) =>
        !s.IsForeign || Bounded.Contains(oid) ? AttributeType.ByOid(oid)?.MaxLength
        : PersonalNames.Contains(oid) ? LongestPersonalName
        : null;

    private static string? Complete(LintSubject s)
    {
        var present = DistinguishedName.From(s.Parts.Subject).Attributes.Select(a => a.Oid).ToArray();
        var missing = new[] { "C", "O", "CN" }.Where(name => !present.Contains(AttributeType.Find(name)!.Oid)).ToArray();
        return missing.Length == 0 ? null : $"the subject lacks {string.Join(", ", missing)}";
    }
}
