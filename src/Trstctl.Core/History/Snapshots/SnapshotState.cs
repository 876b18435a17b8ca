namespace Trstctl.History.Snapshots;

/// <summary>The state of a snapshot's size, read item by item as it is asked for. It never changes: what comes later lies over it.
/// </summary>
internal sealed class SnapshotState(SnapshotFile file) : IProjection
{
    /// <summary>Of what the plans of ceremonies are kept as; they never change, and few are asked for.</summary>
    public const string PlanKind = "plan";

    private readonly Dictionary<(string Kind, string Id), Document?> read = [];

    public T? Find<T>(string kind, string id)
        where T : Document
    {
        if (!read.TryGetValue((kind, id), out var document))
        {
            read[(kind, id)] = document = file.Find(kind, id) is { } body ? Read(kind, id, body) : null;
        }

        return (T?)document;
    }

    public IEnumerable<T> All<T>(string kind)
        where T : Document => file.Ids(kind).Select(id => Demand<T>(kind, id));

    public IEnumerable<T> By<T>(string kind, string by, string value)
        where T : Document => file.Ids(kind, by, value).Select(id => Demand<T>(kind, id));

    public IEnumerable<(string Value, T Item)> Sorted<T>(string kind, string by, string prefix)
        where T : Document => file.Sorted(kind, by, prefix).Select(found => (found.Value, Demand<T>(kind, found.Id)));

    public T? Last<T>(string kind)
        where T : Document => file.LastId(kind) is { } id ? Demand<T>(kind, id) : null;

    public void Put(Document document) => throw new NotSupportedException();

    private T Demand<T>(string kind, string id)
        where T : Document => Find<T>(kind, id) ?? throw new SnapshotUnusable($"its {kind} {id} is missing");

    private Document Read(string kind, string id, byte[] body)
    {
        try
        {
            var document = DocumentCatalogue.Read(kind, body, () => PlanOf(id));
            return string.Equals(document.Id, id, StringComparison.Ordinal) ? document
                : throw new SnapshotUnusable($"its {kind} {id} is another one");
        }
        catch (TrstException e)
        {
            throw new SnapshotUnusable(e.Message, e);
        }
    }

    private Plan PlanOf(string ceremony)
    {
        try
        {
            return Plan.FromBytes(
                file.Find(PlanKind, ceremony) ?? throw new SnapshotUnusable($"the plan of its ceremony {ceremony} is missing"));
        }
        catch (TrstException e)
        {
            throw new SnapshotUnusable(e.Message, e);
        }
    }
}
