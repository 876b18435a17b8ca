namespace Trstctl.State;

/// <summary>The state as the verifying process derived it itself from the events.</summary>
internal sealed class MemoryProjection : IProjection
{
    private readonly Dictionary<string, Items> kinds = new(StringComparer.Ordinal);

    // The id of what has a value, or the ids in their order: most values are one item's.
    private readonly Dictionary<(string Kind, string By, string Value), object> found = [];

    // Of what is asked for in order: every value that was ever there.
    private readonly Dictionary<(string Kind, string By), SortedSet<string>> ordered = [];

    // What was put since somebody last asked for a value, with what it took the place of: in most branches nobody does.
    private readonly List<(Document? Before, Document Now)> unindexed = [];

    public IEnumerable<Document> Everything =>
        kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).SelectMany(kind => kind.Value.InOrder());

    public T? Find<T>(string kind, string id)
        where T : Document =>
        kinds.TryGetValue(kind, out var items) && items.ById.TryGetValue(id, out var document) ? (T)document : null;

    public IEnumerable<T> All<T>(string kind)
        where T : Document =>
        kinds.TryGetValue(kind, out var items) ? items.InOrder().Cast<T>() : [];

    public IEnumerable<T> By<T>(string kind, string by, string value)
        where T : Document
    {
        Index();
        if (!found.TryGetValue((kind, by, value), out var ids))
        {
            return [];
        }

        var items = kinds[kind].ById;
        return ids is string one ? [(T)items[one]] : ((SortedSet<string>)ids).Select(id => (T)items[id]);
    }

    public IEnumerable<(string Value, T Item)> Sorted<T>(string kind, string by, string prefix)
        where T : Document
    {
        Index();
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
        where T : Document => kinds.TryGetValue(kind, out var items) ? (T)items.ById[items.Last] : null;

    public void Put(Document document)
    {
        // What cannot say what it is found by is refused here, not when somebody looks for it.
        _ = document.Values;
        var (kind, id) = (document.Kind, document.Id);
        if (!kinds.TryGetValue(kind, out var items))
        {
            kinds[kind] = items = new Items();
        }

        if (items.Put(id, document) is var before && (before?.Values.Count > 0 || document.Values.Count > 0))
        {
            unindexed.Add((before, document));
        }
    }

    private void Index()
    {
        if (unindexed.Count == 0)
        {
            return;
        }

        foreach (var (before, now) in unindexed)
        {
            var (kind, id) = (now.Kind, now.Id);
            foreach (var value in (before?.Values ?? []).Where(value => !now.Values.Contains(value)))
            {
                Remove((kind, value.By, value.Value), id);
            }

            foreach (var (by, value) in now.Values)
            {
                Add((kind, by, value), id);
            }
        }

        unindexed.Clear();
    }

    private void Add((string Kind, string By, string Value) key, string id)
    {
        if (!found.TryGetValue(key, out var ids))
        {
            found[key] = id;
            if (ordered.TryGetValue((key.Kind, key.By), out var values))
            {
                values.Add(key.Value);
            }
        }
        else if (ids is SortedSet<string> several)
        {
            several.Add(id);
        }
        else if ((string)ids != id)
        {
            found[key] = new SortedSet<string>(StringComparer.Ordinal) { (string)ids, id };
        }
    }

    private void Remove((string Kind, string By, string Value) key, string id)
    {
        if (!found.TryGetValue(key, out var ids))
        {
            return;
        }

        if (ids is SortedSet<string> several)
        {
            several.Remove(id);
        }
        else if ((string)ids == id)
        {
            found.Remove(key);
        }
    }

    /// <summary>All of a kind: found at once, and put in order when somebody asks for that.</summary>
    private sealed class Items
    {
        private readonly SortedSet<string> order = new(StringComparer.Ordinal);
        private readonly List<string> added = [];

        public Dictionary<string, Document> ById { get; } = new(StringComparer.Ordinal);

        /// <summary>The highest id.</summary>
        public string Last { get; private set; } = string.Empty;

        /// <returns>What it takes the place of, or null.</returns>
        public Document? Put(string id, Document document)
        {
            if (!ById.TryGetValue(id, out var before))
            {
                added.Add(id);
                Last = string.CompareOrdinal(id, Last) > 0 || ById.Count == 0 ? id : Last;
            }

            ById[id] = document;
            return before;
        }

        public IEnumerable<Document> InOrder()
        {
            order.UnionWith(added);
            added.Clear();
            return order.Select(id => ById[id]);
        }
    }
}
