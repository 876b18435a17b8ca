using System.Text.RegularExpressions;
using CsCheck;
using Trstctl.Markup;

namespace Trstctl.Core.Tests.Markup;

public sealed partial class MarkdownTextTests
{
    [Theory]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("a|b", "a\\|b")]
    [InlineData("`x`", "\\`x\\`")]
    [InlineData("[a](b)", "\\[a\\](b)")]
    [InlineData("# x", "\\# x")]
    [InlineData("- x", "\\- x")]
    [InlineData("1. x", "1\\. x")]
    [InlineData("*x*", "\\*x\\*")]
    [InlineData("http://x.y", "http&#58;//x.y")]
    [InlineData("www.x.y", "www&#46;x.y")]
    [InlineData("a@b.c", "a&#64;b.c")]
    [InlineData("a\nb", "a\\\\u000Ab")]
    [InlineData("2026-11-27", "2026-11-27")]
    public void MarksAreTextAndNothingElse(string text, string shown) => Assert.Equal(shown, MarkdownText.Text(text));

    [Fact]
    public void NoTextLeavesItsCellOrItsLine() => NodeTests.AnyHostile.Array[1, 4].Sample(cells =>
    {
        var page = new MarkdownText();
        page.Table(cells.Select(_ => "x").ToArray(), [cells.Select(MarkdownText.Text).ToArray()]);
        var lines = page.ToString().TrimEnd('\n').Split('\n');
        return lines.Length == 3 && Bars().Count(lines[2]) == cells.Length + 1 && !lines[2].Contains('<', StringComparison.Ordinal);
    });

    [Fact]
    public void CodeHoldsNoMarkOfItsOwn()
    {
        Assert.Equal("`0a1b`", MarkdownText.Code("0a1b"));
        Assert.Equal("\\`a\\`", MarkdownText.Code("`a`"));
        Assert.Equal("a\\|b", MarkdownText.Code("a|b"));
    }

    [Fact]
    public void NoLineOfABlockEndsIt()
    {
        var page = new MarkdownText();
        page.Block(["```", "x"]);
        Assert.Equal("```\n'''\nx\n```\n", page.ToString());
    }

    // Unescaped ones: an even number of backslashes before them.
    [GeneratedRegex(@"(?<=(?:^|[^\\])(?:\\\\)*)\|")]
    private static partial Regex Bars();
}
