namespace Trstctl.State;

/// <summary>The state as a transaction leaves it: what it changes is kept here, and the state below stays as it is.</summary>
/// <param name="store">Hears of everything that changes.</param>
internal sealed class StateBranch(IProjection below, Action<Document> store) : IProjection
{
    private readonly MemoryProjection changed = new();

    /// <summary>All that lies over the state below.</summary>
    public IEnumerable<Document> Changed => changed.Everything;

    public T? Find<T>(string kind, string id)
        where T : Document => changed.Find<T>(kind, id) ?? below.Find<T>(kind, id);

    public IEnumerable<T> All<T>(string kind)
        where T : Document => Merged(ById(below.All<T>(kind)), ById(changed.All<T>(kind))).Select(found => found.Item);

    public IEnumerable<T> By<T>(string kind, string by, string value)
        where T : Document => below.By<T>(kind, by, value) is var lower && lower is T[] { Length: 0 }
            ? changed.By<T>(kind, by, value)
            : Merged(ById(lower), ById(changed.By<T>(kind, by, value))).Select(found => found.Item);

    public IEnumerable<(string Value, T Item)> Sorted<T>(string kind, string by, string prefix)
        where T : Document => Merged(below.Sorted<T>(kind, by, prefix), changed.Sorted<T>(kind, by, prefix));

    public T? Last<T>(string kind)
        where T : Document => (below.Last<T>(kind), changed.Last<T>(kind)) switch
        {
            (var one, null) => one,
            (null, var other) => other,
            var (one, other) => string.CompareOrdinal(one.Id, other.Id) > 0 ? one : other,
        };

    public void Put(Document document)
    {
        changed.Put(document);
        store(document);
    }

    private static IEnumerable<(string Value, T Item)> ById<T>(IEnumerable<T> items)
        where T : Document => items.Select(item => (item.Id, item));

    // Both in the order of their values; the changed ones stand instead of those below.
    private IEnumerable<(string Value, T Item)> Merged<T>(
        IEnumerable<(string Value, T Item)> lower, IEnumerable<(string Value, T Item)> upper)
        where T : Document
    {
        using var above = upper.GetEnumerator();
        var more = above.MoveNext();
        foreach (var found in lower.Where(found => changed.Find<T>(found.Item.Kind, found.Item.Id) is null))
        {
            for (; more && string.CompareOrdinal(above.Current.Value, found.Value) < 0; more = above.MoveNext())
            {
                yield return above.Current;
            }

            yield return found;
        }

        for (; more; more = above.MoveNext())
        {
            yield return above.Current;
        }
    }
}
