using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about certification requests (RFC 2986).</summary>
internal static class RequestLintRules
{
    private const string ChallengePassword = "1.2.840.113549.1.9.7";

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "request_version", Error, "RFC 2986 4.1", Request, "The version is 0.",
            s => s.Request.Info[0].Content is [0] ? null : "the version is not 0"),
        new(
            "request_signature", Error, "RFC 2986 3", Request,
            "The signature verifies under the key that is to be certified, where its algorithm can be tried here.",
            s => SignatureRules.SelfSigned(s) == false
                ? "the signature does not verify under the requested key: possession is not proved"
                : null),
        new(
            "request_attributes_present", Warning, "RFC 2986 4.1", Request, "The field of attributes is present, be it empty.",
            s => s.Request.Info.Count == 4 ? null : "the field of attributes is absent"),
        new(
            "request_attribute_values", Error, "RFC 2986 4.1", Request, "Every attribute has a value.",
            s => s.Request.Attributes.Any(a => a[1].Expect(Der.SetTag).Count == 0) ? "an attribute has no value" : null),
        new("request_extensions_single", Error, "RFC 2985 5.4.2", Request, "The requested extensions are one value of one attribute.",
            s => s.Request.Attributes.Where(a => a[0].Oid() == Oids.ExtensionRequest).Sum(a => a[1].Count) > 1
                ? "the extension request has several values"
                : null),
        new(
            "request_names_subject", Warning, "RFC 5280 4.1.2.6", Request,
            "The request names its subject, or asks for an alternative name.",
            s => s.Request.Subject.Length > 0 || s.Find(LintOids.SubjectAlternativeName) is not null
                ? null
                : "the request names no subject"),
        new("request_no_password", Notice, "RFC 2985 5.4.1", Request, "The request carries no challenge password, which everyone can read.",
            s => s.Request.Attributes.Any(a => a[0].Oid() == ChallengePassword) ? "the request carries a challenge password" : null),
    ];
}
