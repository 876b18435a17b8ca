using System.Text;

namespace Trstctl.Markup;

/// <summary>A page in Markdown (CommonMark with tables). Text goes in as text: what Markdown or HTML would read as a mark of its own is
/// escaped, and nothing becomes a link.</summary>
internal sealed class MarkdownText
{
    private const string Marks = "\\`*_{}[]<>#|~!$";

    private readonly StringBuilder page = new();

    /// <summary>In one line, wherever in it.</summary>
    public static string Text(string text)
    {
        var shown = new StringBuilder(text.Length);
        var line = CanonicalText.Escape(text);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            shown.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '@' => "&#64;",
                ':' when i + 1 < line.Length && line[i + 1] == '/' => "&#58;",
                '.' when i >= 3 && AsciiFold.Same(line.Substring(i - 3, 3), "www") => "&#46;",
                '-' or '+' or '=' when i == 0 => "\\" + c,
                '.' or ')' when i > 0 && line.Take(i).All(d => d is >= '0' and <= '9') => "\\" + c,
                _ when Marks.IndexOf(c) >= 0 => "\\" + c,
                _ => c.ToString(),
            });
        }

        return shown.ToString();
    }

    /// <summary>Hex digits, words and addresses, which hold none of its marks; whatever else is shown as text.</summary>
    public static string Code(string text) => text.Length > 0 && text.All(c => c is > ' ' and <= '~' && c != '`' && c != '|')
        ? $"`{text}`"
        : Text(text);

    public void Heading(int level, string text) => page.Append('#', level).Append(' ').Append(Text(text)).Append("\n\n");

    /// <param name="line">Of what <see cref="Text"/> and <see cref="Code"/> made, and of marks of one's own.</param>
    public void Paragraph(string line) => page.Append(line).Append("\n\n");

    /// <param name="items">As for <see cref="Paragraph"/>.</param>
    public void List(IEnumerable<string> items)
    {
        items.ToList().ForEach(item => page.Append("- ").Append(item).Append('\n'));
        page.Append('\n');
    }

    /// <param name="heads">Plain words.</param>
    /// <param name="rows">As for <see cref="Paragraph"/>.</param>
    public void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        Row(heads);
        Row(heads.Select(_ => "---"));
        rows.ToList().ForEach(Row);
        page.Append('\n');
    }

    /// <param name="lines">Of our own making, such as PEM.</param>
    public void Block(IEnumerable<string> lines)
    {
        page.Append("```\n");
        lines.ToList().ForEach(line => page.Append(CanonicalText.Escape(line).Replace("`", "'")).Append('\n'));
        page.Append("```\n\n");
    }

    public override string ToString() => page.ToString().TrimEnd('\n') + "\n";

    private void Row(IEnumerable<string> cells) => page.Append("| ").Append(string.Join(" | ", cells)).Append(" |\n");
}
