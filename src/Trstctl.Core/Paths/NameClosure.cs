namespace Trstctl.Paths;

/// <summary>Everything that can be reached from names by steps from name to name.</summary>
internal static class NameClosure
{
    public static HashSet<string> Of(IEnumerable<string> first, Func<string, IEnumerable<string>> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(first);
        while (waiting.Count > 0)
        {
            if (waiting.Dequeue() is var name && reached.Add(name))
            {
                next(name).ToList().ForEach(waiting.Enqueue);
            }
        }

        return reached;
    }
}
