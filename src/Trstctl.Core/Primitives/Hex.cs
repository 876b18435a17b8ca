using System.Globalization;

namespace Trstctl.Primitives;

/// <summary>Lower-case hexadecimal.</summary>
internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    public static string Encode(byte[] value)
    {
        var text = new char[value.Length * 2];
        for (var i = 0; i < value.Length; i++)
        {
            (text[2 * i], text[(2 * i) + 1]) = (Digits[value[i] >> 4], Digits[value[i] & 0xF]);
        }

        return new string(text);
    }

    public static bool TryDecode(string text, out byte[] value)
    {
        value = [];
        if (text.Length % 2 != 0 || text.Any(c => !Uri.IsHexDigit(c)))
        {
            return false;
        }

        value = Enumerable.Range(0, text.Length / 2)
            .Select(i => byte.Parse(text.Substring(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            .ToArray();
        return true;
    }
}
