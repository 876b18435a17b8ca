using System.Globalization;
using System.Text;

namespace Trstctl.Primitives;

/// <summary>What text may stand in a hashed object: NFC, no control, bidirectional, zero-width or unpaired characters.</summary>
public static class CanonicalText
{
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
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                if (IsInvisiblePair(text, i))
                {
                    return "it holds an invisible character";
                }

                i++;
                continue;
            }

            if (char.IsSurrogate(text[i]))
            {
                return "it holds half of a surrogate pair";
            }

            if (IsInvisible(text[i]))
            {
                return $"it holds the character U+{(int)text[i]:X4}";
            }
        }

        return allowUnnormalised || text.IsNormalized(NormalizationForm.FormC) ? null : "it is not in Unicode normal form C";
    }

    /// <summary>Text from a foreign source made safe to show: refused characters appear as <c>\uXXXX</c>.</summary>
    public static string Escape(string text)
    {
        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (pair && !IsInvisiblePair(text, i))
            {
                shown.Append(text[i]).Append(text[++i]);
            }
            else if (char.IsSurrogate(text[i]) || IsInvisible(text[i]))
            {
                shown.Append("\\u").Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                shown.Append(text[i]);
            }
        }

        return shown.ToString();
    }

    // Cc, Cf (bidi controls, zero-width), Zl, Zp; the other characters of Unicode's Default_Ignorable_Code_Point, which
    // show nothing; and noncharacters, of which U+FFFE makes .NET's normalisation throw.
    private static bool IsInvisible(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
        || c is '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u2065' or '\u3164' or '\uFFA0'
            or (>= '\u180B' and <= '\u180F') or (>= '\uFE00' and <= '\uFE0F') or (>= '\uFFF0' and <= '\uFFF8')
            or (>= '\uFDD0' and <= '\uFDEF') or >= '\uFFFE';

    private static bool IsInvisiblePair(string text, int index)
    {
        var point = char.ConvertToUtf32(text, index);
        return CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.Format or UnicodeCategory.Control
            || point is >= 0xE0000 and <= 0xE0FFF
            || (point & 0xFFFE) == 0xFFFE;
    }
}
