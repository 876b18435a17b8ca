namespace Trstctl.Primitives;

/// <summary>Base64url without padding (RFC 4648 section 5), strict: one text for one value.</summary>
internal static class Base64Url
{
    public static string Encode(byte[] value) =>
        Convert.ToBase64String(value).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static bool TryDecode(string text, out byte[] value)
    {
        value = [];
        if (text.Length % 4 == 1 || text.Any(c => !IsDigit(c)))
        {
            return false;
        }

        value = Convert.FromBase64String(
            text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4));
        return string.Equals(Encode(value), text, StringComparison.Ordinal);
    }

    private static bool IsDigit(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_';
}
