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
    [InlineData("\u00e9\U0001F601", "\u00e9\U0001F601")]
    [InlineData("e\u0301\U0001F600", "\u00e9\\uD83D\\uDE00")]
    [InlineData("\ufffd", "\\uFFFD")]
    public void EscapesWhatItRefuses(string text, string shown) => Assert.Equal(shown, CanonicalText.Escape(text));

    /// <summary>The blanks that lay a plan out, and heaps of marks that cover other lines, stand in no text of a plan.</summary>
    [Theory]
    [Trait("Conformance", "N12")]
    [InlineData("a b", "a b")]
    [InlineData("   approvals: 3 of 3", "\\u0020\\u0020\\u0020approvals: 3 of 3")]
    [InlineData("x  purpose", "x\\u0020\\u0020purpose")]
    [InlineData("x \u00a0purpose ", "x\\u0020\\u00A0purpose\\u0020")]
    [InlineData("x\u3000y", "x\\u3000y")]
    [InlineData("a\nb", "a\\u000Ab")]
    [InlineData("\u0301a", "\\u0301a")]
    [InlineData("q\u0303\u0303\u0303\u0303\u0303", "q\u0303\u0303\u0303\u0303\\u0303")]
    [InlineData("\u00e9t\u00e9 \u2013 \u201eok\u201c", "\u00e9t\u00e9 \u2013 \u201eok\u201c")]
    public void ALineHoldsSingleSpacesOnly(string text, string shown) => Assert.Equal(shown, CanonicalText.Line(text));

    /// <summary>Reasons, comments and names as people write them.</summary>
    [Theory]
    [InlineData("Erneuerung f\u00fcr 2027 \u2013 siehe \u00a7 3, \u201eNotfall\u201c\u2026 \u2192 \u20ac 5 \u00b1 1 %")]
    [InlineData("\u041f\u0440\u043e\u0434\u043b\u0435\u043d\u0438\u0435 \u2116 7 \u2014 \u00ab\u0434\u0430\u00bb")]
    [InlineData("\u00c7a va\u00a0? Oui\u202f!")]
    [InlineData("\u66f4\u65b0\u3001\u300c\u8a3c\u660e\u66f8\u300d\u3000\uac31\uc2e0")]
    [InlineData("\u092a\u0941\u0928\u0903 \u0e15\u0e48\u0e2d \u05d7\u05d9\u05d3\u05d5\u05e9 \u062a\u062c\u062f\u064a\u062f")]
    [InlineData("\u2713 done \u2122 \u2264 \u00bd")]
    public void OrdinaryTextIsEntered(string text) => Assert.Equal(text, CanonicalText.Enter("reason", text, 200));

    [Theory]
    [InlineData("\U0001F600", "U+1F600")]
    [InlineData("\u20bf", "U+20BF")]
    [InlineData("\u0378", "U+0378")]
    [InlineData("\ue000", "U+E000")]
    [InlineData("\ufffe", "U+FFFE")]
    [InlineData("\ufffd", "U+FFFD")]
    [InlineData("\u2003", "U+2003")]
    [InlineData("\u1c90", "U+1C90")]
    public void WhatTheTableDoesNotHoldIsRefusedByItsNumber(string text, string number)
    {
        var refusal = Assert.Throws<TrstException>(() => CanonicalText.Enter("Reason", text, 9));
        Assert.Equal(ErrorId.TextInvalid, refusal.Id);
        Assert.Contains(number, refusal.Message);
    }

    [Fact]
    public void EscapesHalfOfASurrogatePair() => Assert.Equal("\\uD800x\\uDC00", CanonicalText.Escape("\ud800x\udc00"));

    [Fact]
    public void EscapedTextIsHarmless() =>
        Gen.Char.Array[0, 6]
            .Select(c => new string(c))
            .Sample(text => new[] { CanonicalText.Escape(text), CanonicalText.Line(text), CanonicalText.Spell(text) }
                .All(shown => CanonicalText.Fault(shown) is null));

    [Fact]
    public void EntersTextInNormalFormC()
    {
        Assert.Equal("\u00e9", CanonicalText.Enter("reason", "e\u0301", 1));
        Assert.Equal(ErrorId.TextInvalid, Assert.Throws<TrstException>(() => CanonicalText.Enter("reason", "ab", 1)).Id);
        Assert.Equal(ErrorId.TextInvalid, Assert.Throws<TrstException>(() => CanonicalText.Enter("reason", "a\u200b", 9)).Id);
    }
}
