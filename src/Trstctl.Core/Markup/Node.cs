using System.Text;

namespace Trstctl.Markup;

/// <summary>A piece of a page in the syntax that HTML 5 and XML share. Text goes in as text and can come out as nothing else; elements and
/// attributes are those of two short lists, which hold none that runs or fetches anything.</summary>
internal sealed class Node
{
    private static readonly HashSet<string> Elements = new(
        ("html head meta title style body header main footer section article h1 h2 h3 p ul ol li dl dt dd table caption thead tbody tr th "
            + "td code pre strong em span div figure figcaption br hr a svg g rect line path circle text desc").Split(' '),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Attributes = new(
        ("lang charset name content http-equiv class id scope colspan role aria-label aria-labelledby aria-hidden href viewBox width "
            + "height x y x1 y1 x2 y2 cx cy r rx d text-anchor").Split(' '),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Empty = new(["meta", "br", "hr"], StringComparer.Ordinal);

    private static readonly HashSet<string> OnLinesOfTheirOwn = new(
        ("html head meta title style body header main footer section article h1 h2 h3 p ul ol li dl dd table caption thead tbody tr figure "
            + "figcaption svg g").Split(' '),
        StringComparer.Ordinal);

    private readonly string? element;
    private readonly string text;
    private readonly IReadOnlyList<Node> children;
    private readonly IReadOnlyList<(string Name, string Value)> attributes;

    private Node(string? element, string text, IReadOnlyList<Node> children, IReadOnlyList<(string Name, string Value)> attributes)
    {
        this.element = element;
        this.text = text;
        this.children = children;
        this.attributes = attributes;
    }

    public static Node Of(string element, params Node[] children) => Elements.Contains(element)
        ? new(element, string.Empty, children, [])
        : throw new ArgumentOutOfRangeException(nameof(element), element, null);

    public static Node Of(string element, IEnumerable<Node> children) => Of(element, children.ToArray());

    /// <summary>Text of several lines, for a <c>pre</c>.</summary>
    public static Node Lines(IEnumerable<string> lines) => new(null, string.Join("\n", lines.Select(Shown)), [], []);

    /// <summary>Text; what <see cref="CanonicalText"/> refuses appears as <c>\uXXXX</c>.</summary>
    public static implicit operator Node(string text) => new(null, Shown(text), [], []);

    /// <summary>The same with an attribute. Addresses lead to places of the page itself alone.</summary>
    public Node With(string name, string value) =>
        element is not null && Attributes.Contains(name) && (name != "href" || value.StartsWith("#", StringComparison.Ordinal))
            ? new(element, text, children, [.. attributes, (name, Shown(value))])
            : throw new ArgumentOutOfRangeException(nameof(name), name, null);

    public Node Class(string value) => With("class", value);

    public override string ToString()
    {
        var page = new StringBuilder();
        Write(page);
        return page.ToString();
    }

    private static string Shown(string text) => CanonicalText.Escape(text)
        .Replace("&", "&amp;")
        .Replace("<", "&lt;")
        .Replace(">", "&gt;")
        .Replace("\"", "&quot;")
        .Replace("'", "&#39;");

    private void Write(StringBuilder page)
    {
        if (element is null)
        {
            page.Append(text);
            return;
        }

        page.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            page.Append(' ').Append(name).Append("=\"").Append(value).Append('"');
        }

        if (Empty.Contains(element))
        {
            page.Append("/>");
        }
        else
        {
            page.Append('>');
            foreach (var child in children)
            {
                child.Write(page);
            }

            page.Append("</").Append(element).Append('>');
        }

        page.Append(OnLinesOfTheirOwn.Contains(element) ? "\n" : string.Empty);
    }
}
