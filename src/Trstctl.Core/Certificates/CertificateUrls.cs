using System.Text;

namespace Trstctl.Certificates;

/// <summary>The URLs in CRL distribution points (RFC 5280 4.2.1.13) and authority information access (4.2.2.1).</summary>
internal static class CertificateUrls
{
    public static IReadOnlyList<string> Crl(CertificateParts parts) => parts.Find(Oids.CrlDistributionPoints)?.Value.Children
        .SelectMany(point => point.Children.Where(node => node.Tag == 0xA0))
        .SelectMany(name => name.Children.Where(node => node.Tag == 0xA0))
        .SelectMany(names => names.Children)
        .Where(name => name.Tag == 0x86)
        .Select(Text)
        .ToArray() ?? [];

    /// <summary>Access method OID and URL.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> AccessLocations(CertificateParts parts) =>
        parts.Find(Oids.AuthorityInfoAccess)?.Value.Children
        .Where(access => access[1].Tag == 0x86)
        .Select(access => new KeyValuePair<string, string>(access[0].Oid(), Text(access[1])))
        .ToArray() ?? [];

    /// <summary>Where the issuer's certificate can be had.</summary>
    public static IEnumerable<string> IssuerUrls(CertificateParts parts) =>
        AccessLocations(parts).Where(pair => pair.Key == Oids.CAIssuers).Select(pair => pair.Value);

    private static string Text(DerElement node) => Encoding.ASCII.GetString(node.Content);
}
