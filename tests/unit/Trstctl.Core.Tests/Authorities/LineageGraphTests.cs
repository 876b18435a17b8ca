using System.Text.RegularExpressions;
using Trstctl.Authorities;
using Trstctl.Core.Tests.Certificates;

namespace Trstctl.Core.Tests.Authorities;

/// <summary>A name in a drawing is text of it, whatever the language of the drawing would read in it.</summary>
public sealed class LineageGraphTests
{
    [Theory]
    [InlineData("%%{init: {'themeCSS': '.node{visibility:hidden}'}}%%")]
    [InlineData("a\"]; click ca0 \"javascript:x\" %% <b>&lt; `x` #35; |$$x$$| \\n *x* __x__ ~~~ @{ }")]
    public void ANameIsNothingThatMermaidReads(string name)
    {
        var text = Drawn(name);
        var label = text.Substring("flowchart TD\n    ca0[\"".Length).Split(["<br/>"], StringSplitOptions.None)[0];

        Assert.Matches("^([A-Za-z0-9 .,()-]|#[0-9]+;)+$", label);
        Assert.Equal(name, Regex.Replace(label, "#([0-9]+);", m => ((char)int.Parse(m.Groups[1].Value)).ToString()));
        Assert.DoesNotContain("%", text);
        Assert.DoesNotContain("{", text);
    }

    [Fact]
    public void AnUsualNameStaysReadable() => Assert.Contains("[\"Contoso Bär Root CA (G2)<br/>", Drawn("Contoso Bär Root CA (G2)"));

    private static string Drawn(string name)
    {
        var root = new AuthorityRecord { AuthorityId = "1", Name = name, Certificate = TestCA.Root(TestCA.Input("CN=Root")).Certificate };
        return LineageGraph.Mermaid(root, [root], []);
    }
}
