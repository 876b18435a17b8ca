using System.Globalization;
using System.Text;

namespace Trstctl.Primitives;

/// <summary>Lower-case hexadecimal.</summary>
internal static class Hex
{
    public static string Encode(byte[] value)
    {
        var text = new StringBuilder(value.Length * 2);
        foreach (var b in value)
        {
            text.Append(b.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
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
