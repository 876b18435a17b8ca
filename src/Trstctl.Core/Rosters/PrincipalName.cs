using System.Globalization;
using System.Text;

namespace Trstctl.Rosters;

/// <summary>A principal's name: as it is shown, and as it is compared. Neither depends on the host's culture.</summary>
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

        var shown = name.Trim().Normalize(NormalizationForm.FormC);
        fault = Fault(shown);
        return fault is null ? shown : throw Refusal(name, fault);
    }

    /// <summary>Equal for two spellings of one name: width, composition, case and white space make no difference. It folds more
    /// than Unicode's default (ss for ß, and all four of I, İ, ı, i), because counting one person twice is worse than refusing
    /// two alike.</summary>
    public static string Key(string name)
    {
        var words = Enter(name).Normalize(NormalizationForm.FormKC)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var folded = Fold(string.Join(" ", words));

        // Folding can make parts that compose, and composing parts that fold.
        return Fold(folded.Normalize(NormalizationForm.FormKC)).Normalize(NormalizationForm.FormKC);
    }

    // Upper case first joins letters with two lower-case forms, such as the final sigma.
    private static string Fold(string text) => new StringBuilder(text.ToUpperInvariant().ToLowerInvariant())
        .Replace('\u0130', 'i')
        .Replace('\u0131', 'i')
        .Replace("i\u0307", "i")
        .Replace("\u00DF", "ss")
        .Replace("\u1E9E", "ss")
        .ToString();

    private static string? Fault(string shown)
    {
        if (shown.Length is 0 or > MaxLength)
        {
            return $"it has {shown.Length.ToString(CultureInfo.InvariantCulture)} characters, not 1 to {MaxLength}";
        }

        // Compatibility forms hide a script: the micro sign is a Greek letter, a mathematical A a Latin one.
        var letters = Letters(shown.Normalize(NormalizationForm.FormKC)).ToArray();
        if (letters.Length == 0)
        {
            return "it has no letter or digit";
        }

        return Scripts.MayMix(letters) ? null : "it mixes letters of different scripts";
    }

    private static IEnumerable<UnicodeScript> Letters(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) ? 2 : 1)
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(text, i))
            {
                case UnicodeCategory.UppercaseLetter
                    or UnicodeCategory.LowercaseLetter
                    or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.OtherLetter
                    or UnicodeCategory.LetterNumber:
                    yield return Scripts.Of(char.ConvertToUtf32(text, i));
                    break;
                case UnicodeCategory.DecimalDigitNumber:
                    yield return UnicodeScript.Common;
                    break;
            }
        }
    }

    private static TrstException Refusal(string name, string reason) =>
        new(ErrorId.NameInvalid, CanonicalText.Escape(name.Length <= 2 * MaxLength ? name : name.Substring(0, 2 * MaxLength)), reason);
}
