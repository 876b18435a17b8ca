using System.Globalization;

namespace Trstctl.Markup;

/// <summary>A picture in SVG: shapes with classes of the page's style sheet, each between two heights, so that a tall picture can be cut
/// into sheets that fit a page of paper.</summary>
internal sealed class Drawing(double width)
{
    private readonly List<(double Top, double Bottom, Node Shape)> shapes = [];

    public void Line(double x1, double y1, double x2, double y2, string style) => Add(
        Math.Min(y1, y2), Math.Max(y1, y2),
        Node.Of("line").With("x1", Number(x1)).With("y1", Number(y1)).With("x2", Number(x2)).With("y2", Number(y2)).Class(style));

    public void Box(double x, double y, double w, double h, string style) => Add(y, y + h, Rectangle(x, y, w, h, style));

    public void Circle(double x, double y, double radius, string style) => Add(
        y - radius, y + radius,
        Node.Of("circle").With("cx", Number(x)).With("cy", Number(y)).With("r", Number(radius)).Class(style));

    /// <param name="path">Of absolute places.</param>
    public void Path(string path, double top, double bottom, string style) =>
        Add(top, bottom, Node.Of("path").With("d", path).Class(style));

    /// <param name="anchor">start, middle or end.</param>
    public void Text(double x, double y, string text, string style, string anchor = "start") =>
        Add(y - 12, y + 4, Written(x, y, text, style, anchor));

    /// <summary>Text that is cut where its room ends, and shown whole where somebody points at it.</summary>
    public void Label(double x, double y, double room, double size, string text, string style) => Add(
        y - size, y + (size / 3),
        Node.Of(
            "g", Node.Of("title", text),
            Node.Of("svg", Written(0, size, Fit(text, room, size), style, "start"))
                .With("x", Number(x)).With("y", Number(y - size)).With("width", Number(room)).With("height", Number(size * 1.4))));

    /// <summary>The whole picture, or the part of it between two heights.</summary>
    /// <param name="id">Of the picture in its page.</param>
    /// <param name="title">What it is.</param>
    /// <param name="description">What it shows, for who does not see it.</param>
    public Node Part(double top, double bottom, string id, string title, string description) => Node.Of(
        "svg",
        [
            Node.Of("title", title).With("id", id + "-title"),
            Node.Of("desc", description).With("id", id + "-desc"),
            .. shapes.Where(shape => shape.Bottom >= top && shape.Top <= bottom).Select(shape => shape.Shape),
        ])
        .With("viewBox", $"0 {Number(top)} {Number(width)} {Number(bottom - top)}")
        .With("role", "img").With("aria-labelledby", $"{id}-title {id}-desc").With("id", id);

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>As much of the text as fits, by the usual width of letters: its beginning and its end, since names differ in either.
    /// </summary>
    public static string Fit(string text, double room, double size)
    {
        var shown = Count(text, room, size);
        if (shown == text.Length)
        {
            return text;
        }

        var last = Math.Max(0, shown - 1) / 3;
        var (first, from) = (Math.Max(0, shown - 1 - last), text.Length - last);
        return text.Substring(0, first > 0 && char.IsHighSurrogate(text[first - 1]) ? first - 1 : first).TrimEnd() + "\u2026"
            + text.Substring(from < text.Length && char.IsLowSurrogate(text[from]) ? from + 1 : from).TrimStart();
    }

    private static int Count(string text, double room, double size)
    {
        var (shown, used) = (0, 0.0);
        while (shown < text.Length && used + Width(text[shown], size) <= room)
        {
            used += Width(text[shown++], size);
        }

        return shown;
    }

    private static double Width(char c, double size) => size * (c >= '\u1100' ? 1.0 : c is >= 'A' and <= 'Z' ? 0.68 : 0.56);

    private static Node Written(double x, double y, string text, string style, string anchor) =>
        Node.Of("text", text).With("x", Number(x)).With("y", Number(y)).With("text-anchor", anchor).Class(style);

    private static Node Rectangle(double x, double y, double w, double h, string style) => Node.Of("rect")
        .With("x", Number(x)).With("y", Number(y)).With("width", Number(w)).With("height", Number(h)).With("rx", "3").Class(style);

    private void Add(double top, double bottom, Node shape) => shapes.Add((top, bottom, shape));
}
