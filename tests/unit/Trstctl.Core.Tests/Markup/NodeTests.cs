using System.Xml.Linq;
using CsCheck;
using Trstctl.Markup;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Markup;

public sealed class NodeTests
{
    /// <summary>Marks of HTML, of XML, of scripts and style sheets; half pairs, directions and controls.</summary>
    public static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "</style><script>", "]]>", "<!--", "-->", "\" onload=\"x", "' onload='x", "&amp;&#60;script&#62;",
        "&lt", "javascript:alert(1)", "\u202Egpj.exe", "a\0b", "a\nb", "\uD800", "<svg/onload=x>", "{{x}}", "`x`", "|", "[a](http://b)",
        "# x", "url(http://x)", "\u2028", new string('W', 3000),
    ];

    public static readonly Gen<string> AnyHostile = Gen.Int[0, Hostile.Length - 1].Select(i => Hostile[i]);

    private static readonly Gen<string> Text = Gen.OneOf(
        AnyHostile, Gen.Char.Array[0, 30].Select(c => new string(c)),
        Gen.Char["<>&\"'`=/\\!-[]() \n"].Array[0, 30].Select(c => new string(c)));

    [Fact]
    public void TextComesOutAsTheTextThatWentIn() => Text.Sample(text =>
        XElement.Parse(Node.Of("p", text).ToString(), LoadOptions.PreserveWhitespace).Value == CanonicalText.Escape(text));

    [Fact]
    public void SoDoesTheValueOfAnAttribute() => Text.Sample(text =>
        XElement.Parse(Node.Of("p").With("aria-label", text).ToString()).Attribute("aria-label")!.Value == CanonicalText.Escape(text));

    [Fact]
    public void NoTextBecomesAnElement() => Gen.Select(Text, Text).Sample((one, other) =>
        !XElement.Parse(Node.Of("div", one, Node.Of("pre", Node.Lines([other, one]))).ToString()).Element("pre")!.Elements().Any());

    [Theory]
    [InlineData("script")]
    [InlineData("iframe")]
    [InlineData("img")]
    [InlineData("link")]
    [InlineData("foreignObject")]
    [InlineData("p onclick")]
    public void WhatRunsOrFetchesIsNoElement(string element) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Node.Of(element));

    [Theory]
    [InlineData("onclick", "x")]
    [InlineData("style", "x")]
    [InlineData("src", "x")]
    [InlineData("href", "http://example.com")]
    [InlineData("href", "javascript:x")]
    public void WhatRunsOrFetchesIsNoAttribute(string name, string value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Node.Of("a", "x").With(name, value));

    [Fact]
    public void APageIsWellFormedAndForbidsWhatItDoesNotHold()
    {
        var page = Page.Write("<title>", "p { color: red }", [Node.Of("p", "a", Node.Of("br"), "b")]);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page);
        var html = XElement.Parse(page["<!DOCTYPE html>\n".Length..]);
        Assert.Equal("<title>", html.Element("head")!.Element("title")!.Value);
        Assert.Contains(
            "default-src 'none'; style-src 'unsafe-inline'", html.Descendants("meta").Select(meta => (string?)meta.Attribute("content")));
    }
}
