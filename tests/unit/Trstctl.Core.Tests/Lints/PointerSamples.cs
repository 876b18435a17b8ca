using Trstctl.Asn1;
using Trstctl.Lints;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class PointerSamples
{
    private const string Url = "http://pki.example/root.crl";
    private static readonly byte[] Directory = Der.Explicit(4, Draft.RootName);
    private static readonly byte[] KeyCompromise = Der.Implicit(1, [6, 0x40]);
    private static readonly byte[] Issuer = Draft.Url("http://pki.example/root.cer");

    public static IEnumerable<LintSample> All =>
    [
        Intermediate("crl_url_present", d => d.Remove(Oids.CrlDistributionPoints)),
        Root("root_crl_point_absent", d => Points(d, Draft.Point(Url))),
        Intermediate("crl_points_not_empty", d => Points(d)),
        Intermediate("crl_points_all_reasons", d => Points(d, Der.Sequence(Draft.FullName(Url), KeyCompromise)), "crl_points_no_reasons"),
        Intermediate("crl_points_no_reasons", d => Points(d, Draft.Point(Url), Der.Sequence(Draft.FullName(Url), KeyCompromise))),
        Intermediate("crl_points_no_issuer", d => Points(d, Der.Sequence(Draft.FullName(Url), Der.Explicit(2, Directory)))),
        Intermediate(
            "crl_points_full_name",
            d => Points(d, Draft.Point(Url), Der.Sequence(Der.Explicit(0, Der.Explicit(1, Draft.Attribute("CN", Der.Utf8("CRL 1")))))),
            "crl_points_have_url"),
        Intermediate("crl_points_have_url", d => Points(d, Der.Sequence(Der.Explicit(0, Der.Explicit(0, Directory))))),
        Intermediate("crl_points_not_critical", d => d.Set(Oids.CrlDistributionPoints, Draft.Points(Url), critical: true)),
        Crl("freshest_crl_not_critical", d => d.Set(LintOids.FreshestCrl, Draft.Points(Url), critical: true)),
        Intermediate("aia_not_critical", d => d.Set(Oids.AuthorityInfoAccess, Draft.Access((Oids.CAIssuers, Issuer)), critical: true)),
        Intermediate("aia_not_empty", d => Access(d)),
        Intermediate("aia_methods", d => Access(d, (Oids.CAIssuers, Issuer), ("1.3.6.1.5.5.7.48.5", Issuer))),
        Intermediate("aia_unique", d => Access(d, (Oids.CAIssuers, Issuer), (Oids.CAIssuers, Issuer))),
        Intermediate("aia_issuer_url_present", d => Access(d, (LintOids.Ocsp, Draft.Url("http://ocsp.example/")))),
        Root("root_aia_absent", d => Access(d, (Oids.CAIssuers, Issuer))),
        Intermediate(
            "sia_not_critical", d => d.Set(LintOids.SubjectInfoAccess, Draft.Access(("1.3.6.1.5.5.7.48.5", Issuer)), critical: true)),
        Crl("crl_aia_issuers_only", d => d.Set(Oids.AuthorityInfoAccess, Draft.Access((Oids.CAIssuers, Issuer), (LintOids.Ocsp, Issuer)))),
        Intermediate("url_syntax", d => Points(d, Draft.Point("http://pki.example/%3%8%9.crl"))),
        Intermediate("urls_http", d => Access(d, (Oids.CAIssuers, Draft.Url("ftp://pki.example/root.cer")))),
        Crl("url_no_tls", d => d.Set(Oids.AuthorityInfoAccess, Draft.Access((Oids.CAIssuers, Draft.Url("https://pki.example/root.cer"))))),
        Crl("url_ldap_complete", d => d.Set(LintOids.FreshestCrl, Draft.Points("ldap://dc.contoso.example/CN=Root,DC=contoso,DC=example"))),
        Crl(
            "url_ldap_host",
            d => d.Set(LintOids.FreshestCrl, Draft.Points("ldap:///CN=Root,DC=contoso,DC=example?deltaRevocationList?base"))),
    ];

    private static void Points(CertificateDraft draft, params byte[][] points) =>
        draft.Set(Oids.CrlDistributionPoints, Der.Sequence(points));

    private static void Access(CertificateDraft draft, params (string Method, byte[] Location)[] entries) =>
        draft.Set(Oids.AuthorityInfoAccess, Draft.Access(entries));
}
