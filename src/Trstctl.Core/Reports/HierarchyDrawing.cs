namespace Trstctl.Reports;

/// <summary>Draws a hierarchy: on the left the tree, in the middle what goes across it, on the right when each certificate is valid. Tall
/// ones come in sheets, none of which a printer has to cut.</summary>
internal sealed class HierarchyDrawing
{
    private const double Width = 1000;
    private const double Tree = 430;
    private const double Lane = 11;
    private const double Margin = 12;
    private const double Tallest = 1300;
    private const double TallestFirst = 940; // below the title
    private const double Axis = 26;
    private const int MostLanes = 12;

    private readonly Drawing drawing = new(Width);
    private readonly Hierarchy hierarchy;
    private readonly DateTime now;
    private readonly TimeAxis axis;
    private readonly double[] tops;
    private readonly double indent;
    private readonly int lanes;

    public HierarchyDrawing(Hierarchy hierarchy, DateTime now)
    {
        (this.hierarchy, this.now) = (hierarchy, now);
        indent = Math.Min(22, 200.0 / Math.Max(1, hierarchy.Rows.Max(row => row.Depth)));
        tops = new double[hierarchy.Rows.Count + 1];
        for (var i = 0; i < hierarchy.Rows.Count; i++)
        {
            tops[i + 1] = tops[i] + HeightOf(hierarchy.Rows[i]);
        }

        var placed = Placed();
        lanes = placed.Count == 0 ? 0 : placed.Max(edge => edge.Lane) + 1;
        var bars = Tree + (Lane * lanes) + (2 * Margin);
        axis = new TimeAxis(hierarchy.Rows.Select(row => row.View), now, bars, Width - bars - Margin);
        Enumerable.Range(0, hierarchy.Rows.Count).ToList().ForEach(DrawBar);
        Enumerable.Range(0, hierarchy.Rows.Count).ToList().ForEach(DrawRow);
        placed.ForEach(DrawEdge);
    }

    public IEnumerable<Node> Sheets()
    {
        var (first, number) = (0, 1);
        while (first < hierarchy.Rows.Count)
        {
            var next = first + 1;
            while (next < hierarchy.Rows.Count && tops[next + 1] - tops[first] <= (first == 0 ? TallestFirst : Tallest))
            {
                next++;
            }

            yield return Sheet(first, next, number++);
            first = next;
        }
    }

    private Node Sheet(int first, int next, int number)
    {
        var id = "hierarchy-" + ReportText.Number(number);
        return Node.Of(
            "figure",
            Scale(number),
            drawing.Part(
                tops[first], tops[next], id, $"The hierarchy, sheet {ReportText.Number(number)}",
                string.Join("; ", hierarchy.Rows.Skip(first).Take(next - first).Select(Tell))
                    + string.Concat(hierarchy.Edges.Where(e => e.From >= first && e.From < next).Select(edge => "; " + edge.Words))));
    }

    private static string Tell(HierarchyRow row) =>
        $"{row.Name}, valid {ReportText.Day(row.View.NotBefore)} to {ReportText.Day(row.View.NotAfter)}"
            + (row.Note.Length > 0 ? ", " + row.Note : string.Empty);

    // Years above each sheet.
    private Node Scale(int number)
    {
        var scale = new Drawing(Width);
        foreach (var (x, text) in axis.Marks().Where(mark => mark.X < axis.Right - 8 && Math.Abs(mark.X - axis.At(now)) > 40))
        {
            scale.Text(x, 14, text, "tick", "middle");
            scale.Line(x, 20, x, Axis, "grid");
        }

        scale.Text(axis.At(now), 14, "today", "today", axis.At(now) > axis.Right - 20 ? "end" : "middle");
        scale.Line(axis.At(now), 20, axis.At(now), Axis, "now");
        var id = "scale-" + ReportText.Number(number);
        return scale.Part(0, Axis, id, "Time", $"Today is {ReportText.Day(now)}");
    }

    private void DrawRow(int i)
    {
        var row = hierarchy.Rows[i];
        var (x, middle) = (X(row), (tops[i] + tops[i + 1]) / 2);
        if (row.Parent >= 0)
        {
            var trunk = X(hierarchy.Rows[row.Parent]) + 10;
            drawing.Path(
                $"M{Drawing.Number(trunk)} {Drawing.Number(Bottom(row.Parent))} V{Drawing.Number(middle)} H{Drawing.Number(x)}",
                Bottom(row.Parent), middle, row.Kind == RowKind.Authority ? "issued" : "issued beside");
        }

        if (row.Kind is RowKind.Authority or RowKind.Foreign)
        {
            drawing.Box(x, tops[i] + 4, Tree - x, 40, row.Kind == RowKind.Foreign ? "ca elsewhere" : "ca " + row.Style);
            drawing.Label(x + 8, tops[i] + 21, Tree - x - 16, 14, row.Title, "ca-name");
            drawing.Label(x + 8, tops[i] + 38, Tree - x - 16, 11.5, row.Note, "ca-note");
        }
        else
        {
            var words = row.Name + (row.Note.Length > 0 ? ", " + row.Note : string.Empty);
            drawing.Label(x + 4, middle + 4, Tree - x - 8, 12, words, "ca-note");
        }
    }

