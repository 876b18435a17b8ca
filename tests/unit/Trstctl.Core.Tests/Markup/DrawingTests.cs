using System.Globalization;
using CsCheck;
using Trstctl.Markup;

namespace Trstctl.Core.Tests.Markup;

public sealed class DrawingTests
{
    [Fact]
    public void APartHoldsWhatMeetsItAndNoMore()
    {
        var drawing = new Drawing(100);
        drawing.Box(0, 0, 10, 10, "one");
        drawing.Line(5, 5, 5, 55, "through");
        drawing.Box(0, 50, 10, 10, "two");
        var upper = drawing.Part(0, 40, "a", "t", "d").ToString();
        Assert.Contains("\"one\"", upper);
        Assert.Contains("\"through\"", upper);
        Assert.DoesNotContain("\"two\"", upper);
        Assert.Contains("aria-labelledby=\"a-title a-desc\"", upper);
    }

    [Fact]
    public void ALabelIsNeverLongerThanItsTextAndBreaksNoPair() =>
        Gen.Select(Gen.OneOf(NodeTests.AnyHostile, Gen.Const("\U00020000\U00020001\U00020002")), Gen.Int[0, 300])
            .Sample((text, room) => Drawing.Fit(text, room, 12) is var shown
                && shown.Length <= text.Length + 1 && IsWhole(shown) | !IsWhole(text));

    private static bool IsWhole(string text) => text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);

    [Fact]
    public void NumbersAreWrittenInNoLanguage()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("-1.5", Drawing.Number(-1.5));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
