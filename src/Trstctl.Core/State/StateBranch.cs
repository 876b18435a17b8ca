namespace Trstctl.State;

/// <summary>The state as a transaction leaves it: what it changes is kept here, and the state below stays as it is.</summary>
/// <param name="store">Hears of everything that changes.</param>
internal sealed class StateBranch(IProjection below, Action<Document> store) : IProjection
{
    private readonly MemoryProjection changed = new();

    public T? Find<T>(string kind, string id)
        where T : Document => changed.Find<T>(kind, id) ?? below.Find<T>(kind, id);

    public IEnumerable<T> All<T>(string kind)
        where T : Document => below.All<T>(kind)
            .Where(document => changed.Find<T>(kind, document.Id) is null)
            .Concat(changed.All<T>(kind))
            .OrderBy(document => document.Id, StringComparer.Ordinal);

    public void Put(Document document)
    {
        changed.Put(document);
        store(document);
    }
}
