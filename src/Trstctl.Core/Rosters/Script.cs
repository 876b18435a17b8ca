namespace Trstctl.Rosters;

/// <summary>Scripts whose letters can be taken for those of another; the East Asian ones are used together and count as one.</summary>
internal enum Script
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
    private static readonly (int First, int Last, Script Script)[] Ranges =
    [
        (0x0041, 0x02AF, Script.Latin),
        (0x02B0, 0x02FF, Script.Common),
        (0x03E2, 0x03EF, Script.Coptic),
        (0x0370, 0x03FF, Script.Greek),
        (0x0400, 0x052F, Script.Cyrillic),
        (0x0530, 0x058F, Script.Armenian),
        (0x0590, 0x05FF, Script.Hebrew),
        (0x0600, 0x06FF, Script.Arabic),
        (0x0750, 0x077F, Script.Arabic),
        (0x0860, 0x086F, Script.Other),
        (0x0870, 0x08FF, Script.Arabic),
        (0x10A0, 0x10FF, Script.Georgian),
        (0x1100, 0x11FF, Script.EastAsian),
        (0x13A0, 0x13FF, Script.Cherokee),
        (0x1C80, 0x1C8F, Script.Cyrillic),
        (0x1C90, 0x1CBF, Script.Georgian),
        (0x1D26, 0x1D2A, Script.Greek),
        (0x1D2B, 0x1D2B, Script.Cyrillic),
        (0x1D00, 0x1DBE, Script.Latin),
        (0x1DBF, 0x1DBF, Script.Greek),
        (0x1E00, 0x1EFF, Script.Latin),
        (0x1F00, 0x1FFF, Script.Greek),
        (0x2071, 0x209C, Script.Latin),
        (0x2160, 0x2188, Script.Latin),
        (0x2C60, 0x2C7F, Script.Latin),
        (0x2C80, 0x2CFF, Script.Coptic),
        (0x2D00, 0x2D2F, Script.Georgian),
        (0x2E80, 0x2FDF, Script.EastAsian),
        (0x3005, 0x31FF, Script.EastAsian),
        (0x3400, 0x9FFF, Script.EastAsian),
        (0xA640, 0xA69F, Script.Cyrillic),
        (0xA720, 0xA7FF, Script.Latin),
        (0xA960, 0xA97F, Script.EastAsian),
        (0xAB65, 0xAB65, Script.Greek),
        (0xAB30, 0xAB6F, Script.Latin),
        (0xAB70, 0xABBF, Script.Cherokee),
        (0xAC00, 0xD7FF, Script.EastAsian),
        (0xF900, 0xFAFF, Script.EastAsian),
        (0xFB13, 0xFB17, Script.Armenian),
        (0xFB1D, 0xFB4F, Script.Hebrew),
        (0xFB50, 0xFDFF, Script.Arabic),
        (0xFE70, 0xFEFC, Script.Arabic),
        (0x10780, 0x107BF, Script.Latin),
        (0x1AFF0, 0x1B16F, Script.EastAsian),
        (0x1DF00, 0x1DFFF, Script.Latin),
        (0x1E030, 0x1E08F, Script.Cyrillic),
        (0x1EE00, 0x1EEFF, Script.Arabic),
        (0x20000, 0x3FFFF, Script.EastAsian),
    ];

    public static Script Of(int letter)
    {
        foreach (var (first, last, script) in Ranges)
        {
            if (letter >= first && letter <= last)
            {
                return script;
            }
        }

        return Script.Other;
    }

    /// <summary>Whether letters of these scripts may stand in one name.</summary>
    public static bool MayMix(IEnumerable<Script> scripts)
    {
        var used = new HashSet<Script>(scripts);
        used.Remove(Script.Common);
        return used.Count <= 1 || (used.Count == 2 && used.Contains(Script.Latin) && used.Contains(Script.EastAsian));
    }
}
