namespace Trstctl.Reports;

/// <summary>Draws who did what when: a lane for each person, a column for each act, in order, with the time between two acts above them.
/// Not to scale: approvals take seconds or weeks.</summary>
internal static class CeremonyTimeline
{
    private const double Width = 1000;
    private const double Names = 190;
    private const double Column = 100;
    private const double Head = 64;
    private const double Lane = 46;
    private const int Columns = 8;

    public static IEnumerable<Node> Draw(CeremonyReport report)
    {
        var entries = TimelineEntry.AllOf(report);
        var bands = (entries.Count + Columns - 1) / Columns;
        return Enumerable.Range(0, bands).Select(band => Band(report, entries, band, bands));
    }

    private static Node Band(CeremonyReport report, IReadOnlyList<TimelineEntry> entries, int band, int bands)
    {
        var shown = entries.Skip(band * Columns).Take(Columns).ToArray();
        var lanes = shown.Select(entry => entry.Lane).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var height = Head + (Lane * Math.Max(1, lanes.Length));
        var drawing = new Drawing(Width);
        for (var i = 0; i < lanes.Length; i++)
        {
            drawing.Line(Names, Middle(i), Names + (Column * shown.Length), Middle(i), "lane");
            drawing.Label(0, Middle(i) + 5, Names - 12, 14, lanes[i], "lane-name");
        }

        for (var i = 0; i < shown.Length; i++)
        {
            var before = (band * Columns) + i == 0 ? (DateTime?)null : entries[(band * Columns) + i - 1].Time;
            DrawEntry(drawing, shown[i], Names + (Column * (i + 0.5)), before, Array.IndexOf(lanes, shown[i].Lane), height, i == 0);
        }

        var of = bands > 1 ? $", part {ReportText.Number(band + 1)} of {ReportText.Number(bands)}" : string.Empty;
        return Node.Of("figure", drawing.Part(
            0, height, $"timeline-{ReportText.Number(band + 1)}", $"Timeline of ceremony {report.ShortId}{of}",
            string.Join("; ", shown.Select(e => $"{ReportText.Time(e.Time)} {e.Lane} {e.Label}"))));
    }

    private static void DrawEntry(
        Drawing drawing, TimelineEntry entry, double x, DateTime? before, int lane, double height, bool first)
    {
        if (first || before?.Date != entry.Time.Date)
        {
            drawing.Text(x, 14, ReportText.Day(entry.Time), "day", "middle");
        }

        drawing.Text(x, 32, ReportText.Clock(entry.Time), "clock", "middle");
        if (before is { } earlier)
        {
            drawing.Text(x - (Column / 2), 50, "+ " + ReportText.Span(entry.Time - earlier), "gap", "middle");
        }

        if (lane < 0)
        {
            drawing.Line(x, 56, x, height, "limit");
            drawing.Box(x - 44, height - 22, 88, 20, "limit-box");
            drawing.Text(x, height - 8, entry.Label, "limit-name", "middle");
            return;
        }

        Mark(drawing, x, Middle(lane), entry.Style);
        drawing.Text(x, Middle(lane) + 25, entry.Label, "act", "middle");
    }

    // Told apart by their forms, and not by colour alone.
    private static void Mark(Drawing drawing, double x, double y, string style)
    {
        string At(double dx, double dy) => $"{Drawing.Number(x + dx)} {Drawing.Number(y + dy)}";
        switch (style)
        {
            case "no":
                drawing.Box(x - 9, y - 9, 18, 18, "mark no");
                drawing.Path($"M{At(-4, -4)} L{At(4, 4)} M{At(-4, 4)} L{At(4, -4)}", y - 9, y + 9, "glyph");
                break;
            case "done":
                drawing.Path($"M{At(0, -13)} L{At(13, 0)} L{At(0, 13)} L{At(-13, 0)} Z", y - 13, y + 13, "mark done");
                drawing.Path($"M{At(-4, 0)} L{At(-1, 4)} L{At(5, -4)}", y - 9, y + 9, "glyph");
                break;
            default:
                drawing.Circle(x, y, 9, "mark " + style);
                if (style == "yes")
                {
                    drawing.Path($"M{At(-4, 0)} L{At(-1, 4)} L{At(5, -4)}", y - 9, y + 9, "glyph");
                }

                break;
        }
    }

    private static double Middle(int lane) => Head + (Lane * lane) + 14;
}
