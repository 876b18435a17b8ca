using System.Collections.ObjectModel;
using System.Management.Automation.Host;

namespace Trstctl.Host;

/// <summary>How choices are shown and how an answer is read; "&amp;" stands before a label's letter.</summary>
internal static class ChoiceText
{
    public static string Question(Collection<ChoiceDescription> choices, int defaultChoice)
    {
        var options = string.Join("  ", choices.Select(choice => $"[{Letter(choice)}] {Label(choice)}"));
        var hint = IsValid(choices, defaultChoice) ? $" (default is \"{Letter(choices[defaultChoice])}\")" : "";
        return $"{options}  [?] Help{hint}: ";
    }

    public static string Help(ChoiceDescription choice) => $"{Letter(choice)} - {choice.HelpMessage}";

    /// <summary>The chosen index, or null when the answer is none of the choices.</summary>
    public static int? Find(Collection<ChoiceDescription> choices, int defaultChoice, string answer)
    {
        var text = answer.Trim();
        if (text.Length == 0)
        {
            return IsValid(choices, defaultChoice) ? defaultChoice : null;
        }

        for (var i = 0; i < choices.Count; i++)
        {
            if (Same(text, Label(choices[i])) || Same(text, Letter(choices[i])))
            {
                return i;
            }
        }

        return null;
    }

    private static bool IsValid(Collection<ChoiceDescription> choices, int index) => index >= 0 && index < choices.Count;

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string Label(ChoiceDescription choice) => choice.Label.Replace("&", "", StringComparison.Ordinal);

    private static string Letter(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length
            ? choice.Label[mark + 1].ToString().ToUpperInvariant()
            : Label(choice);
    }
}
