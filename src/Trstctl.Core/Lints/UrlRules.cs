using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about the URLs of CRLs, issuers and OCSP responders.</summary>
internal static class UrlRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "url_syntax", Error, "RFC 5280 4.2.1.6, RFC 3986 2", Issued,
            "A URL is absolute, in ASCII, and holds no blank, no unfinished escape and no template of AD CS (%3, <CaName>).",
            s => Uris(s)
                .Where(uri => !GeneralNameText.IsAscii(uri) || !GeneralNameText.IsUri(GeneralNameText.Of(uri)))
                .Select(uri => $"{GeneralNameText.Shown(GeneralNameText.Of(uri))} is no URL")
                .FirstOrDefault()),
        new("urls_http", Warning, "BR 7.1.2.11.2", AnyCertificate, "Every URL is plain http, which every client can follow.",
            s => Uris(s)
                .Where(uri => !HasScheme(uri, "http"))
                .Select(uri => $"{GeneralNameText.Shown(GeneralNameText.Of(uri))} is not plain http")
                .FirstOrDefault()),
        new("url_no_tls", Warning, "RFC 5280 8", Issued, "No URL needs TLS, whose own certificate would need checking first.",
            s => Uris(s)
                .Where(uri => HasScheme(uri, "https") || HasScheme(uri, "ldaps"))
                .Select(uri => $"{GeneralNameText.Shown(GeneralNameText.Of(uri))} needs TLS")
                .FirstOrDefault()),
        new("url_ldap_complete", Error, "RFC 5280 4.2.1.13, 4.2.2.1", Issued, "An LDAP URL names the entry and the attribute.",
            s => Uris(s)
                .Where(uri => HasScheme(uri, "ldap") && !IsCompleteLdap(GeneralNameText.Of(uri)))
                .Select(uri => $"{GeneralNameText.Shown(GeneralNameText.Of(uri))} lacks entry or attribute")
                .FirstOrDefault()),
        new(
            "url_ldap_host", Warning, "RFC 5280 4.2.1.13, 4.2.2.1", Issued,
            "An LDAP URL names a host; without one only members of the domain find it.",
            s => Uris(s).Any(
                uri => HasScheme(uri, "ldap") && AsciiFold.Lower(GeneralNameText.Of(uri)).StartsWith("ldap:///", StringComparison.Ordinal))
                    ? "an LDAP URL names no host"
                    : null),
    ];

    public static bool HasScheme(DerElement uri, string scheme) =>
        AsciiFold.Lower(GeneralNameText.Of(uri)).StartsWith(scheme + "://", StringComparison.Ordinal);

    private static IEnumerable<DerElement> Uris(LintSubject s) =>
        new[] { Oids.CrlDistributionPoints, LintOids.FreshestCrl }
            .SelectMany(oid => DistributionPoints.In(s.Find(oid)))
            .SelectMany(DistributionPoints.Uris)
            .Concat(InformationAccessRules.Entries(s).Select(entry => entry[1]).Where(location => location.Tag == GeneralNameText.Uri))
            .Concat(CrlScopeRules.Uris(s));

    // ldap://host/dn?attributes (RFC 4516 2).
    private static bool IsCompleteLdap(string url)
    {
        var path = url.IndexOf('/', "ldap://".Length);
        var parts = path < 0 ? [] : url.Substring(path + 1).Split('?');
        return parts.Length > 1 && parts[0].Length > 0 && parts[1].Length > 0;
    }
}
