using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about authority and subject information access (RFC 5280 4.2.2).</summary>
internal static class InformationAccessRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "aia_not_critical", Error, "RFC 5280 4.2.2.1, 5.2.7", Issued, "Authority information access is not critical.",
            s => s.Find(Oids.AuthorityInfoAccess) is { Critical: true } ? "the authority information access is critical" : null),
        new("aia_not_empty", Error, "RFC 5280 4.2.2.1", Issued, "Authority information access has at least one entry.",
            s => s.Find(Oids.AuthorityInfoAccess) is { } extension && extension.Value.Count == 0
                ? "the authority information access is empty"
                : null),
        new("aia_methods", Warning, "BR 7.1.2.10.3", AnyCertificate, "Authority information access leads to issuers and OCSP, by URI.",
            s => Entries(s).Any(entry => entry[0].Oid() is not (Oids.CAIssuers or LintOids.Ocsp) || entry[1].Tag != GeneralNameText.Uri)
                ? "an entry is neither caIssuers nor OCSP, or no URI"
                : null),
        new("aia_unique", Warning, "BR 7.1.2.10.3", Issued, "No location stands there twice for one method.",
            s => Entries(s).GroupBy(entry => Convert.ToBase64String(entry.Encoded)).Any(group => group.Count() > 1)
                ? "an entry stands there twice"
                : null),
        new(
            "aia_issuer_url_present", Notice, "RFC 5280 4.2.2.1", NotRoots,
            "Authority information access tells where the issuer's certificate is.",
            s => Entries(s).Any(entry => entry[0].Oid() == Oids.CAIssuers) ? null : "nothing tells where the issuer's certificate is"),
        new("root_aia_absent", Notice, "BR 7.1.2.1.2", Root, "A root has no authority information access: it has no issuer to be fetched.",
            s => s.Find(Oids.AuthorityInfoAccess) is null ? null : "the root has an authority information access"),
        new(
            "sia_not_critical", Error, "RFC 5280 4.2.2.2", AnyCertificate, "Subject information access is not critical.",
            s => s.Find(LintOids.SubjectInfoAccess) is { Critical: true } ? "the subject information access is critical" : null),
        new(
            "crl_aia_issuers_only", Error, "RFC 5280 5.2.7", Crl,
            "The authority information access of a CRL leads to issuers and to nothing else.",
            s => Entries(s).Any(entry => entry[0].Oid() != Oids.CAIssuers)
                ? "the authority information access of the CRL has another method than caIssuers"
                : null),
    ];

    public static IEnumerable<DerElement> Entries(LintSubject s) =>
        s.Find(Oids.AuthorityInfoAccess)?.Value.Expect(Der.SequenceTag).Children ?? [];
}
