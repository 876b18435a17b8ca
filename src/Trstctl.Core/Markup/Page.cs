namespace Trstctl.Markup;

/// <summary>A page of one file: nothing in it runs, and nothing is fetched.</summary>
internal static class Page
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <param name="title">Of the window.</param>
    /// <param name="style">A style sheet without a mark of HTML.</param>
    /// <param name="body">What is seen.</param>
    public static string Write(string title, string style, IEnumerable<Node> body) => "<!DOCTYPE html>\n" + Node.Of(
        "html",
        Node.Of(
            "head",
            Node.Of("meta").With("charset", "utf-8"),
            Node.Of("meta").With("http-equiv", "Content-Security-Policy").With("content", Policy),
            Node.Of("meta").With("name", "viewport").With("content", "width=device-width, initial-scale=1"),
            Node.Of("meta").With("name", "referrer").With("content", "no-referrer"),
            Node.Of("title", title),
            Node.Of("style", Node.Lines(style.Split('\n')))),
        Node.Of("body", body)).With("lang", "en");

    /// <summary>A table whose first cell of each row names the row.</summary>
    public static Node Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<Node>> rows) => Node.Of(
        "table",
        Node.Of("caption", caption),
        Node.Of("thead", Node.Of("tr", heads.Select(head => Node.Of("th", head).With("scope", "col")))),
        Node.Of("tbody", rows.Select(row => Node.Of(
            "tr", row.Select((cell, i) => i == 0 ? Node.Of("th", cell).With("scope", "row") : Node.Of("td", cell))))));

    /// <summary>Labels with what belongs to them.</summary>
    public static Node Pairs(IEnumerable<(string Label, Node Value)> pairs) => Node.Of(
        "table",
        Node.Of("tbody", pairs.Select(pair => Node.Of(
            "tr", Node.Of("th", pair.Label).With("scope", "row"), Node.Of("td", pair.Value))))).Class("pairs");

    /// <summary>What is compared letter by letter.</summary>
    public static Node Code(string text) => Node.Of("code", text);

    /// <summary>A short word that no line breaks.</summary>
    public static Node Whole(string text) => Node.Of("span", text).Class("one");

    public static Node Join(IEnumerable<Node> nodes, Node between) =>
        Node.Of("span", nodes.SelectMany((node, i) => i == 0 ? new[] { node } : [between, node]));
}
