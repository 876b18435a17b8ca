namespace Trstctl.Primitives;

/// <summary>The members of an object in the order of their names, found by halving. What is read in order, as canonical JSON is, is kept
/// as it comes; else it is sorted when somebody first looks.</summary>
internal sealed class JsonMembers : IReadOnlyDictionary<string, JsonValue>, IReadOnlyList<KeyValuePair<string, JsonValue>>
{
    private readonly List<KeyValuePair<string, JsonValue>> items = [];
    private bool isSorted = true;

    /// <summary>Whether each was added behind those with smaller names.</summary>
    internal bool CameInOrder { get; private set; } = true;

    public int Count => items.Count;

    public IEnumerable<string> Keys => Sorted.Select(item => item.Key);

    public IEnumerable<JsonValue> Values => Sorted.Select(item => item.Value);

    private List<KeyValuePair<string, JsonValue>> Sorted => isSorted ? items
        : Twice() is { } name ? throw new ArgumentException($"The member \"{name}\" was added twice.") : items;

    public JsonValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

    public KeyValuePair<string, JsonValue> this[int index] => Sorted[index];

    public int IndexOf(string key)
    {
        var (sorted, from, to) = (Sorted, 0, items.Count - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            var order = string.CompareOrdinal(sorted[middle].Key, key);
            if (order == 0)
            {
                return middle;
            }

            (from, to) = order < 0 ? (middle + 1, to) : (from, middle - 1);
        }

        return -1;
    }

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, out JsonValue value)
    {
        var at = IndexOf(key);
        value = at < 0 ? null! : items[at].Value;
        return at >= 0;
    }

    public List<KeyValuePair<string, JsonValue>>.Enumerator GetEnumerator() => Sorted.GetEnumerator();

    IEnumerator<KeyValuePair<string, JsonValue>> IEnumerable<KeyValuePair<string, JsonValue>>.GetEnumerator() => Sorted.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => Sorted.GetEnumerator();

    internal void Add(string name, JsonValue value)
    {
        CameInOrder &= items.Count == 0 || string.CompareOrdinal(name, items[items.Count - 1].Key) > 0;
        isSorted &= CameInOrder;
        items.Add(new(name, value));
    }

    /// <summary>A name that was added twice, or null.</summary>
    internal string? Twice()
    {
        if (isSorted)
        {
            return null;
        }

        items.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        for (var i = 1; i < items.Count; i++)
        {
            if (string.Equals(items[i - 1].Key, items[i].Key, StringComparison.Ordinal))
            {
                return items[i].Key;
            }
        }

        isSorted = true;
        return null;
    }
}
