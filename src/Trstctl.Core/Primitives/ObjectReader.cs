namespace Trstctl.Primitives;

/// <summary>Takes an object's members one by one, each with its type and bounds; <see cref="End"/> refuses what is left over.</summary>
internal sealed class ObjectReader
{
    private readonly JsonObject source;
    private readonly string what;

    // One for each member, in their order.
    private readonly bool[] taken;

    public ObjectReader(JsonObject source, string what, string? format = null)
    {
        this.source = source;
        this.what = what;
        taken = new bool[source.Members.Count];
        if (format is not null && !string.Equals(Text("$format", 64), format, StringComparison.Ordinal))
        {
            throw Fault($"its $format is not {format}");
        }
    }

    public bool Has(string name) => source.Members.ContainsKey(name);

    public string Text(string name, int maxLength = 1024)
    {
        var value = Take<JsonString>(name, "a string");
        return value.Length <= maxLength ? value.Value : throw Fault($"{name} is longer than {maxLength} characters");
    }

    public string? OptionalText(string name, int maxLength = 1024) => Has(name) ? Text(name, maxLength) : null;

    public long Integer(string name, long min, long max)
    {
        var value = Take<JsonInteger>(name, "an integer").Value;
        return value >= min && value <= max ? value : throw Fault($"{name} is {value}, not within {min} to {max}");
    }

    public bool Boolean(string name) => Take<JsonBoolean>(name, "true or false").Value;

    public byte[] Bytes(string name, int maxLength) => Decode(name, Take<JsonString>(name, "a string"), maxLength);

    public byte[] ExactBytes(string name, int length)
    {
        var value = Bytes(name, length);
        return value.Length == length ? value : throw Fault($"{name} has {value.Length} bytes, not {length}");
    }

    public DateTime Time(string name) =>
        UtcTime.TryParse(Text(name, 20), out var time) ? time : throw Fault($"{name} is not a time in yyyy-MM-ddTHH:mm:ssZ");

    public JsonObject Object(string name) => Take<JsonObject>(name, "an object");

    public ObjectReader Reader(string name) => new(Object(name), NameOf(name));

    /// <summary>What errors call the object in this member.</summary>
    public string NameOf(string name) => $"{what}.{name}";

    public IReadOnlyList<JsonObject> Objects(string name, int maxCount) => Items<JsonObject>(name, maxCount, "objects");

    /// <summary>Integers from 0 on.</summary>
    public IReadOnlyList<long> Integers(string name, int maxCount)
    {
        var items = Items<JsonInteger>(name, maxCount, "integers").Select(item => item.Value).ToArray();
        return items.All(item => item >= 0) ? items : throw Fault($"an item of {name} is below 0");
    }

    public IReadOnlyList<string> Texts(string name, int maxCount, int maxLength = 1024)
    {
        var items = Items<JsonString>(name, maxCount, "strings").Select(item => item.Value).ToArray();
        return items.All(item => item.Length <= maxLength)
            ? items
            : throw Fault($"an item of {name} is longer than {maxLength} characters");
    }

    public IReadOnlyList<byte[]> ManyBytes(string name, int maxCount, int maxLength) =>
        Items<JsonString>(name, maxCount, "strings").Select(item => Decode(name, item, maxLength)).ToArray();

    /// <summary>Refuses members that nobody asked for.</summary>
    public void End()
    {
        var unknown = Array.IndexOf(taken, false);
        if (unknown >= 0)
        {
            throw Fault($"it has an unknown member \"{CanonicalText.Escape(source.Members[unknown].Key)}\"");
        }
    }

    public TrstException Fault(string reason) => new(ErrorId.FormatInvalid, what, reason);

    private byte[] Decode(string name, JsonString text, int maxLength) =>
        Base64Url.TryDecode(text.Characters, out var value) && value.Length <= maxLength
            ? value
            : throw Fault($"{name} is not base64url of at most {maxLength} bytes");

    private IReadOnlyList<T> Items<T>(string name, int maxCount, string kind)
        where T : JsonValue
    {
        var items = Take<JsonArray>(name, "an array").Items;
        return items.Count <= maxCount && items.All(item => item is T)
            ? items.Cast<T>().ToArray()
            : throw Fault($"{name} is not an array of at most {maxCount} {kind}");
    }

    private T Take<T>(string name, string kind)
        where T : JsonValue
    {
        var at = source.Members.IndexOf(name);
        if (at < 0)
        {
            throw Fault($"{name} is missing");
        }

        taken[at] = true;
        return source.Members[at].Value as T ?? throw Fault($"{name} is not {kind}");
    }
}
