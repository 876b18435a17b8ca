using System.Globalization;

namespace Trstctl.Names;

/// <summary>Finds a name of a subtree that lies in none of others: without one, the others cover it.</summary>
internal static class NameWitness
{
    private const string Label = "trstctl-probe";

    /// <summary>A single name in the subtree and outside all others, or null where there is none.</summary>
    public static ConstrainedName? Outside(ConstrainedName subtree, IEnumerable<ConstrainedName> others)
    {
        var near = others.Where(other => other.Form == subtree.Form).ToArray();
        if (subtree.Range is { } range)
        {
            var address = range.Outside(near.Select(other => other.Range!).ToArray());
            return address is null ? null : new ConstrainedName(address);
        }

        // Every subtree but one of addresses has endless names, or one: no union of smaller ones covers it, and each of
        // those holds at most one of the names tried here.
        return near.Any(other => other.Contains(subtree)) ? null : Enumerable.Range(0, near.Length + 1)
            .Select(i => Name(subtree, i == 0 ? Label : Label + i.ToString(CultureInfo.InvariantCulture)))
            .First(name => !near.Any(other => other.Contains(name)));
    }

    private static ConstrainedName Name(ConstrainedName subtree, string label) => subtree.Form switch
    {
        NameForm.DirectoryName => new ConstrainedName(subtree.DirectoryName!.Below("CN", label)),
        NameForm.Email => new ConstrainedName(NameForm.Email, Mailbox(subtree.Host, label)),
        NameForm.Upn => new ConstrainedName(NameForm.Upn, Upn(subtree.Host, label)),
        _ => new ConstrainedName(subtree.Form, Host(subtree.Host, label)),
    };

    private static string Mailbox(string host, string label) => host.Contains('@') ? host
        : host[0] == '.' ? $"{Label}@{label}{host}"
        : $"{label}@{host}";

    private static string Upn(string host, string label) => host[0] switch
    {
        '.' => $"{Label}@{label}{host}",
        '@' => label + host,
        _ => host,
    };

    private static string Host(string host, string label) => host.Length == 0 ? label : host[0] == '.' ? label + host : host;
}
