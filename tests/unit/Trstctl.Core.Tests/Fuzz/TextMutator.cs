using System.Text;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>Edits of text.</summary>
internal static class TextMutator
{
    private static readonly string[] Odd =
    [
        "", "\0", "\u202e", "\u200b", "\ud800", "\udfff", "\uffff",
        "é", "e\u0301", "ß", "İ", "١", "＝", "\r", "\n", "\t", " ", "\\", "\"",
        "'", "+", "=", ",", ";", "#", "%", "%00", "/", "//", "..", ".", ":", "@", "*", "-", "_", "(", ")", "[", "]", "{", "}", "|", "&",
        "0", "00", "-1", "9223372036854775807", "9223372036854775808", "99999999999999999999", "1e9", "0x10", "2147483647", "255", "256",
        "\\0", "\\ ", "\\2C", "\\zz", "#0403", "#30", "null", "true", "nan", "DNS:", "IP:", "dirName:", "URI:", "email:", "::", "::1", "/0",
        "/33", "/129", "xn--", "http://", "ldap:///", "1.2.3", "2.999999999999.1", "0.40", "-----BEGIN ", "-----END ", "-----", "====",
    ];

    public static string Edit(Random random, string text, string other)
    {
        for (var rounds = random.Next(3) == 0 ? random.Next(2, 6) : 1; rounds > 0; rounds--)
        {
            text = Once(random, text, other);
        }

        return text;
    }

    private static string Once(Random random, string text, string other)
    {
        var at = random.Next(text.Length + 1);
        var end = at + random.Next(Math.Min(text.Length - at, 8) + 1);
        switch (random.Next(8))
        {
            case 0:
                return text[..at] + Odd[random.Next(Odd.Length)] + text[at..];
            case 1:
                return text[..at] + Odd[random.Next(Odd.Length)] + text[end..];
            case 2:
                return text[..at];
            case 3:
                return text[..at] + text[end..];
            case 4:
                return text[..at] + (char)random.Next(random.Next(3) == 0 ? 0x10000 : 0x80) + text[end..];
            case 5:
                var from = random.Next(other.Length + 1);
                return text[..at] + other[from..Math.Min(other.Length, from + random.Next(64))] + text[end..];
            case 6:
                var repeated = text[at..end];
                var times = random.Next(12) == 0 ? 2000 : random.Next(6);
                return text[..at] + new StringBuilder().Insert(0, repeated, times) + text[at..];
            default:
                return random.Next(2) == 0 ? text.ToUpperInvariant() : text.ToLowerInvariant();
        }
    }
}
