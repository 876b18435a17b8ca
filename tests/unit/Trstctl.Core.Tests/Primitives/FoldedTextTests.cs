using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

/// <summary>Of the three ways in which text is seen, each finds what the other two do not.</summary>
[Trait("Conformance", "Q05")]
[Trait("Conformance", "N12")]
public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("PAUL", "PauI")] // as it is written: a capital I for a small l
    [InlineData("VOVO", "\u039d\u039f\u039d\u039f")] // in small letters: Greek nu is a v there
    [InlineData("nina", "\u03bd\u03b9\u03bd\u03b1")] // in capitals: and an N here
    public void TextLooksAlikeInOneWayAlone(string one, string other) => Assert.True(FoldedText.LooksLike(one, other));

    [Theory]
    [InlineData("PAUL", "Paula")]
    [InlineData("VOVO", "nono")]
    [InlineData("nina", "viva")]
    public void OtherTextDoesNot(string one, string other) => Assert.False(FoldedText.LooksLike(one, other));
}
