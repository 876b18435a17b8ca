using System.Globalization;
using System.Text;

#pragma warning disable RS0030 // The host normalises nothing but what UnicodeTable holds, and what it does to one letter is tried.
namespace Trstctl.Primitives;

/// <summary>What text may stand in a hashed object: NFC, of the code points of <see cref="UnicodeTable"/>, which holds no control,
/// bidirectional, invisible or unassigned ones.</summary>
public static class CanonicalText
{
    // As many as stand on one letter in any of the scripts.
    private const int MostMarks = 4;

    /// <summary>Text as a user typed it, normalised and bounded, or <see cref="ErrorId.TextInvalid"/>.</summary>
    public static string Enter(string field, string text, int maxLength)
    {
        var reason = Fault(text, allowUnnormalised: true);
        if (reason is not null)
        {
            throw new TrstException(ErrorId.TextInvalid, field, reason);
        }

        var normalised = text.Normalize(NormalizationForm.FormC);
        return normalised.Length <= maxLength
            ? normalised
            : throw new TrstException(
                ErrorId.TextInvalid, field, $"it has {normalised.Length} characters, at most {maxLength} are allowed");
    }

    /// <summary>Refuses a host that does not normalise text (one without Unicode tables, as globalization-invariant mode leaves it): to it
    /// everything is in normal form, and it would judge histories differently from others.</summary>
    public static void DemandHost() =>
        DemandHost(text => text.IsNormalized(NormalizationForm.FormC), text => text.Normalize(NormalizationForm.FormC));

    internal static void DemandHost(Func<string, bool> isNormal, Func<string, string> normalise)
    {
        if (isNormal("e\u0301") || normalise("e\u0301") != "\u00E9")
        {
            throw new TrstException(ErrorId.PlatformUnsupported, "Text", "a host that normalises Unicode");
        }
    }

    /// <summary>Why the text is refused, or null.</summary>
    public static string? Fault(string text, bool allowUnnormalised = false)
    {
        if (IsPlain(text))
        {
            return null;
        }

        foreach (var point in UnicodeTable.PointsOf(text).Where(point => !UnicodeTable.Holds(point)))
        {
            return point is >= 0xD800 and <= 0xDFFF
                ? "it holds half of a surrogate pair"
                : $"it holds the character U+{point:X4}, which is invisible, or not among those of Unicode 6.0 that text may hold";
        }

        return allowUnnormalised || text.IsNormalized(NormalizationForm.FormC) ? null : "it is not in Unicode normal form C";
    }

    /// <summary>Text from a foreign source made safe to show: characters that <see cref="Fault"/> refuses appear as <c>\uXXXX</c>. In
    /// normal form C, so that it can be entered.</summary>
    public static string Escape(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        foreach (var point in UnicodeTable.PointsOf(text))
        {
            Append(shown, point, UnicodeTable.Holds(point));
        }

        return shown.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The same for a line that people read before they consent: no blank but single spaces between words, so that nothing in it
    /// looks like the space between a label and its text, or like the beginning of another line; and no heap of marks that covers
    /// the lines around it.</summary>
    public static string Line(string text)
    {
        var points = UnicodeTable.PointsOf(Escape(text)).ToArray();
        var kinds = points.Select(UnicodeTable.KindOf).ToArray();
        var (shown, marks) = (new StringBuilder(text.Length), 0);
        bool IsWord(int at) => at >= 0 && at < kinds.Length && kinds[at] != CharacterKind.Blank;
        for (var i = 0; i < points.Length; i++)
        {
            marks = kinds[i] == CharacterKind.Mark ? marks + 1 : 0;
            Append(shown, points[i], kinds[i] switch
            {
                CharacterKind.Blank => points[i] == ' ' && IsWord(i - 1) && IsWord(i + 1),
                CharacterKind.Mark => marks <= MostMarks && IsWord(i - 1),
                _ => true,
            });
        }

        return shown.ToString();
    }

    /// <summary>Text with all but visible ASCII and blanks as <c>\uXXXX</c>: what tells apart names that look alike.</summary>
    public static string Spell(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            Append(shown, unit, unit is >= ' ' and <= '~');
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, int point, bool asItIs)
    {
        var text = point <= char.MaxValue ? ((char)point).ToString() : char.ConvertFromUtf32(point);
        if (asItIs)
        {
            shown.Append(text);
            return;
        }

        foreach (var unit in text)
        {
            shown.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    // In normal form C, and what is most read.
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }
}
