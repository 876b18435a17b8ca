using System.Runtime.CompilerServices;

namespace Trstctl.Primitives;

/// <summary>Base64url without padding (RFC 4648 section 5), strict: one text for one value.</summary>
internal static class Base64Url
{
    private static readonly sbyte[] Digits = DigitsOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

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

    public static bool TryDecode(string text, out byte[] value) => TryDecode(text.AsSpan(), out value);

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] value)
    {
        value = [];
        var (whole, rest) = (text.Length / 4 * 4, text.Length % 4);
        if (rest == 1)
        {
            return false;
        }

        var (bytes, at) = (new byte[(whole / 4 * 3) + Math.Max(0, rest - 1)], 0);
        for (var i = 0; i < whole; i += 4)
        {
            var bits = (Bits(text[i]) << 18) | (Bits(text[i + 1]) << 12) | (Bits(text[i + 2]) << 6) | Bits(text[i + 3]);
            if (bits < 0)
            {
                return false;
            }

            bytes[at++] = (byte)(bits >> 16);
            bytes[at++] = (byte)((bits >> 8) & 0xFF);
            bytes[at++] = (byte)(bits & 0xFF);
        }

        // One or two octets stand in the last digits, of which the bits that belong to no octet are zero.
        if (rest > 0)
        {
            var bits = (Bits(text[whole]) << 18) | (Bits(text[whole + 1]) << 12) | (rest == 3 ? Bits(text[whole + 2]) << 6 : 0);
            if (bits < 0 || (bits & (rest == 3 ? 0xFF : 0xFFFF)) != 0)
            {
                return false;
            }

            bytes[at++] = (byte)(bits >> 16);
            if (rest == 3)
            {
                bytes[at] = (byte)((bits >> 8) & 0xFF);
            }
        }

        value = bytes;
        return true;
    }

    // Below zero where it is no digit, however it is shifted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bits(char digit) => digit < Digits.Length ? Digits[digit] : -1;

    private static sbyte[] DigitsOf(string alphabet)
    {
        var digits = new sbyte[128];
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = (sbyte)alphabet.IndexOf((char)i);
        }

        return digits;
    }
}
