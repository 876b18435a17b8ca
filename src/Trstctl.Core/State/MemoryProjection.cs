namespace Trstctl.State;

/// <summary>The state as the verifying process derived it itself from the events.</summary>
public sealed class MemoryProjection : IProjection
{
    private readonly SortedDictionary<string, SortedDictionary<string, Document>> documents = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string By, string Value), SortedSet<string>> found = [];

    public IEnumerable<Document> Everything => documents.Values.SelectMany(kind => kind.Values);

    public T? Find<T>(string kind, string id)
        where T : Document =>
        documents.TryGetValue(kind, out var items) && items.TryGetValue(id, out var document) ? (T)document : null;

    public IEnumerable<T> All<T>(string kind)
        where T : Document =>
        documents.TryGetValue(kind, out var items) ? items.Values.Cast<T>() : [];

    public IEnumerable<T> By<T>(string kind, string by, string value)
        where T : Document =>
        found.TryGetValue((kind, by, value), out var ids) ? ids.Select(id => (T)documents[kind][id]) : [];

    public IEnumerable<(string Value, T Item)> Sorted<T>(string kind, string by, string prefix)
        where T : Document => found
        .Where(entry => entry.Key.Kind == kind && entry.Key.By == by && entry.Key.Value.StartsWith(prefix, StringComparison.Ordinal))
        .OrderBy(entry => entry.Key.Value, StringComparer.Ordinal)
        .SelectMany(entry => entry.Value.Select(id => (entry.Key.Value, (T)documents[kind][id])));

    public T? Last<T>(string kind)
        where T : Document => All<T>(kind).LastOrDefault();

    public void Put(Document document)
    {
        var kind = document.Kind;
        if (!documents.TryGetValue(kind, out var items))
        {
            documents[kind] = items = new SortedDictionary<string, Document>(StringComparer.Ordinal);
        }

        if (items.TryGetValue(document.Id, out var before))
        {
            foreach (var (by, value) in before.IndexedBy)
            {
                found[(kind, by, value)].Remove(document.Id);
            }
        }

        items[document.Id] = document;
        foreach (var (by, value) in document.IndexedBy)
        {
            if (!found.TryGetValue((kind, by, value), out var ids))
            {
                found[(kind, by, value)] = ids = new SortedSet<string>(StringComparer.Ordinal);
            }

            ids.Add(document.Id);
        }
    }
}
