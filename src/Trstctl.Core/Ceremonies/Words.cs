namespace Trstctl.Ceremonies;

/// <summary>Lists as people write them.</summary>
public static class Words
{
    public static string Or(IReadOnlyList<string> items) => items.Count < 2
        ? string.Concat(items)
        : $"{string.Join(", ", items.Take(items.Count - 1))} or {items[items.Count - 1]}";
}
