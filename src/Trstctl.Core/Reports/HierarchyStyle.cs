namespace Trstctl.Reports;

/// <summary>How the picture of a hierarchy looks, and what its signs mean.</summary>
internal static class HierarchyStyle
{
    public const string Css = """
        figure { margin: 0 }
        .ca { fill: #f4f8fc; stroke: #1f4e79; stroke-width: 1.8 }
        .ca.superseded, .ca.retired { fill: #f6f7f8; stroke: #8795a3; stroke-dasharray: 5 3 }
        .ca.revoked { fill: #fdf1f0; stroke: #b3261e; stroke-width: 2 }
        .ca.elsewhere { fill: #fff; stroke: #6b4b9a; stroke-dasharray: 2 3 }
        svg .ca-name { font-size: 14px; font-weight: 600 } svg .ca-note { font-size: 11.5px; fill: #44525f }
        .issued { fill: none; stroke: #5c6f82; stroke-width: 1.5 } .issued.beside { stroke-dasharray: 3 3 }
        .bar { fill: #2f6fab; stroke: #1f4e79 } .bar.superseded { fill: #b7c8d8; stroke: #7d93a8 }
        .bar.retired { fill: #d7dce1; stroke: #8795a3 } .bar.revoked { fill: #f6d4d1; stroke: #b3261e; stroke-dasharray: 4 2 }
        .bar.cross { fill: #cdbfe3; stroke: #6b4b9a }
        .struck { fill: none; stroke: #b3261e; stroke-width: 2.4 }
        svg .dates { font-size: 11px; fill: #44525f } svg .tick { font-size: 12px; fill: #44525f }
        svg .today { font-size: 12px; font-weight: 600; fill: #8a3b00 }
        .grid { stroke: #e3e8ee; stroke-width: 1 } .now { stroke: #c25400; stroke-width: 1.5; stroke-dasharray: 5 3 }
        .edge { fill: none; stroke-width: 1.8 } .edge.cross, .edge.link { stroke: #6b4b9a } .edge.link { stroke-dasharray: 7 3 }
        .edge.replaces { stroke: #1a7f4b; stroke-dasharray: 2 3 } .edge.twin { stroke: #44525f; stroke-dasharray: 1 3 }
        .head.cross, .head.link { fill: #6b4b9a } .head.replaces { fill: #1a7f4b } .head.twin { fill: #44525f }
        """;

    private const double Width = 1000;

    private static readonly (string Style, string Words)[] Bars =
    [
        ("active", "valid, active"), ("superseded", "replaced by a later one"), ("retired", "retired"), ("revoked", "revoked, and when"),
        ("cross", "cross- and link certificates"),
    ];

    private static readonly (string Style, string Words)[] Lines =
    [
        ("edge cross", "vouches for"), ("edge link", "links generations"), ("edge replaces", "is replaced by"), ("edge twin", "twin"),
        ("now", "today"),
    ];

    public static Node Legend()
    {
        var drawing = new Drawing(Width);
        for (var i = 0; i < Bars.Length; i++)
        {
            drawing.Box(200 * i, 6, 30, 10, "bar " + Bars[i].Style);
            drawing.Text((200 * i) + 38, 16, Bars[i].Words, "ca-note");
            drawing.Line(200 * i, 32, (200 * i) + 30, 32, Lines[i].Style);
            drawing.Text((200 * i) + 38, 36, Lines[i].Words, "ca-note");
        }

        return Node.Of("figure", drawing.Part(
            0, 46, "legend", "What the signs mean",
            "A box with an unbroken frame is an active CA, one with a broken frame a former one. A bar is the time in which a "
                + "certificate is valid. Lines on the right of the tree lead from a cross- or link certificate to whom it vouches for, "
                + "and from a CA to what replaced it."));
    }
}
