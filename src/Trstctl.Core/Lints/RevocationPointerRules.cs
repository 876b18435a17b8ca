using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about where revocation shows: CRL distribution points and freshest CRL (RFC 5280 4.2.1.13, 4.2.1.15).</summary>
internal static class RevocationPointerRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("crl_url_present", Notice, "RFC 5280 4.2.1.13", Subordinates, "A distribution point tells where a CA's revocation would show.",
            s => s.Find(Oids.CrlDistributionPoints) is not null ? null : "no CRL distribution point tells where its revocation would show"),
        new("root_crl_point_absent", Notice, "BR 7.1.2.11.2", Root, "A root has no distribution point: nobody can revoke it.",
            s => s.Find(Oids.CrlDistributionPoints) is null ? null : "the root has a CRL distribution point"),
        new(
            "crl_points_not_empty", Error, "RFC 5280 4.2.1.13", Issued,
            "There is at least one distribution point, and it has a name or a CRL issuer.",
            s => Extensions(s).Any(
                e => e.Value.Count == 0
                    || DistributionPoints.In(e).Any(point => !DistributionPoints.HasName(point) && !DistributionPoints.HasIssuer(point)))
                ? "the distribution points are empty, or one has neither name nor CRL issuer" : null),
        new("crl_points_all_reasons", Error, "RFC 5280 4.2.1.13", AnyCertificate, "At least one distribution point covers all reasons.",
            s => DistributionPoints.In(s.Find(Oids.CrlDistributionPoints)).ToArray() is { Length: > 0 } points
                && points.All(DistributionPoints.HasReasons) ? "no distribution point covers all reasons" : null),
        new("crl_points_no_reasons", Warning, "RFC 5280 4.2.1.13, BR 7.1.2.11.2", AnyCertificate, "CRLs are not divided by reason.",
            s => Points(s).Any(DistributionPoints.HasReasons) ? "a distribution point covers some reasons only" : null),
        new(
            "crl_points_no_issuer", Warning, "BR 7.1.2.11.2", AnyCertificate,
            "A distribution point names no CRL issuer: the CA signs its own CRLs.",
            s => Points(s).Any(DistributionPoints.HasIssuer) ? "a distribution point names a CRL issuer" : null),
        new(
            "crl_points_full_name", Warning, "RFC 5280 4.2.1.13", Issued,
            "The name of a distribution point is not relative to the CRL issuer.",
            s => Points(s).Any(point => DistributionPoints.NameOf(point) is { Tag: 0xA1 })
                ? "the name of a distribution point is relative to the CRL issuer"
                : null),
        new("crl_points_have_url", Warning, "RFC 5280 4.2.1.13", Issued, "A named distribution point has at least one HTTP or LDAP URL.",
            s => Points(s).Any(
                point => DistributionPoints.HasName(point)
                    && !DistributionPoints
                        .Uris(point)
                        .Any(uri => UrlRules.HasScheme(uri, "http") || UrlRules.HasScheme(uri, "https") || UrlRules.HasScheme(uri, "ldap")))
                ? "a distribution point has neither HTTP nor LDAP URL" : null),
        new(
            "crl_points_not_critical", Warning, "RFC 5280 4.2.1.13", AnyCertificate, "The distribution points are not critical.",
            s => s.Find(Oids.CrlDistributionPoints) is { Critical: true } ? "the CRL distribution points are critical" : null),
        new(
            "freshest_crl_not_critical", Error, "RFC 5280 4.2.1.15, 5.2.6", Issued, "The freshest CRL extension is not critical.",
            s => s.Find(LintOids.FreshestCrl) is { Critical: true } ? "the freshest CRL extension is critical" : null),
    ];

    private static IEnumerable<ExtensionPart> Extensions(LintSubject s) =>
        s.Extensions.Where(e => e.Oid is Oids.CrlDistributionPoints or LintOids.FreshestCrl);

    private static IEnumerable<DerElement> Points(LintSubject s) => Extensions(s).SelectMany(DistributionPoints.In);
}
