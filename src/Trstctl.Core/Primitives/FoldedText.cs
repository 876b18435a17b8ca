using System.Text;

namespace Trstctl.Primitives;

/// <summary>Text as comparisons see it: width, composition, case and the amount of blanks make no difference. By
/// <see cref="UnicodeTable"/> alone; text with other code points is compared as it is.</summary>
internal static class FoldedText
{
    public static string Of(string text) => Words(IsListed(text) ? Fold(text) : text);

    /// <summary>Text that looks alike has one of these in common: the skeletons of the text as it is (its case folded afterwards), in
    /// small letters and in capitals. In one alone, letters that look alike only as capitals would make letters equal that do not look
    /// alike at all: Greek nu is N as a capital, and v as a small letter.</summary>
    public static IReadOnlyList<string> Skeletons(string text)
    {
        if (!IsListed(text))
        {
            return [text];
        }

        var small = Of(text);
        return new[]
        {
            Fold(UnicodeTable.Alike(Words(Decomposed(text)))),
            Decomposed(UnicodeTable.Alike(small)),
            Decomposed(UnicodeTable.Alike(UnicodeTable.Capital(small))),
        }.Distinct(StringComparer.Ordinal).ToArray();
    }

    public static bool LooksLike(string one, string other) => Meet(Skeletons(one), Skeletons(other));

    /// <summary>The same asked with <see cref="Skeletons"/>.</summary>
    public static bool Meet(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.Any(skeleton => other.Contains(skeleton, StringComparer.Ordinal));

    /// <summary>Normal form KD of text that the table holds.</summary>
    public static string Decomposed(string text) =>
#pragma warning disable RS0030 // of nothing but what every host normalises alike
        text.Normalize(NormalizationForm.FormKD);
#pragma warning restore RS0030

    private static bool IsListed(string text) => UnicodeTable.PointsOf(text).All(UnicodeTable.Holds);

    private static string Words(string text) => string.Join(" ", text.Split([' '], StringSplitOptions.RemoveEmptyEntries));

    // Folding can make parts that decompose, and decomposing parts that fold (Unicode 3.13, D146).
    private static string Fold(string text) =>
        Decomposed(UnicodeTable.Fold(Decomposed(UnicodeTable.Fold(Decomposed(text)))));
}
