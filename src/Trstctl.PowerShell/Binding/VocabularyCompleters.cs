using Trstctl.Ceremonies;
using Trstctl.Keys;

namespace Trstctl.PowerShell;

/// <summary>Names of operations, with the headlines of their plans.</summary>
internal sealed class OperationCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing) =>
        Vocabulary.Operations.Select(operation => new Offer(operation.Key, operation.Value));
}

/// <summary>Algorithms of new keys.</summary>
internal sealed class KeyAlgorithmCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing) =>
        KeyAlgorithm.Generated.Select(algorithm => new Offer(algorithm.Name, $"a key of the kind {algorithm.Family}"));
}

/// <summary>Extended key usages by name, with their OIDs.</summary>
internal sealed class ExtendedKeyUsageCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing) =>
        Vocabulary.ExtendedKeyUsages.Select(usage => new Offer(usage.Key, usage.Value));
}

/// <summary>Types of events.</summary>
internal sealed class EventTypeCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing) =>
        Vocabulary.EventTypes.OrderBy(type => type, StringComparer.Ordinal).Select(type => new Offer(type, string.Empty));
}

/// <summary>Lint rules, written as the hashtable that waives one; its reason is typed.</summary>
internal sealed class LintWaiverCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing) =>
        Vocabulary.LintRules.Select(rule => new Offer(rule.Key, rule.Value));

    protected override string Written(string word) => $"@{{ '{word}' = '' }}";
}

/// <summary>The forms of constrained names.</summary>
internal sealed class NameFormCompleter : WordCompleter
{
    private static readonly Offer[] Forms =
    [
        new("DNS:", "a domain and all below it: DNS:contoso.com"),
        new("IP:", "a network: IP:10.0.0.0/8"),
        new("email:", "an address, or a host: email:contoso.com"),
        new("URI:", "a host in URIs: URI:contoso.com"),
        new("dirName:", "a part of the directory, RFC 4514: dirName:O=Contoso,C=DE"),
    ];

    protected override IEnumerable<Offer> Offers(Completing completing) => Forms;
}

/// <summary>Usual durations.</summary>
internal sealed class DurationCompleter : WordCompleter
{
    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Validity"] = ["1y", "2y", "3y", "5y", "10y", "20y"],
        ["GatherBy"] = ["1d", "7d", "14d", "30d"],
        ["UseBy"] = ["1d", "2d", "7d"],
        ["Timeout"] = ["15min", "1h", "4h", "1d", "14d"],
        ["LockTimeout"] = ["1min", "5min", "15min"],
    };

    protected override IEnumerable<Offer> Offers(Completing completing) =>
        Usual[completing.Parameter].Select(duration => new Offer(duration, "units: y w d h min"));
}
