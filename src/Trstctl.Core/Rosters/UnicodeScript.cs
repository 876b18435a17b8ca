namespace Trstctl.Rosters;

/// <summary>Scripts whose letters can be taken for those of another; the East Asian ones are used together and count as one.</summary>
internal enum UnicodeScript
{
    /// <summary>Letters that any script may use, such as modifier letters.</summary>
    Common,
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
    Coptic,
    Georgian,
    Hebrew,
    Arabic,
    EastAsian,

    /// <summary>A script that is not listed; it mixes with no other.</summary>
    Other,
}

/// <summary>The script of a letter, by the ranges of Unicode's Scripts.txt; .NET has no such property.</summary>
internal static class Scripts
{
    // The first range that holds the letter counts, so exceptions stand before what surrounds them.
    private static readonly (int First, int Last, UnicodeScript Script)[] Ranges =
    [
        (0x0041, 0x02AF, UnicodeScript.Latin),
        (0x02B0, 0x02FF, UnicodeScript.Common),
        (0x03E2, 0x03EF, UnicodeScript.Coptic),
        (0x0370, 0x03FF, UnicodeScript.Greek),
        (0x0400, 0x052F, UnicodeScript.Cyrillic),
        (0x0530, 0x058F, UnicodeScript.Armenian),
        (0x0590, 0x05FF, UnicodeScript.Hebrew),
        (0x0600, 0x06FF, UnicodeScript.Arabic),
        (0x0750, 0x077F, UnicodeScript.Arabic),
        (0x0860, 0x086F, UnicodeScript.Other),
        (0x0870, 0x08FF, UnicodeScript.Arabic),
        (0x10A0, 0x10FF, UnicodeScript.Georgian),
        (0x1100, 0x11FF, UnicodeScript.EastAsian),
        (0x13A0, 0x13FF, UnicodeScript.Cherokee),
        (0x1C80, 0x1C8F, UnicodeScript.Cyrillic),
        (0x1C90, 0x1CBF, UnicodeScript.Georgian),
        (0x1D26, 0x1D2A, UnicodeScript.Greek),
        (0x1D2B, 0x1D2B, UnicodeScript.Cyrillic),
        (0x1D00, 0x1DBE, UnicodeScript.Latin),
        (0x1DBF, 0x1DBF, UnicodeScript.Greek),
        (0x1E00, 0x1EFF, UnicodeScript.Latin),
        (0x1F00, 0x1FFF, UnicodeScript.Greek),
        (0x2071, 0x209C, UnicodeScript.Latin),
        (0x2160, 0x2188, UnicodeScript.Latin),
        (0x2C60, 0x2C7F, UnicodeScript.Latin),
        (0x2C80, 0x2CFF, UnicodeScript.Coptic),
        (0x2D00, 0x2D2F, UnicodeScript.Georgian),
        (0x2E80, 0x2FDF, UnicodeScript.EastAsian),
        (0x3005, 0x31FF, UnicodeScript.EastAsian),
        (0x3400, 0x9FFF, UnicodeScript.EastAsian),
        (0xA640, 0xA69F, UnicodeScript.Cyrillic),
        (0xA720, 0xA7FF, UnicodeScript.Latin),
        (0xA960, 0xA97F, UnicodeScript.EastAsian),
        (0xAB65, 0xAB65, UnicodeScript.Greek),
        (0xAB30, 0xAB6F, UnicodeScript.Latin),
        (0xAB70, 0xABBF, UnicodeScript.Cherokee),
        (0xAC00, 0xD7FF, UnicodeScript.EastAsian),
        (0xF900, 0xFAFF, UnicodeScript.EastAsian),
        (0xFB13, 0xFB17, UnicodeScript.Armenian),
        (0xFB1D, 0xFB4F, UnicodeScript.Hebrew),
        (0xFB50, 0xFDFF, UnicodeScript.Arabic),
        (0xFE70, 0xFEFC, UnicodeScript.Arabic),
        (0x10780, 0x107BF, UnicodeScript.Latin),
        (0x1AFF0, 0x1B16F, UnicodeScript.EastAsian),
        (0x1DF00, 0x1DFFF, UnicodeScript.Latin),
        (0x1E030, 0x1E08F, UnicodeScript.Cyrillic),
        (0x1EE00, 0x1EEFF, UnicodeScript.Arabic),
        (0x20000, 0x3FFFF, UnicodeScript.EastAsian),
    ];

    public static UnicodeScript Of(int letter)
    {
        foreach (var (first, last, script) in Ranges)
        {
            if (letter >= first && letter <= last)
            {
                return script;
            }
        }

        return UnicodeScript.Other;
    }

    /// <summary>Whether letters of these scripts may stand in one name.</summary>
    public static bool MayMix(IEnumerable<UnicodeScript> scripts)
    {
        var used = new HashSet<UnicodeScript>(scripts);
        used.Remove(UnicodeScript.Common);
        return used.Count <= 1 || (used.Count == 2 && used.Contains(UnicodeScript.Latin) && used.Contains(UnicodeScript.EastAsian));
    }
}
