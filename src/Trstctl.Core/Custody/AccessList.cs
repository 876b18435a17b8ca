using System.Globalization;
using System.Text.RegularExpressions;

namespace Trstctl.Custody;

/// <summary>Judges a Windows access control list in SDDL (MS-DTYP 2.5.1) by what it allows. What it cannot read is refused.</summary>
internal static class AccessList
{
    private const uint ReadAndExecute = 0x1200A9; // FILE_GENERIC_READ | FILE_GENERIC_EXECUTE

    // SYSTEM and Administrators, as every service needs; LA is the local administrator, who is one of them.
    private static readonly HashSet<string> Powers =
        new(["SY", "S-1-5-18", "BA", "S-1-5-32-544", "LA"], StringComparer.Ordinal);

    // The owner, whoever he is: he is judged by himself.
    private static readonly HashSet<string> OwnerRights = new(["OW", "S-1-3-4"], StringComparer.Ordinal);

    private static readonly Dictionary<string, uint> NamedRights = new(StringComparer.Ordinal)
    {
        ["FR"] = 0x120089, ["FX"] = 0x1200A0, ["GR"] = 0x80000000, ["GX"] = 0x20000000, ["RC"] = 0x20000,
    };

    private static readonly Regex Descriptor = new(
        @"^(O:(?<owner>[A-Za-z]{2}|S-[0-9-]+))?(G:([A-Za-z]{2}|S-[0-9-]+))?(D:(P|AR|AI)*(?<entries>(\([^()]*\))*))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex Entry = new(
        @"^\((?<type>[A-Z]+);[A-Z]*;(?<rights>[0-9A-Za-z]*);;;(?<who>[A-Za-z]{2}|S-[0-9-]+)\)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>What is too open in it, or null. The owner is the user, SYSTEM or Administrators, and nobody else has any right.</summary>
    /// <param name="sddl">Owner and discretionary list.</param>
    /// <param name="user">His SID.</param>
    /// <param name="isForReading">For who reads what another wrote: any owner, and rights to read for anybody.</param>
    public static string? Fault(string sddl, string user, bool isForReading)
    {
        var parts = Descriptor.Match(sddl);
        // Without a list everybody may do everything.
        if (!parts.Success || !parts.Groups["entries"].Success)
        {
            return sddl;
        }

        var owner = parts.Groups["owner"].Value;
        if (!isForReading && !IsTrusted(owner, user))
        {
            return "owner " + owner;
        }

        return parts.Groups["entries"].Value
            .Split(["("], StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => "(" + entry)
            .FirstOrDefault(entry => !IsHarmless(entry, owner, user, isForReading));
    }

    private static bool IsHarmless(string text, string owner, string user, bool isForReading)
    {
        var entry = Entry.Match(text);
        if (!entry.Success)
        {
            return false;
        }

        var who = entry.Groups["who"].Value;
        return entry.Groups["type"].Value == "D"
            || (entry.Groups["type"].Value == "A"
                && (IsTrusted(who, user)
                    || OwnerRights.Contains(who)
                    || (isForReading && (Same(who, owner) || OnlyReads(entry.Groups["rights"].Value)))));
    }

    private static bool IsTrusted(string who, string user) => Powers.Contains(who) || Same(who, user);

    private static bool Same(string one, string other) => one.Length > 0 && string.Equals(one, other, StringComparison.Ordinal);

    private static bool OnlyReads(string rights)
    {
        if (rights.StartsWith("0x", StringComparison.Ordinal))
        {
            return uint.TryParse(rights.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mask)
                && (mask & ~(ReadAndExecute | NamedRights["GR"] | NamedRights["GX"])) == 0;
        }

        return rights.Length % 2 == 0
            && Enumerable.Range(0, rights.Length / 2).All(i => NamedRights.ContainsKey(rights.Substring(2 * i, 2)));
    }
}
