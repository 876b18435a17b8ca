namespace Trstctl.Primitives;

/// <summary>The name of a file, made of a name that came from elsewhere: one that Windows, Linux and macOS take, and that leads into no
/// other folder.</summary>
public static class SafeFileName
{
    private const int Longest = 100;
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "COM", "LPT", "CONIN$", "CONOUT$", "CLOCK$"];

    /// <summary>Everything but letters, digits, blanks and a few signs becomes a hyphen.</summary>
    /// <param name="text">A name.</param>
    /// <param name="otherwise">Where nothing of the name remains.</param>
    public static string Make(string text, string otherwise)
    {
        var kept = string.Concat(CanonicalText.Escape(text).Select(c => Stays(c) ? c : '-'));
        var name = kept.Substring(0, Math.Min(kept.Length, Longest)).Trim(' ', '.', '-');
        return name.Length == 0 ? otherwise : IsDevice(name) ? otherwise + "-" + name : name;
    }

    // Of other letters a half of a pair could remain, and which of them a file system takes for the same differs.
    private static bool Stays(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or ' ' or '.' or '_' or '-'
        or '(' or ')' or '+' || (c is >= '\u00A1' and < '\u0250' && UnicodeTable.KindOf(c) == CharacterKind.Letter);

    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd();
        return Devices.Any(device => AsciiFold.Same(stem, device)
            || (stem.Length == 4 && device.Length == 3 && AsciiFold.Same(stem.Substring(0, 3), device)));
    }
}
