namespace Trstctl.Primitives;

/// <summary>Base64url without padding (RFC 4648 section 5), strict: one text for one value.</summary>
internal static class Base64Url
{
    public static string Encode(byte[] value)
    {
        var text = new char[((value.Length + 2) / 3) * 4];
        var length = Convert.ToBase64CharArray(value, 0, value.Length, text, 0);
        for (var i = 0; i < length; i++)
        {
            text[i] = text[i] switch { '+' => '-', '/' => '_', var c => c };
        }

        // One or two octets stand in the last four digits.
        return new string(text, 0, length - ((3 - (value.Length % 3)) % 3));
    }

    public static bool TryDecode(string text, out byte[] value)
    {
        value = [];
        if (text.Length % 4 == 1)
        {
            return false;
        }

        var padded = new char[(text.Length + 3) / 4 * 4];
        for (var i = 0; i < padded.Length; i++)
        {
            if (i < text.Length && !IsDigit(text[i]))
            {
                return false;
            }

            padded[i] = i >= text.Length ? '=' : text[i] switch { '-' => '+', '_' => '/', var c => c };
        }

        value = Convert.FromBase64CharArray(padded, 0, padded.Length);
        return HasNoMore(text);
    }

    // The bits of the last digit that belong to no octet are zero.
    private static bool HasNoMore(string text) => (text.Length % 4) switch
    {
        2 => text[text.Length - 1] is 'A' or 'Q' or 'g' or 'w',
        3 => text[text.Length - 1] is 'A' or 'E' or 'I' or 'M' or 'Q' or 'U' or 'Y' or 'c' or 'g' or 'k' or 'o' or 's' or 'w' or '0' or '4'
            or '8',
        _ => true,
    };

    private static bool IsDigit(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_';
}
