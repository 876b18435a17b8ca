using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about subject and issuer alternative names (RFC 5280 4.2.1.6, 4.2.1.7).</summary>
internal static class AlternativeNameRules
{
    private static readonly string[] Extensions = [LintOids.SubjectAlternativeName, LintOids.IssuerAlternativeName];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "alternative_names_not_empty", Error, "RFC 5280 4.2.1.6", Anything,
            "An alternative name extension has at least one name, and none of them is empty.",
            s => Present(s).Any(e => e.Value.Count == 0 || e.Value.Children.Any(name => name.Length == 0))
                ? "an alternative name extension is empty or holds an empty name"
                : null),
        new(
            "alternative_names_ascii", Error, "RFC 5280 4.2.1.6, 7.2, RFC 9549 2.3", Anything,
            "DNS names, mailboxes and URIs are ASCII; international domains stand there as A-labels (xn--).",
            s => Names(s, GeneralNameText.Dns, GeneralNameText.Email, GeneralNameText.Uri).Any(name => !GeneralNameText.IsAscii(name))
                ? "an alternative name is not ASCII"
                : null),
        new(
            "san_dns_form", Error, "RFC 5280 4.2.1.6", Anything,
            "A DNS name is in preferred name syntax, with * at most as its first label.",
            s => Wrong(s, GeneralNameText.Dns, GeneralNameText.IsHostOrWildcard) is { } name ? $"{name} is no DNS name" : null),
        new(
            "san_dns_underscore", Warning, "RFC 5280 4.2.1.6, BR 7.1.2.7.12", Anything,
            "A DNS name has no underscore, which preferred name syntax does not have and public CAs may not sign.",
            s => Wrong(s, GeneralNameText.Dns, name => name.IndexOf('_') < 0) is { } name ? $"{name} has an underscore" : null),
        new(
            "san_email_form", Error, "RFC 5280 4.2.1.6", Anything,
            "A mailbox has the form local-part@domain, without phrase, comment or angle brackets.",
            s => Wrong(s, GeneralNameText.Email, GeneralNameText.IsMailbox) is { } name ? $"{name} is no mailbox" : null),
        new("san_uri_form", Error, "RFC 5280 4.2.1.6", Anything, "A URI is absolute and holds only what RFC 3986 allows.",
            s => Wrong(s, GeneralNameText.Uri, GeneralNameText.IsUri) is { } name ? $"{name} is no absolute URI" : null),
        new("san_ip_length", Error, "RFC 5280 4.2.1.6", Anything, "An IP address has 4 or 16 octets.",
            s => Names(s, GeneralNameText.IP).Any(name => name.Length is not (4 or 16))
                ? "an IP address has neither 4 nor 16 octets"
                : null),
        new(
            "san_critical_without_subject", Error, "RFC 5280 4.1.2.6, 4.2.1.6", EndEntity,
            "Where the subject is empty, a critical subject alternative name is present.",
            s => s.Parts.Subject.Length > 0 || s.Find(LintOids.SubjectAlternativeName) is { Critical: true }
                ? null
                : "the subject is empty and no critical alternative name stands in its place"),
        new(
            "san_not_critical", Warning, "RFC 5280 4.2.1.6", AnyCertificate,
            "Where there is a subject, its alternative name is not critical.",
            s => s.Parts.Subject.Length > 0 && s.Find(LintOids.SubjectAlternativeName) is { Critical: true }
                ? "the subject alternative name is critical beside a subject"
                : null),
        new("ian_not_critical", Warning, "RFC 5280 4.2.1.7, 5.2.2", Issued, "The issuer alternative name is not critical.",
            s => s.Find(LintOids.IssuerAlternativeName) is { Critical: true } ? "the issuer alternative name is critical" : null),
        new(
            "subject_email_in_san", Error, "RFC 5280 4.1.2.6", EndEntity,
            "An e-mail address in the subject stands in the subject alternative name too.",
            s => DistinguishedName.From(s.Parts.Subject).Attributes.Any(a => a.Oid == LintOids.EmailAddress)
                && !SubjectNames(s, GeneralNameText.Email).Any()
                    ? "the subject has an e-mail address and the alternative name has none"
                    : null),
        new(
            "server_auth_has_san", Warning, "RFC 9525, BR 7.1.2.7.12", EndEntity,
            "A TLS server's certificate names it in the subject alternative name: clients do not read the common name.",
            s => ExtendedKeyUsages.From(s.Parts).Contains(LintOids.ServerAuth)
                && !SubjectNames(s, GeneralNameText.Dns, GeneralNameText.IP, GeneralNameText.Uri, GeneralNameText.OtherName).Any()
                    ? "no alternative name says which server it is"
                    : null),
    ];

    private static IEnumerable<ExtensionPart> Present(LintSubject s) => s.Extensions.Where(e => Extensions.Contains(e.Oid));

    private static IEnumerable<DerElement> Names(LintSubject s, params byte[] forms) => Present(s).SelectMany(e => Names(e, forms));

    private static IEnumerable<DerElement> SubjectNames(LintSubject s, params byte[] forms) =>
        s.Find(LintOids.SubjectAlternativeName) is { } names ? Names(names, forms) : [];

    private static IEnumerable<DerElement> Names(ExtensionPart extension, byte[] forms) =>
        extension.Value.Expect(Der.SequenceTag).Children.Where(name => forms.Contains(name.Tag));

    // Empty and international names have rules of their own.
    private static string? Wrong(LintSubject s, byte form, Func<string, bool> fits) => Names(s, form)
        .Where(name => name.Length > 0 && GeneralNameText.IsAscii(name))
        .Select(GeneralNameText.Of)
        .Where(name => !fits(name))
        .Select(GeneralNameText.Shown)
        .FirstOrDefault();
}
