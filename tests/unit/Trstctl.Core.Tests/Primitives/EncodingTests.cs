using CsCheck;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public class EncodingTests
{
    [Fact]
    public void Base64UrlReadsBack() => Gen.Byte.Array[0, 70].Sample(value =>
        Base64Url.TryDecode(Base64Url.Encode(value), out var back) && back.SequenceEqual(value));

    [Theory]
    [InlineData("A")]
    [InlineData("AA==")]
    [InlineData("AB")]
    [InlineData("AAB")]
    [InlineData("A+AA")]
    [InlineData("A/AA")]
    [InlineData("AA A")]
    [InlineData("AAA\n")]
    public void Base64UrlHasOneTextForOneValue(string text) => Assert.False(Base64Url.TryDecode(text, out _));

    [Fact]
    public void HexReadsBack() => Gen.Byte.Array[0, 70].Sample(value =>
        Hex.TryDecode(Hex.Encode(value), out var back)
            && back.SequenceEqual(value)
            && Hex.Encode(value) == Convert.ToHexStringLower(value));

    [Theory]
    [InlineData("0")]
    [InlineData("0x")]
    [InlineData(" 0")]
    [InlineData("\uff10\uff10")]
    public void HexRefusesOtherDigits(string text) => Assert.False(Hex.TryDecode(text, out _));
}
