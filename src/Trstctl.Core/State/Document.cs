namespace Trstctl.State;

/// <summary>One item of the state: derived from events, stored beside them for who reads the tables, dropped and rebuilt at
/// will.</summary>
public abstract record Document
{
    private Found found;

    protected Document()
    {
    }

    // What a changed copy is found by may be something else.
#pragma warning disable IDE0060 // a copy's constructor has it
    protected Document(Document original)
#pragma warning restore IDE0060
    {
    }

    /// <summary>The kind and the id together are the item's key.</summary>
    public abstract string Kind { get; }

    public abstract string Id { get; }

    /// <summary>What it is found by beside its id; a value names any number of items. See <see cref="IProjection.By{T}"/>.</summary>
    internal virtual IEnumerable<(string By, string Value)> IndexedBy => [];

    /// <summary><see cref="IndexedBy"/>, asked for once.</summary>
    internal IReadOnlyList<(string By, string Value)> Values => found.Values ?? (found = new([.. IndexedBy])).Values!;

    /// <summary>Canonical JSON, as it is stored.</summary>
    public byte[] ToBytes() => CanonicalJson.Write(ToJson());

    internal abstract JsonObject ToJson();

    // Documents are as equal as before somebody asked.
    private readonly struct Found((string By, string Value)[] values) : IEquatable<Found>
    {
        public IReadOnlyList<(string By, string Value)>? Values { get; } = values;

        public bool Equals(Found other) => true;

        public override bool Equals(object? obj) => obj is Found;

        public override int GetHashCode() => 0;
    }
}

/// <summary>What events are applied to.</summary>
public interface IProjection
{
    T? Find<T>(string kind, string id)
        where T : Document;

    /// <summary>In the order of their ids, streamed: it costs as much as there are.</summary>
    IEnumerable<T> All<T>(string kind)
        where T : Document;

    /// <summary>Those with this value among their <see cref="Document.IndexedBy"/>, in the order of their ids; it costs as much as it
    /// finds, however many there are.</summary>
    IEnumerable<T> By<T>(string kind, string by, string value)
        where T : Document;

    /// <summary>Those with a value that begins so, in the order of the values.</summary>
    IEnumerable<(string Value, T Item)> Sorted<T>(string kind, string by, string prefix)
        where T : Document;

    /// <summary>The one with the highest id.</summary>
    T? Last<T>(string kind)
        where T : Document;

    void Put(Document document);
}

/// <summary>The stored copy of the state. It is written and compared; nobody takes the state from it.</summary>
public interface IStoredDocuments
{
    /// <summary>The stored bytes, which anybody may have edited, or null.</summary>
    byte[]? Find(string kind, string id);

    IEnumerable<(string Kind, string Id, byte[] Body)> All();

    void Put(Document document);
}
