namespace Trstctl.State;

/// <summary>The state as the verifying process derived it itself from the events.</summary>
public sealed class MemoryProjection : IProjection
{
    private readonly SortedDictionary<string, SortedDictionary<string, Document>> documents = new(StringComparer.Ordinal);

    public IEnumerable<Document> Everything => documents.Values.SelectMany(kind => kind.Values);

    public T? Find<T>(string kind, string id)
        where T : Document =>
        documents.TryGetValue(kind, out var items) && items.TryGetValue(id, out var document) ? (T)document : null;

    public IEnumerable<T> All<T>(string kind)
        where T : Document =>
        documents.TryGetValue(kind, out var items) ? items.Values.Cast<T>() : [];

    public void Put(Document document)
    {
        if (!documents.TryGetValue(document.Kind, out var items))
        {
            documents[document.Kind] = items = new SortedDictionary<string, Document>(StringComparer.Ordinal);
        }

        items[document.Id] = document;
    }
}