    private void DrawBar(int i)
    {
        var (row, top) = (hierarchy.Rows[i], tops[i]);
        foreach (var (x, _) in axis.Marks())
        {
            drawing.Line(x, top, x, tops[i + 1], "grid");
        }

        drawing.Line(axis.At(now), top, axis.At(now), tops[i + 1], "now");
        var big = row.Kind is RowKind.Authority or RowKind.Foreign;
        var (from, to) = (axis.At(row.View.NotBefore), axis.At(row.View.NotAfter));
        var (y, height) = (top + (big ? 11 : 5), big ? 12.0 : 7);
        drawing.Box(from, y, Math.Max(3, to - from), height, "bar " + row.Style);
        if (row.Revocation is { } revoked)
        {
            Cross(axis.At(revoked.Date), y + (height / 2));
        }

        if (!axis.Ends(row.View.NotAfter))
        {
            drawing.Path(
                $"M{Drawing.Number(to - 2)} {Drawing.Number(y - 3)} l8 {Drawing.Number((height / 2) + 3)} l-8 "
                    + $"{Drawing.Number((height / 2) + 3)} Z",
                y, y + height, "bar " + row.Style);
        }

        var text = $"{ReportText.Day(row.View.NotBefore)} to {ReportText.Day(row.View.NotAfter)}";
        if (row.Revocation is { } ended)
        {
            text += $", revoked {ReportText.Day(ended.Date)}";
        }

        var room = text.Length * 6.2;
        drawing.Text(Math.Max(axis.At(DateTime.MinValue), Math.Min(from + 4, axis.Right - room)), y + height + 13, text, "dates");
    }

    private void Cross(double x, double y) => drawing.Path(
        $"M{Drawing.Number(x - 6)} {Drawing.Number(y - 8)} l12 16 m0 -16 l-12 16", y - 8, y + 8, "struck");

    private void DrawEdge((HierarchyEdge Edge, int Lane) placed)
    {
        var (edge, lane) = placed;
        var (from, to) = (Middle(edge.From), Middle(edge.To));
        var (start, turn) = (Edge(edge.From), Tree + Margin + (Lane * lane));
        string N(double value) => Drawing.Number(value);
        var (top, bottom) = (Math.Min(from, to), Math.Max(from, to));
        drawing.Path($"M{N(start)} {N(from)} H{N(turn)} V{N(to)} H{N(Tree + 6)}", top, bottom, "edge " + edge.Kind);
        drawing.Path($"M{N(Tree)} {N(to)} l8 -4 v8 Z", to - 4, to + 4, "head " + edge.Kind);
    }

    // The shortest edges nearest to the tree; more than there is room for share the outermost lane.
    private List<(HierarchyEdge Edge, int Lane)> Placed()
    {
        var taken = new List<List<(double Top, double Bottom)>>();
        var placed = new List<(HierarchyEdge, int)>();
        foreach (var edge in hierarchy.Edges.Where(e => e.To >= 0).OrderBy(e => Math.Abs(e.To - e.From)).ThenBy(e => e.From))
        {
            var span = (Top: Math.Min(Middle(edge.From), Middle(edge.To)) - 6, Bottom: Math.Max(Middle(edge.From), Middle(edge.To)) + 6);
            var lane = taken.FindIndex(spans => spans.All(s => s.Bottom < span.Top || s.Top > span.Bottom));
            if (lane < 0 && taken.Count < MostLanes)
            {
                taken.Add([]);
            }

            lane = lane >= 0 ? lane : taken.Count - 1;
            taken[lane].Add(span);
            placed.Add((edge, lane));
        }

        return placed;
    }

    private double X(HierarchyRow row) => 4 + (indent * row.Depth);

    // An edge begins where the row's words end.
    private double Edge(int i) => hierarchy.Rows[i].Kind is RowKind.Authority or RowKind.Foreign ? Tree : Tree - 4;

    private double Middle(int i) => (tops[i] + tops[i + 1]) / 2;

    private double Bottom(int i) => hierarchy.Rows[i].Kind is RowKind.Authority or RowKind.Foreign ? tops[i] + 44 : tops[i + 1];

    private static double HeightOf(HierarchyRow row) => row.Kind is RowKind.Authority or RowKind.Foreign ? 50 : 30;
}
