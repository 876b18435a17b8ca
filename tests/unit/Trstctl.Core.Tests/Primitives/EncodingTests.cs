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
    public void Base64UrlIsReadExactlyWhereItWouldBeWrittenSo() => Gen.OneOf(Gen.Char['+', '/'], Gen.Char['A', 'D'], Gen.Char['w', 'z'],
        Gen.Const('_'), Gen.Const('-'), Gen.Const('='), Gen.Const('\u0100'), Gen.Const('\u00C1'), Gen.Char['A', 'Z'])
        .Array[0, 9]
        .Sample(chars =>
        {
            var text = new string(chars);
            Assert.Equal(WrittenSo(text), Base64Url.TryDecode(text, out var value) ? value : null);
        });

    private static byte[]? WrittenSo(string text)
    {
        try
        {
            var value = Convert.FromBase64String(
                text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4));
            return Base64Url.Encode(value) == text ? value : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

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
