namespace Trstctl.Names;

/// <summary>How hosts are written in name constraints: lower-case labels of letters, digits, hyphens and underscores.</summary>
internal static class HostSyntax
{
    /// <summary>
    /// A host name; one whose last label is a number is an address, which RFC 5280 4.2.1.10 does not let stand for a host.
    /// </summary>
    public static bool IsHost(string host)
    {
        var labels = host.Split('.');
        return host.Length is > 0 and <= 253 && labels.All(IsLabel) && !labels[labels.Length - 1].All(c => c is >= '0' and <= '9');
    }

    public static bool IsHostOrDomain(string text) =>
        IsHost(text.StartsWith(".", StringComparison.Ordinal) ? text.Substring(1) : text);

    /// <summary>@domain, .domain or name@domain, in lower case and visible ASCII.</summary>
    public static bool IsUpnOrDomain(string text)
    {
        var at = text.LastIndexOf('@');
        return at < 0
            ? text.StartsWith(".", StringComparison.Ordinal) && IsHost(text.Substring(1))
            : IsHost(text.Substring(at + 1)) && at <= 64
                && text.Substring(0, at).All(c => c is > ' ' and < '\u007F' and not ('@' or '"' or ';' or '\\'));
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= 63
        && label.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_')
        && label[0] != '-' && label[label.Length - 1] != '-';
}
