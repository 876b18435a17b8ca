namespace Trstctl.Reports;

/// <summary>Everything that hangs together with a CA, in rows: who issued whom, which generation follows which, who vouches for whom.
/// </summary>
internal sealed class Hierarchy
{
    private readonly List<HierarchyRow> rows = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<AuthorityRecord> all;
    private readonly IReadOnlyList<CrossCertificateRecord> cross;

    public Hierarchy(AuthorityRecord authority, IReadOnlyList<AuthorityRecord> known, IReadOnlyList<CrossCertificateRecord> crossed)
    {
        (all, cross) = LineageGraph.Connected(authority, known, crossed);
        var ids = new HashSet<string>(all.Select(a => a.AuthorityId), StringComparer.Ordinal);
        AddBelow(all.Where(a => a.IssuerId is null || !ids.Contains(a.IssuerId)), 0, -1);

        // CAs that certify each other hang on nobody.
        while (all.FirstOrDefault(a => !seen.Contains(a.AuthorityId)) is { } left)
        {
            AddBelow([left], 0, -1);
        }

        foreach (var elsewhere in cross.Where(c => LineageGraph.Target(c, all) is null).GroupBy(c => c.View.KeyIdentity))
        {
            rows.Add(new(RowKind.Foreign, 0, -1, elsewhere.First().TargetView, null));
        }

        Edges = [.. Crossing(), .. Following()];
    }

    public IReadOnlyList<HierarchyRow> Rows => rows;

    public IReadOnlyList<HierarchyEdge> Edges { get; }

    private void AddBelow(IEnumerable<AuthorityRecord> authorities, int depth, int parent)
    {
        foreach (var authority in authorities.OrderBy(a => a.Name, StringComparer.Ordinal)
            .ThenBy(a => a.View.Names?.Subject, StringComparer.Ordinal)
            .ThenByDescending(a => a.Generation)
            .ThenBy(a => a.AuthorityId, StringComparer.Ordinal)
            .Where(a => seen.Add(a.AuthorityId)))
        {
            var at = rows.Count;
            rows.Add(new(RowKind.Authority, depth, parent, authority.View, authority));
            rows.AddRange(authority.Earlier.Reverse()
                .Select(der => new HierarchyRow(RowKind.Earlier, depth + 1, at, new CertificateView(der), authority)));
            rows.AddRange(cross.Where(c => c.IssuerId == authority.AuthorityId)
                .OrderBy(c => c.View.NotBefore)
                .ThenBy(c => c.Link, StringComparer.Ordinal)
                .ThenBy(c => c.CertificateId, StringComparer.Ordinal)
                .Select(c => new HierarchyRow(RowKind.Cross, depth + 1, at, c.View, authority) { Cross = c }));
            AddBelow(all.Where(a => a.IssuerId == authority.AuthorityId), depth + 1, at);
        }
    }

    private IEnumerable<HierarchyEdge> Crossing() => rows.SelectMany((row, i) => row.Cross is { } made
        ? new[]
        {
            new HierarchyEdge(
                i, TargetOf(made), made.Link is null ? "cross" : "link",
                $"{row.Authority!.Name} vouches for {made.View.Subject}{(made.Link is { } link ? $" ({link})" : string.Empty)}"),
        }
        : []);

    private IEnumerable<HierarchyEdge> Following() => rows.SelectMany((row, i) => row.Kind != RowKind.Authority ? []
        : new[]
        {
            row.Authority!.Replaces is { } before && PlaceOf(before) is var old and >= 0
                ? new HierarchyEdge(old, i, "replaces", $"{rows[old].Name} was replaced by {row.Name}")
                : null,
            row.Authority.Twin is { } twin && PlaceOf(twin.AuthorityId) is var other && other > i
                ? new HierarchyEdge(i, other, "twin", $"{row.Name} and {rows[other].Name} are twins")
                : null,
        }.OfType<HierarchyEdge>());

    private int TargetOf(CrossCertificateRecord made)
    {
        var target = LineageGraph.Target(made, all);
        return target is not null
            ? PlaceOf(target.AuthorityId)
            : rows.FindIndex(row => row.Kind == RowKind.Foreign && row.View.KeyIdentity == made.View.KeyIdentity);
    }

    private int PlaceOf(string authorityId) =>
        rows.FindIndex(row => row.Kind == RowKind.Authority && row.Authority!.AuthorityId == authorityId);
}
