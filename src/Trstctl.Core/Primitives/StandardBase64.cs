namespace Trstctl.Primitives;

/// <summary>Base64 with padding (RFC 4648 section 4), strict: one text for one value, no white space.</summary>
internal static class StandardBase64
{
    public static bool TryDecode(string text, out byte[] value)
    {
        try
        {
            value = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            value = [];
        }

        return value.Length > 0 && string.Equals(Convert.ToBase64String(value), text, StringComparison.Ordinal);
    }
}
