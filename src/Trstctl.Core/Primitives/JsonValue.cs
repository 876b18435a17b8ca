namespace Trstctl.Primitives;

/// <summary>The immutable model of everything that is hashed or signed. There is no null and no fraction.</summary>
internal abstract class JsonValue
{
    private protected JsonValue()
    {
    }

    /// <summary>Whether both have the same canonical form.</summary>
    public bool Equals(JsonValue other) => (this, other) switch
    {
        (JsonString a, JsonString b) => a.Characters.SequenceEqual(b.Characters),
        (JsonInteger a, JsonInteger b) => a.Value == b.Value,
        (JsonBoolean a, JsonBoolean b) => a.Value == b.Value,
        (JsonArray a, JsonArray b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items, (x, y) => x.Equals(y)).All(same => same),
        (JsonObject a, JsonObject b) => a.Members.Count == b.Members.Count
            && a.Members.All(m => b.Members.TryGetValue(m.Key, out var found) && m.Value.Equals(found)),
        _ => false,
    };

    public static implicit operator JsonValue(string text) => new JsonString(text);

    public static implicit operator JsonValue(long number) => new JsonInteger(number);

    public static implicit operator JsonValue(bool value) => new JsonBoolean(value);

    public static implicit operator JsonValue(Digest digest) => new JsonString(Base64Url.Encode(digest.ToArray()));
}

/// <param name="source">What it is part of, from a character on.</param>
internal sealed class JsonString(string source, int start, int length) : JsonValue
{
    private string? value;

    public JsonString(string value)
        : this(value, 0, value.Length)
    {
        this.value = value;
    }

    public int Length => length;

    public string Value => value ??= source.Substring(start, length);

    public ReadOnlySpan<char> Characters => source.AsSpan(start, length);
}

internal sealed class JsonInteger(long value) : JsonValue
{
    /// <summary>The largest integer that every RFC 8785 implementation reproduces: 2^53-1.</summary>
    public const long Largest = 9007199254740991;

    public long Value { get; } = value is >= -Largest and <= Largest
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value));
}

internal sealed class JsonBoolean(bool value) : JsonValue
{
    public bool Value { get; } = value;
}

internal sealed class JsonArray(IEnumerable<JsonValue> items) : JsonValue
{
    public IReadOnlyList<JsonValue> Items { get; } = items.ToArray();

    public static JsonArray Of(IEnumerable<string> items) => new(items.Select(item => (JsonValue)item));

    public static JsonArray Of(IEnumerable<byte[]> items) => Of(items.Select(Base64Url.Encode));
}

/// <summary>An object; members are kept in RFC 8785 order (UTF-16 code units of the name).</summary>
internal sealed class JsonObject : JsonValue, System.Collections.IEnumerable
{
    public JsonObject()
    {
    }

    public JsonObject(string format) => Add("$format", format);

    public JsonMembers Members { get; } = new();

    /// <summary>Adds a member; absent (null) values are left out. Only for construction, in initializers.</summary>
    public void Add(string name, JsonValue? value)
    {
        if (value is not null)
        {
            Members.Add(name, value);
        }
    }

    public void Add(string name, byte[]? value)
    {
        if (value is not null)
        {
            Members.Add(name, Base64Url.Encode(value));
        }
    }

    public void Add(string name, DateTime value) => Members.Add(name, UtcTime.Format(value));

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => Members.GetEnumerator();
}
