using System.Globalization;
using System.Text;
using CsCheck;
using Trstctl.Asn1;

namespace Trstctl.Core.Tests.Primitives;

/// <summary>A time is read exactly where the platform's own parser, with the one pattern, reads it.</summary>
public sealed class UtcTimeTests
{
    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    // A time as it is written, or with numbers that no calendar or clock has, and perhaps one character changed.
    private static readonly Gen<(string Json, string Long, string Short)> Times =
        from year in Gen.OneOf(Gen.Int[0, 4], Gen.Int[1940, 2060], Gen.Int[9990, 9999], Gen.Const(1900), Gen.Const(2000))
        from month in Gen.Int[0, 13]
        from day in Gen.OneOf(Gen.Int[0, 32], Gen.Int[28, 31])
        from hour in Gen.Int[0, 25]
        from minute in Gen.Int[0, 61]
        from second in Gen.Int[0, 61]
        from at in Gen.Int[0, 60]
        from other in Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['0', '9'], Gen.Const('\u0661'))
        let date = $"{month:00}{day:00}{hour:00}{minute:00}{second:00}Z"
        select (
            Changed($"{year:0000}-{month:00}-{day:00}T{hour:00}:{minute:00}:{second:00}Z", at, other),
            Changed($"{year:0000}{date}", at, other),
            Changed($"{year % 100:00}{date}", at, other));

    [Fact]
    public void InJsonItIsReadAsByThePlatform() => Times.Sample(time => Assert.Equal(
        Parsed(time.Json, "yyyy-MM-dd'T'HH:mm:ss'Z'"), UtcTime.TryParse(time.Json, out var found) ? found : null), iter: 20_000);

    [Fact]
    public void InDerItIsReadAsByThePlatform() => Times.Sample(
        time =>
        {
            Assert.Equal(Parsed(Ascii(time.Long), "yyyyMMddHHmmss'Z'"), InDer(0x18, time.Long));
            var century = string.CompareOrdinal(time.Short, 0, "50", 0, 2) >= 0 ? "19" : "20";
            Assert.Equal(
                time.Short.Length == 13 ? Parsed(century + Ascii(time.Short), "yyyyMMddHHmmss'Z'") : null, InDer(0x17, time.Short));
            Assert.Null(InDer(0x17, time.Long));
            Assert.Null(InDer(0x18, time.Short));
        },
        iter: 20_000);

    private static string Changed(string text, int at, char other) =>
        at == text.Length ? text + other : at < text.Length ? text.Remove(at, 1).Insert(at, other.ToString()) : text;

    private static string Ascii(string text) => Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(text));

    private static DateTime? Parsed(string text, string pattern) =>
        DateTime.TryParseExact(text, pattern, CultureInfo.InvariantCulture, Styles, out var time) ? time : null;

    private static DateTime? InDer(byte tag, string text)
    {
        try
        {
            return DerElement.Read(Der.Tlv(tag, Encoding.ASCII.GetBytes(text)), "time").Time();
        }
        catch (TrstException)
        {
            return null;
        }
    }
}
