using System.Globalization;
using System.Text;

namespace Trstctl.Authorities.Publishing;

/// <summary>File names as AD CS makes them of a CA's name.</summary>
internal static class AdcsName
{
    // MS-WCCE 3.1.1.4.1.1.2; controls and what is not ASCII go too.
    private const string Disallowed = "!\"#%&'()*+,/:;<=>?[\\]^`{|}";

    // MS-WCCE 3.1.1.4.1.1: of a short name, 51 characters stay and a hash of the rest follows.
    private const int ShortBase = 51;

    // A folder's entry has at most 255 (NTFS), with a suffix and the signs of a link.
    private const int Longest = 200;

    private static readonly string[] Kinds = ["crt", "cer", "der"];
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

    /// <summary>The sanitized name of a CA; the short one where that is too long for a file.</summary>
    public static string Of(AuthorityRecord authority) => Of(authority.Name);

    /// <summary>Disallowed characters as <c>!</c> and four hex digits of the UTF-16 unit (MS-WCCE 3.1.1.4.1.1).</summary>
    public static string Of(string commonName)
    {
        var units = commonName
            .Select(c => c is < ' ' or >= '\u007F' || Disallowed.IndexOf(c) >= 0
                ? "!" + ((int)c).ToString("x4", CultureInfo.InvariantCulture)
                : c.ToString())
            .ToArray();
        var name = string.Concat(units);
        return name.Length <= Longest ? name : Short(units);
    }

    /// <summary>The file name of a certificate at the end of a URL, or null where there is none that can stand in a folder of Windows and
    /// in a script. A name of another kind is none: certutil.cmd would run instead of the program of that name, with what a certificate
    /// says.</summary>
    public static string? FileOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme != "http")
        {
            return null;
        }

        var name = Uri.UnescapeDataString(parsed.AbsolutePath.Substring(parsed.AbsolutePath.LastIndexOf('/') + 1));
        return name.Length is > 0 and <= 128 && char.IsLetterOrDigit(name[0]) && name.All(CanStand)
            && Kinds.Contains(AsciiFold.Lower(name.Substring(name.LastIndexOf('.') + 1))) && !IsDevice(name.Split('.')[0])
            ? name
            : null;
    }

    private static string Short(string[] units)
    {
        var kept = 0;
        var name = new StringBuilder();
        while (kept < units.Length && name.Length + units[kept].Length <= ShortBase)
        {
            name.Append(units[kept++]);
        }

        // MS-WCCE 3.1.1.4.1.1.1.
        var hash = string.Concat(units.Skip(kept)).Aggregate(
            0, (sum, c) => (((sum << 1) | ((sum & 0x8000) != 0 ? 1 : 0)) + c) & 0xFFFF);
        return $"{name}-{hash.ToString("d5", CultureInfo.InvariantCulture)}";
    }

    // No control, line separator or mark of direction either, which a script's reader would not see.
    private static bool CanStand(char c) => "/\\:*?\"<>|%".IndexOf(c) < 0 && (char.IsLetterOrDigit(c) || c == ' '
        || char.IsPunctuation(c) || char.IsSymbol(c));

    private static bool IsDevice(string stem) => Devices.Any(device => AsciiFold.Same(stem.TrimEnd(), device)
        || (device[0] is 'C' or 'L' && stem.Length == device.Length + 1 && IsNumber(stem[stem.Length - 1])
            && AsciiFold.Same(stem.Substring(0, device.Length), device)));

    // Windows takes the superscripts too.
    private static bool IsNumber(char c) => c is (>= '0' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3';
}
