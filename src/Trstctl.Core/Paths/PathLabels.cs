using System.Globalization;

namespace Trstctl.Paths;

/// <summary>What reports call things: common names, and where several share one, what tells them apart.</summary>
internal static class PathLabels
{
    private const int Longest = 40;
    private static readonly Func<DateTime, string>[] Dates = [time => Text(time, "yyyy"), time => Text(time, "yyyy-MM-dd")];

    public static void Give(IReadOnlyList<PathAuthority> authorities, Func<PathCertificate, PathAuthority?> issuerOf)
    {
        Distinguish(
            authorities,
            authority => authority.Certificates.Select(c => c.Label).FirstOrDefault(label => label is not null)
                ?? Short(authority.Certificates[0]),
            (authority, label) => authority.Label = label,
            [.. Dates.Select(date => (Func<PathAuthority, string>)(a => $" ({date(a.Certificates.Min(c => c.NotBefore))})")),
                a => $" (key {AuthorityKeyName.Short(a.Identifiers[0])})"]);
        foreach (var authority in authorities)
        {
            Distinguish(
                authority.Certificates,
                certificate => certificate.Label ?? authority.Label,
                (certificate, label) => certificate.Name = label,
                [certificate => issuerOf(certificate) is { } issuer && issuer != authority ? $" by {issuer.Label}" : string.Empty,
                    .. Dates.Select(date => (Func<PathCertificate, string>)(c => $" of {date(c.NotBefore)}")),
                    certificate => $" serial {AuthorityKeyName.Short(certificate.Parts.Serial.Content)}"]);
        }
    }

    // The first way of telling them apart that does; the last one where none does.
    private static void Distinguish<T>(
        IEnumerable<T> items, Func<T, string> name, Action<T, string> give, IReadOnlyList<Func<T, string>> ways)
    {
        foreach (var group in items.GroupBy(name, StringComparer.Ordinal))
        {
            var members = group.ToArray();
            var way = ways.FirstOrDefault(w => members.Select(w).Distinct(StringComparer.Ordinal).Count() == members.Length)
                ?? ways[ways.Count - 1];
            foreach (var member in members)
            {
                give(member, members.Length == 1 ? group.Key : group.Key + way(member));
            }
        }
    }

    private static string Short(PathCertificate certificate)
    {
        var name = certificate.SubjectName.CommonName;
        return name.Length == 0 ? "a CA without a name" : name.Length <= Longest ? name : name.Substring(0, Longest - 2) + "..";
    }

    private static string Text(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
