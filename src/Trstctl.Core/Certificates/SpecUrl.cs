namespace Trstctl.Certificates;

/// <summary>URLs that stand in certificates: absolute, ASCII, at most 1,024 characters.</summary>
internal static class SpecUrl
{
    /// <summary>Schemes of CRLs and certificates.</summary>
    public static readonly string[] Published = ["http", "ldap"];

    /// <summary>Schemes of practice statements.</summary>
    public static readonly string[] Practice = ["http", "https"];

    /// <summary>Whether <see cref="Parse"/> takes it, as it stands.</summary>
    public static bool IsOf(string text, string[] schemes)
    {
        try
        {
            return Parse("URL", text, schemes) == text;
        }
        catch (TrstException)
        {
            return false;
        }
    }

    public static string Parse(string field, string text, params string[] schemes)
    {
        var url = CanonicalText.Enter(field, text.Trim(), 1024);
        return url.All(c => c is > ' ' and < '\u007F' and not ('"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}'))
            && Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && schemes.Contains(parsed.Scheme, StringComparer.Ordinal)
            && (parsed.Host.Length > 0 || parsed.Scheme == "ldap")
            && parsed.UserInfo.Length == 0
            ? url
            : throw new TrstException(
                ErrorId.SpecInvalid, field, $"an absolute {string.Join(" or ", schemes)} URL in ASCII",
                $"\"{CanonicalText.Escape(text)}\"");
    }
}
