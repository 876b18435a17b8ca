using Trstctl.State;

namespace Trstctl.Core.Tests.Health;

/// <summary>Counts what is taken from a sorted list, and what is listed whole.</summary>
internal sealed class WatchedState : IProjection
{
    private IProjection below = null!;

    public int Taken { get; private set; }

    public int Listed { get; private set; }

    public WatchedState Over(IProjection state)
    {
        below = state;
        return this;
    }

    public T? Find<T>(string kind, string id)
        where T : Document => below.Find<T>(kind, id);

    public IEnumerable<T> All<T>(string kind)
        where T : Document
    {
        Listed++;
        return below.All<T>(kind);
    }

    public IEnumerable<T> By<T>(string kind, string by, string value)
        where T : Document => below.By<T>(kind, by, value);

    public IEnumerable<(string Value, T Item)> Sorted<T>(string kind, string by, string prefix)
        where T : Document => below.Sorted<T>(kind, by, prefix).Select(found =>
        {
            Taken++;
            return found;
        });

    public T? Last<T>(string kind)
        where T : Document => below.Last<T>(kind);

    public void Put(Document document) => throw new NotSupportedException();
}
