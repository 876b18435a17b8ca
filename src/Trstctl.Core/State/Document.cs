namespace Trstctl.State;

/// <summary>One item of a projection: derived from events, dropped and rebuilt at will, never believed where a key is used.</summary>
public abstract record Document
{
    /// <summary>The kind and the id together are the item's key.</summary>
    public abstract string Kind { get; }

    public abstract string Id { get; }

    internal abstract JsonObject ToJson();
}

/// <summary>Where events are applied to: the stored tables, or the memory of the process that verifies.</summary>
public interface IProjection
{
    T? Find<T>(string kind, string id)
        where T : Document;

    IEnumerable<T> All<T>(string kind)
        where T : Document;

    /// <summary>The same as it is written, for who compares.</summary>
    internal JsonObject? FindJson(string kind, string id);

    void Put(Document document);

    /// <summary>The kinds of which there is at least one item.</summary>
    IReadOnlyList<string> Kinds();
}
