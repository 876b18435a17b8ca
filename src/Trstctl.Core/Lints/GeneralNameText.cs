using System.Text;

namespace Trstctl.Lints;

/// <summary>Reads GeneralNames (RFC 5280 4.2.1.6) and the host names and URIs in them.</summary>
internal static class GeneralNameText
{
    public const byte OtherName = 0xA0;
    public const byte Email = 0x81;
    public const byte Dns = 0x82;
    public const byte X400 = 0xA3;
    public const byte EdiParty = 0xA5;
    public const byte Uri = 0x86;
    public const byte IP = 0x87;
    public const byte RegisteredId = 0x88;

    private const int LongestShown = 120;
    private const int LongestHost = 253;
    private const int LongestLabel = 63;

    // RFC 3986 2: unreserved, reserved, and the percent sign of an escape.
    private const string UriPunctuation = "-._~:/?#[]@!$&'()*+,;=%";

    public static string Of(DerElement name) => Encoding.ASCII.GetString(name.Content);

    /// <summary>Foreign text as a finding may quote it: escaped and not longer than a line.</summary>
    public static string Shown(string text) =>
        text.Length <= LongestShown
            ? $"\"{CanonicalText.Escape(text)}\""
            : $"\"{CanonicalText.Escape(text.Substring(0, LongestShown))}\"...";

    public static bool IsAscii(DerElement name) => name.Content.All(b => b < 0x80);

    /// <summary>Whether labels are letters, digits and hyphens as RFC 1034 3.5 and RFC 1123 2.1 want; an underscore, seen in the
    /// field, passes.</summary>
    public static bool IsHost(string text) => text.Length is > 0 and <= LongestHost && text.Split('.').All(IsLabel);

    /// <summary>A host, with * in place of the first label or not.</summary>
    public static bool IsHostOrWildcard(string text) => IsHost(text.StartsWith("*.", StringComparison.Ordinal) ? text.Substring(2) : text);

    /// <summary>Whether text has a scheme, something after it, and only characters and escapes that RFC 3986 allows; http and https name a
    /// host (RFC 9110 4.2).</summary>
    public static bool IsUri(string text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && colon < text.Length - 1
            && IsLetter(text[0]) && text.Substring(0, colon).All(c => IsLetter(c) || IsDigit(c) || c is '+' or '-' or '.')
            && text.All(c => IsLetter(c) || IsDigit(c) || UriPunctuation.IndexOf(c) >= 0)
            && Enumerable
                .Range(0, text.Length)
                .Where(i => text[i] == '%')
                .All(i => i + 2 < text.Length && IsHex(text[i + 1]) && IsHex(text[i + 2]))
            && (AsciiFold.Lower(text.Substring(0, colon)) is not ("http" or "https") || NamesHost(text.Substring(colon + 1)));
    }

    private static bool NamesHost(string rest) =>
        rest.StartsWith("//", StringComparison.Ordinal) && rest.Length > 2 && rest[2] is not ('/' or '?' or '#' or ':');

    // RFC 5321 4.1.2: Local-part@Domain. A quoted local part may hold almost anything.
    public static bool IsMailbox(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0
            && IsHost(text.Substring(at + 1))
            && (text[0] == '"'
                || text.Substring(0, at).All(c => c is > ' ' and < '\u007F' and not ('<' or '>' or '(' or ')' or '@' or ',' or ';')));
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= LongestLabel
        && label[0] != '-' && label[label.Length - 1] != '-'
        && label.All(c => IsLetter(c) || IsDigit(c) || c is '-' or '_');

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsHex(char c) => IsDigit(c) || c is (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
}
