namespace Trstctl.PowerShell;

/// <summary>What users type with * and ?, read alike in every culture.</summary>
internal static class Wildcards
{
    /// <summary>The pattern; one that cannot be read names its parameter.</summary>
    public static WildcardPattern Of(string parameter, string text)
    {
        try
        {
            var pattern = new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException e)
        {
            throw new TrstException(
                ErrorId.InvalidArgument, e, text, parameter, "a name or a pattern, in which ` stands before a [ that is meant itself",
                $"\"{CanonicalText.Escape(text)}\"");
        }
    }

    public static bool IsMatch(string parameter, string text, string name) => Of(parameter, text).IsMatch(name);
}
