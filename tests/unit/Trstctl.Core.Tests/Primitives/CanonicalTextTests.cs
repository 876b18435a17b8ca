using CsCheck;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public class CanonicalTextTests
{
    [Fact]
    public void FindsAFaultOrNoneInAnyText() => Gen.Char.Array[0, 6].Select(c => new string(c)).Sample(text =>
    {
        var fault = CanonicalText.Fault(text);
        return fault is not null || text.IsNormalized();
    });

    [Fact]
    public void EveryCharacterIsRefusedOrCanBeNormalised()
    {
        for (var point = 0; point <= 0x10FFFF; point += point == 0xD7FF ? 0x801 : 1)
        {
            var text = char.ConvertFromUtf32(point);
            if (CanonicalText.Fault(text, allowUnnormalised: true) is null)
            {
                _ = text.Normalize(System.Text.NormalizationForm.FormKC);
            }
        }
    }

    /// <summary>To a host without Unicode tables everything is in normal form, and stays as it is.</summary>
    [Fact]
    [Trait("Conformance", "R03")]
    public void AHostThatDoesNotNormaliseIsRefused()
    {
        CanonicalText.DemandHost();
        CanonicalText.DemandHost(text => text.IsNormalized(), text => text.Normalize());

        foreach (var (isNormal, normalise) in new (Func<string, bool>, Func<string, string>)[]
        {
            (_ => true, text => text),
            (_ => true, text => text.Normalize()),
            (text => text.IsNormalized(), text => text),
        })
        {
            Assert.Equal(
                ErrorId.PlatformUnsupported,
                Assert.Throws<TrstException>(() => CanonicalText.DemandHost(isNormal, normalise)).Id);
        }
    }

    [Theory]
    [InlineData("\u202e", "\\u202E")]
    [InlineData("a\nb", "a\\u000Ab")]
    [InlineData("\U000E0041", "\\uDB40\\uDC41")]
    [InlineData("\U000E0100", "\\uDB40\\uDD00")]
    [InlineData("\ufffe", "\\uFFFE")]
    [InlineData("\u00e9\U0001F600", "\u00e9\U0001F600")]
    public void EscapesWhatItRefuses(string text, string shown) => Assert.Equal(shown, CanonicalText.Escape(text));

    [Fact]
    public void EscapesHalfOfASurrogatePair() => Assert.Equal("\\uD800x\\uDC00", CanonicalText.Escape("\ud800x\udc00"));

    [Fact]
    public void EscapedTextIsHarmless() =>
        Gen.Char.Array[0, 6]
            .Select(c => new string(c))
            .Sample(text => CanonicalText.Fault(CanonicalText.Escape(text), allowUnnormalised: true) is null);

    [Fact]
    public void EntersTextInNormalFormC()
    {
        Assert.Equal("\u00e9", CanonicalText.Enter("reason", "e\u0301", 1));
        Assert.Equal(ErrorId.TextInvalid, Assert.Throws<TrstException>(() => CanonicalText.Enter("reason", "ab", 1)).Id);
        Assert.Equal(ErrorId.TextInvalid, Assert.Throws<TrstException>(() => CanonicalText.Enter("reason", "a\u200b", 9)).Id);
    }
}
