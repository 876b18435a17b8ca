namespace Trstctl.State;

/// <summary>The state as the verifying process derived it itself from the events.</summary>
internal sealed class MemoryProjection : IProjection
{
    private readonly SortedDictionary<string, SortedDictionary<string, Document>> documents = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string By, string Value), SortedSet<string>> found = [];

    // Of what is asked for in order: every value that was ever there.
    private readonly Dictionary<(string Kind, string By), SortedSet<string>> ordered = [];

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
        where T : Document
    {
        if (!ordered.TryGetValue((kind, by), out var values))
        {
            ordered[(kind, by)] = values = new SortedSet<string>(
                found.Keys.Where(key => key.Kind == kind && key.By == by).Select(key => key.Value), StringComparer.Ordinal);
        }

        return values.GetViewBetween(prefix, prefix + char.MaxValue)
            .ToArray()
            .SelectMany(value => By<T>(kind, by, value).Select(item => (value, item)));
    }

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
                if (ordered.TryGetValue((kind, by), out var values))
                {
                    values.Add(value);
                }
            }

            ids.Add(document.Id);
        }
    }
}
