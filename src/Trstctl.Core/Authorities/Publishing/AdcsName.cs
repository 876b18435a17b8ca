using System.Globalization;
using System.Text;

namespace Trstctl.Authorities.Publishing;

/// <summary>File names as AD CS makes them of a CA's name.</summary>
internal static class AdcsName
{
    private const int Longest = 64;

    /// <summary>AD CS's sanitized name: letters, digits and a few marks as they are, everything else as <c>!</c> and four hex
    /// digits.</summary>
    public static string Of(AuthorityRecord authority)
    {
        var name = new StringBuilder();
        foreach (var c in authority.Name)
        {
            if (c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or ' ' or '-' or '_' or '.' or '(' or ')')
            {
                name.Append(c);
            }
            else
            {
                name.Append('!').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return name.Length <= Longest ? name.ToString() : name.ToString(0, Longest);
    }

    /// <summary>The file name at the end of a URL, or null where there is none that can stand in a folder.</summary>
    public static string? FileOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme != "http")
        {
            return null;
        }

        var name = Uri.UnescapeDataString(parsed.AbsolutePath.Substring(parsed.AbsolutePath.LastIndexOf('/') + 1));
        return name.Length is > 0 and <= 128
            && name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '%', '\0']) < 0
            && name.Any(char.IsLetterOrDigit)
            && !name.StartsWith(".", StringComparison.Ordinal)
            ? name
            : null;
    }
}
