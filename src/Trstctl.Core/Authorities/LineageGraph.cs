using System.Globalization;
using System.Text;

namespace Trstctl.Authorities;

/// <summary>Draws who issued whom, who follows whom and who vouches for whom, as text for Mermaid or Graphviz.</summary>
public static class LineageGraph
{
    /// <summary>A Mermaid flowchart of everything that hangs together with the authority.</summary>
    public static string Mermaid(AuthorityRecord authority, IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross)
    {
        var (nodes, edges) = Around(authority, all, cross);
        var text = new StringBuilder("flowchart TD\n");
        nodes.ForEach(node => text.Append($"    {node.Id}[\"{string.Join("<br/>", node.Lines.Select(ForMermaid))}\"]\n"));
        edges.ForEach(edge => text.Append(edge.Label.Length == 0
            ? $"    {edge.From} --> {edge.To}\n"
            : $"    {edge.From} -. {ForMermaid(edge.Label)} .-> {edge.To}\n"));
        return text.ToString();
    }

    /// <summary>The same as a Graphviz digraph.</summary>
    public static string Dot(AuthorityRecord authority, IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross)
    {
        var (nodes, edges) = Around(authority, all, cross);
        var text = new StringBuilder("digraph lineage {\n    node [shape=box]\n");
        nodes.ForEach(node => text.Append($"    {node.Id} [label=\"{string.Join("\\n", node.Lines.Select(ForDot))}\"]\n"));
        edges.ForEach(edge => text.Append(edge.Label.Length == 0
            ? $"    {edge.From} -> {edge.To}\n"
            : $"    {edge.From} -> {edge.To} [style=dashed, label=\"{ForDot(edge.Label)}\"]\n"));
        return text.Append("}\n").ToString();
    }

    /// <summary>What the drawing of the authority shows: everything that hangs together with it.</summary>
    internal static (IReadOnlyList<AuthorityRecord> Authorities, IReadOnlyList<CrossCertificateRecord> Cross) Connected(
        AuthorityRecord authority, IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross)
    {
        var (ids, foreign) = Ids(all, cross);
        var reached = Reached(ids[authority.AuthorityId], Edges(all, cross, ids, foreign));
        return (
            all.Where(a => reached.Contains(ids[a.AuthorityId])).ToArray(), cross.Where(c => reached.Contains(ids[c.IssuerId])).ToArray());
    }

    /// <summary>The authority whose key a cross-certificate is over, or null for a CA elsewhere.</summary>
    internal static AuthorityRecord? Target(CrossCertificateRecord cross, IReadOnlyList<AuthorityRecord> all) =>
        all.FirstOrDefault(a => a.View.KeyIdentity == cross.View.KeyIdentity);

    private static (List<Node> Nodes, List<Edge> Edges) Around(
        AuthorityRecord authority, IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross)
    {
        var (ids, foreign) = Ids(all, cross);
        var nodes = all.Select(a => new Node(ids[a.AuthorityId], Describe(a)))
            .Concat(cross
                .Where(c => foreign.ContainsKey(c.CertificateId))
                .Select(c => new Node(foreign[c.CertificateId], [c.View.Subject, "a CA elsewhere"])))
            .ToArray();
        var edges = Edges(all, cross, ids, foreign);
        var reached = Reached(ids[authority.AuthorityId], edges);
        return (nodes.Where(n => reached.Contains(n.Id)).ToList(), edges.Where(e => reached.Contains(e.From)).ToList());
    }

    private static (Dictionary<string, string> Here, Dictionary<string, string> Elsewhere) Ids(
        IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross) => (
        all
            .Select((a, i) => (a.AuthorityId, Id: $"ca{i}"))
            .ToDictionary(pair => pair.AuthorityId, pair => pair.Id, StringComparer.Ordinal),
        cross
            .Where(c => Target(c, all) is null)
            .Select((c, i) => (c.CertificateId, Id: $"foreign{i}"))
            .ToDictionary(p => p.CertificateId, p => p.Id, StringComparer.Ordinal));

    private static Edge[] Edges(
        IReadOnlyList<AuthorityRecord> all, IReadOnlyList<CrossCertificateRecord> cross, Dictionary<string, string> ids,
        Dictionary<string, string> foreign) =>
        all.Where(a => a.IssuerId is not null).Select(a => new Edge(ids[a.IssuerId!], ids[a.AuthorityId], string.Empty))
            .Concat(all.Where(a => a.Replaces is not null).Select(a => new Edge(ids[a.Replaces!], ids[a.AuthorityId], "rotated to")))
            .Concat(all
                .Where(a => a.Twin is not null && string.CompareOrdinal(a.AuthorityId, a.Twin.AuthorityId) < 0)
                .Select(a => new Edge(ids[a.AuthorityId], ids[a.Twin!.AuthorityId], "twin of")))
            .Concat(cross.Select(
                c => new Edge(
                    ids[c.IssuerId], Target(c, all) is { } target ? ids[target.AuthorityId] : foreign[c.CertificateId],
                    c.Link ?? "cross-signs")))
            .ToArray();

    private static HashSet<string> Reached(string start, Edge[] edges)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { start };
        while (edges.FirstOrDefault(e => reached.Contains(e.From) != reached.Contains(e.To)) is { } edge)
        {
            reached.Add(edge.From);
            reached.Add(edge.To);
        }

        return reached;
    }

    private static string[] Describe(AuthorityRecord authority) =>
    [
        authority.Name,
        (authority.Generation > 1 ? $"generation {authority.Generation}, " : string.Empty) + AsciiFold.Word(authority.Status),
        $"{PublicKey.Describe(authority.View.Spki)}, "
            + $"until {authority.View.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
    ];

    // A directive in a label configures the whole drawing, and markup, links and formulas are read in it too: ASCII that is not known to be
    // text alone is an entity. So no colon is left beside one, of which Mermaid would take a line for a style's.
    private static string ForMermaid(string text) => string.Concat(text.Select(c => IsText(c) ? c.ToString() : $"#{(int)c};"));

    private static bool IsText(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or ' ' or '.' or ',' or '-' or '(' or ')' or > '\u007F';

    private static string ForDot(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");

    private sealed record Node(string Id, string[] Lines);

    private sealed record Edge(string From, string To, string Label);
}
