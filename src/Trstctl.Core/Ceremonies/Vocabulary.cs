namespace Trstctl.Ceremonies;

/// <summary>The words that this version takes, each with what it says of itself: for a shell that offers them.</summary>
public static class Vocabulary
{
    /// <summary>Operations with the headlines of their plans.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Operations =>
        OperationCatalogue.Names.Select(name => Pair(name, OperationCatalogue.DemandExact(name).Headline));

    /// <summary>Lint rules that a plan can waive, with severity, clause and what they demand.</summary>
    public static IEnumerable<KeyValuePair<string, string>> LintRules =>
        Lints.LintRules.All.Select(rule => Pair(rule.Name, $"{rule.Severity} ({rule.Clause}): {rule.Says}"));

    /// <summary>Types of events.</summary>
    public static IEnumerable<string> EventTypes => EventCatalogue.Types;

    /// <summary>Names of extended key usages with their OIDs.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ExtendedKeyUsages => Certificates.ExtendedKeyUsages.Names
        .Select(name => Pair(name, Certificates.ExtendedKeyUsages.Parse("ExtendedKeyUsage", name)));

    private static KeyValuePair<string, string> Pair(string name, string says) => new(name, says);
}
