using System.Text;
using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about practice statements and user notices (RFC 5280 4.2.1.4, RFC 6818 3).</summary>
internal static class PolicyQualifierRules
{
    private const byte Utf8 = 0x0C;
    private const byte Ia5 = 0x16;
    private const byte Bmp = 0x1E;
    private const int LongestText = 200;

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "policy_any_qualifiers", Error, "RFC 5280 4.2.1.4", AnyCertificate,
            "anyPolicy has no qualifiers but practice statement and user notice.",
            s => Qualifiers(s).Any(q => q.Policy == LintOids.AnyPolicy && q.Oid is not (Oids.CpsQualifier or LintOids.UserNotice))
                ? "anyPolicy has a qualifier of another kind"
                : null),
        new("policy_cps_uri", Error, "RFC 5280 4.2.1.4", AnyCertificate, "The pointer to a practice statement is a URI in IA5String.",
            s => Of(s, Oids.CpsQualifier).Any(
                node => node.Tag != Ia5 || !GeneralNameText.IsAscii(node) || !GeneralNameText.IsUri(GeneralNameText.Of(node)))
                    ? "the pointer to the practice statement is no URI in IA5String"
                    : null),
        new(
            "policy_notice_not_ia5", Error, "RFC 6818 3", AnyCertificate, "The text of a user notice is not IA5String.",
            s => Texts(s).Any(text => text.Tag == Ia5) ? "the text of a user notice is IA5String" : null),
        new("policy_notice_utf8", Warning, "RFC 6818 3", AnyCertificate, "The text of a user notice is UTF8String.",
            s => Texts(s).Any(text => text.Tag is not (Utf8 or Ia5)) ? "the text of a user notice is not UTF8String" : null),
        new("policy_notice_length", Error, "RFC 5280 4.2.1.4", AnyCertificate, "The text of a user notice has 1 to 200 characters.",
            s => Texts(s).Any(text => Characters(text) is < 1 or > LongestText)
                ? "the text of a user notice is empty or has more than 200 characters"
                : null),
        new(
            "policy_notice_text", Warning, "RFC 5280 4.2.1.4", AnyCertificate,
            "The text of a user notice has no control characters, and is in normal form C.",
            s => Texts(s).Select(Text).Select(text => text is null ? null : Fault(text)).FirstOrDefault(fault => fault is not null)),
        new(
            "policy_notice_no_reference", Warning, "RFC 5280 4.2.1.4", AnyCertificate,
            "A user notice holds no reference to a text elsewhere.",
            s => Of(s, LintOids.UserNotice).Any(notice => notice.Children.Any(node => node.Tag == Der.SequenceTag))
                ? "a user notice has a noticeRef"
                : null),
    ];

    private static IEnumerable<(string Policy, string Oid, DerElement Value)> Qualifiers(LintSubject s) =>
        from policy in s.Find(Oids.CertificatePolicies)?.Value.Children ?? []
        from qualifiers in policy.Children.Skip(1)
        from qualifier in qualifiers.Children
        select (policy[0].Oid(), qualifier[0].Oid(), qualifier[1]);

    private static IEnumerable<DerElement> Of(LintSubject s, string oid) => Qualifiers(s).Where(q => q.Oid == oid).Select(q => q.Value);

    private static IEnumerable<DerElement> Texts(LintSubject s) =>
        Of(s, LintOids.UserNotice).SelectMany(notice => notice.Children).Where(node => node.Tag != Der.SequenceTag);

    // Null where the bytes are no text of their type, which other rules say.
    private static string? Text(DerElement text)
    {
        var encoding = text.Tag == Bmp ? Encoding.BigEndianUnicode : Encoding.UTF8;
        var read = encoding.GetString(text.Content);
        return encoding.GetBytes(read).AsSpan().SequenceEqual(text.Content) ? read : null;
    }

    private static string? Fault(string text) =>
        text.Any(char.IsControl) ? "the text of a user notice has a control character"
        : CanonicalText.Fault(text) is { } other && CanonicalText.Fault(text, allowUnnormalised: true) is null
            ? $"the text of a user notice is not as it should be: {other}"
        : null;

    // Code points: a character outside the basic plane counts once in UTF-8.
    private static int Characters(DerElement text) => text.Tag switch
    {
        Utf8 => text.Content.Count(b => (b & 0xC0) != 0x80),
        Bmp => text.Length / 2,
        _ => text.Length,
    };
}
