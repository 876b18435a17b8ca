using System.Globalization;
using System.Text;

namespace Trstctl.Rosters;

/// <summary>A principal's name: as it is shown, and as it is compared. Neither depends on the host.</summary>
public static class PrincipalName
{
    public const int MaxLength = 64;

    /// <summary>The trimmed name in normal form C, or <see cref="ErrorId.NameInvalid"/>.</summary>
    public static string Enter(string name)
    {
        var fault = CanonicalText.Fault(name, allowUnnormalised: true);
        if (fault is not null)
        {
            throw Refusal(name, fault);
        }

        var shown = CanonicalText.Escape(name.Trim());
        fault = Fault(shown);
        return fault is null ? shown : throw Refusal(name, fault);
    }

    /// <summary>Equal for two spellings of one name: width, composition, case and white space make no difference. It folds more
    /// than Unicode's default (all four of I, İ, ı, i), because counting one person twice is worse than refusing two alike.</summary>
    public static string Key(string name) => Joined(FoldedText.Of(Enter(name)));

    /// <summary>Two names with one of these in common look alike (<see cref="FoldedText.Skeletons"/>).</summary>
    internal static IReadOnlyList<string> Skeletons(string name) =>
        FoldedText.Skeletons(Enter(name)).Concat(FoldedText.Skeletons(Key(name))).Distinct(StringComparer.Ordinal).ToArray();

    private static string Joined(string folded) => folded.Replace('\u0131', 'i').Replace("i\u0307", "i");

    private static string? Fault(string shown)
    {
        if (shown.Length is 0 or > MaxLength)
        {
            return $"it has {shown.Length.ToString(CultureInfo.InvariantCulture)} characters, not 1 to {MaxLength}";
        }

        // Compatibility forms hide a script: the micro sign is a Greek letter, a mathematical A a Latin one.
        var scripts = Scripts(FoldedText.Decomposed(shown)).ToArray();
        if (scripts.Length == 0)
        {
            return "it has no letter or digit";
        }

        return MayMix(scripts) ? null : "it mixes letters of different scripts";
    }

    private static IEnumerable<string> Scripts(string text)
    {
        foreach (var point in UnicodeTable.PointsOf(text))
        {
            switch (UnicodeTable.KindOf(point))
            {
                case CharacterKind.Letter:
                    yield return UnicodeTable.ScriptOf(point);
                    break;
                case CharacterKind.Digit:
                    yield return UnicodeTable.Common;
                    break;
            }
        }
    }

    private static bool MayMix(IEnumerable<string> scripts)
    {
        var used = new HashSet<string>(scripts, StringComparer.Ordinal);
        used.Remove(UnicodeTable.Common);
        return used.Count <= 1 || (used.Count == 2 && used.Contains("Latin") && used.Contains(UnicodeTable.EastAsian));
    }

    private static TrstException Refusal(string name, string reason) =>
        new(ErrorId.NameInvalid, CanonicalText.Escape(name.Length <= 2 * MaxLength ? name : name.Substring(0, 2 * MaxLength)), reason);
}
