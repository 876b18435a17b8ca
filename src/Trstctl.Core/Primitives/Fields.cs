namespace Trstctl.Primitives;

/// <summary>The members of one object of a format, each declared once. A declaration names a member with its type, its bounds and the
/// value to write, and gets the value back; where there is nothing to write, it gets what was read within the bounds. So nothing is
/// written that is not read.</summary>
internal sealed class Fields
{
    private readonly ObjectReader? reader;

    private Fields(JsonObject json, ObjectReader? reader)
    {
        Json = json;
        this.reader = reader;
    }

    /// <summary>False where the declaration reads, and was given nothing.</summary>
    public bool IsWriting => reader is null;

    /// <summary>What is read; what was written so far.</summary>
    public JsonObject Json { get; }

    public static JsonObject Write<T>(T value, Func<Fields, T?, T> declare)
        where T : class
    {
        var json = new JsonObject();
        declare(new Fields(json, null), value);
        return json;
    }

    public static byte[] ToBytes<T>(T value, Func<Fields, T?, T> declare)
        where T : class => CanonicalJson.Write(Write(value, declare));

    /// <summary>Refuses a member that is missing, out of its bounds, or not declared.</summary>
    public static T Read<T>(JsonObject json, string what, Func<Fields, T?, T> declare)
        where T : class
    {
        var reader = new ObjectReader(json, what);
        var value = declare(new Fields(json, reader), null);
        reader.End();
        return value;
    }

    public static T FromBytes<T>(byte[] bytes, string what, int maxBytes, Func<Fields, T?, T> declare)
        where T : class => Read(CanonicalJson.Read(bytes, what, maxBytes), what, declare);

    /// <summary>The member $format, which separates what is hashed or signed.</summary>
    public void Format(string format)
    {
        if (Text("$format", format, 64) != format)
        {
            throw Fault($"its $format is not {format}");
        }
    }

    /// <summary>Refuses what is read where its members contradict each other.</summary>
    public void Demand(bool holds, string reason)
    {
        if (!holds && !IsWriting)
        {
            throw Fault(reason);
        }
    }

    public TrstException Fault(string reason) => reader!.Fault(reason);

    /// <summary>Whether a member that may be absent is there.</summary>
    public bool Has(string name, bool isWritten) => reader?.Has(name) ?? isWritten;

    public string Text(string name, string? value, int maxLength = 1024) =>
        reader is null ? Put(name, value!, value!) : reader.Text(name, maxLength);

    public string? OptionalText(string name, string? value, int maxLength = 1024) =>
        Has(name, value is not null) ? Text(name, value, maxLength) : null;

    /// <summary>Text that need not be what canonical JSON admits: its UTF-8, as bytes.</summary>
    public string Utf8(string name, string? value, int maxBytes)
    {
        var bytes = Bytes(name, value is null ? null : System.Text.Encoding.UTF8.GetBytes(value), maxBytes);
        return value ?? System.Text.Encoding.UTF8.GetString(bytes);
    }

    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string>? values, int maxCount, int maxLength = 1024) =>
        reader is null ? Put(name, values!, JsonArray.Of(values!)) : reader.Texts(name, maxCount, maxLength);

    public int Number(string name, int? value, int min, int max = int.MaxValue) =>
        reader is null ? Put(name, value!.Value, value.Value) : (int)reader.Integer(name, min, max);

    public int? OptionalNumber(string name, int? value, int min, int max = int.MaxValue) =>
        Has(name, value is not null) ? Number(name, value, min, max) : null;

    /// <summary>The number of an event, or how many there are.</summary>
    public long Sequence(string name, long? value) =>
        reader is null ? Put(name, value!.Value, value.Value) : reader.Integer(name, 0, JsonInteger.Largest);

    public long? OptionalSequence(string name, long? value) => Has(name, value is not null) ? Sequence(name, value) : null;

    public IReadOnlyList<long> Sequences(string name, IReadOnlyList<long>? values, int maxCount) => reader is null
        ? Put(name, values!, new JsonArray(values!.Select(value => (JsonValue)value)))
        : reader.Integers(name, maxCount);

    public bool Boolean(string name, bool? value) => reader is null ? Put(name, value!.Value, value.Value) : reader.Boolean(name);

    /// <summary>A member that is absent where it does not hold.</summary>
    public bool TrueOrAbsent(string name, bool? value)
    {
        var holds = Has(name, value == true) && Boolean(name, value);
        Demand(holds || !Has(name, false), $"{name} is false, where it is left out");
        return holds;
    }

    /// <summary>A value of an enumeration by its name.</summary>
    public T Enum<T>(string name, T? value)
        where T : struct, Enum =>
        reader is null
            ? Put(name, value!.Value, EnumNames<T>.Plain.Of(value.Value))
            : Known(name, reader.Text(name, 64), EnumNames<T>.Plain);

    /// <summary>The same by its name with a small first letter.</summary>
    public T Word<T>(string name, T? value)
        where T : struct, Enum =>
        reader is null
            ? Put(name, value!.Value, EnumNames<T>.Small.Of(value.Value))
            : Known(name, reader.Text(name, 64), EnumNames<T>.Small);

    public IReadOnlyList<T> Words<T>(string name, IReadOnlyList<T>? values, int maxCount)
        where T : struct, Enum => reader is null
            ? Put(name, values!, JsonArray.Of(values!.Select(EnumNames<T>.Small.Of)))
            : reader.Texts(name, maxCount, 64).Select(text => Known(name, text, EnumNames<T>.Small)).ToArray();

    public T? OptionalEnum<T>(string name, T? value)
        where T : struct, Enum => Has(name, value is not null) ? Enum(name, value) : null;

    public byte[] Bytes(string name, byte[]? value, int maxLength) =>
        reader is null ? Put(name, value!, Base64Url.Encode(value!)) : reader.Bytes(name, maxLength);

    public byte[]? OptionalBytes(string name, byte[]? value, int maxLength) =>
        Has(name, value is not null) ? Bytes(name, value, maxLength) : null;

    public byte[] ExactBytes(string name, byte[]? value, int length) =>
        reader is null ? Bytes(name, value, length) : reader.ExactBytes(name, length);

    public byte[]? OptionalExactBytes(string name, byte[]? value, int length) =>
        Has(name, value is not null) ? ExactBytes(name, value, length) : null;

    public IReadOnlyList<byte[]> ManyBytes(string name, IReadOnlyList<byte[]>? values, int maxCount, int maxLength) =>
        reader is null ? Put(name, values!, JsonArray.Of(values!)) : reader.ManyBytes(name, maxCount, maxLength);

    public Digest Digest(string name, Digest? value) =>
        reader is null ? Put(name, value!.Value, value.Value) : Primitives.Digest.FromJson(reader, name);

    public Digest? OptionalDigest(string name, Digest? value) => Has(name, value is not null) ? Digest(name, value) : null;

    public IReadOnlyList<Digest> Digests(string name, IReadOnlyList<Digest>? values, int maxCount) => reader is null
        ? Put(name, values!, Primitives.Digest.ToJson(values!))
        : Primitives.Digest.ManyFromJson(reader, name, maxCount);

    public DateTime Time(string name, DateTime? value) =>
        reader is null ? Put(name, value!.Value, UtcTime.Format(value.Value)) : reader.Time(name);

    public DateTime? OptionalTime(string name, DateTime? value) => Has(name, value is not null) ? Time(name, value) : null;

    public T Object<T>(string name, T? value, Func<Fields, T?, T> declare)
        where T : class =>
        reader is null ? Put(name, value!, Write(value!, declare)) : Read(reader.Object(name), reader.NameOf(name), declare);

    public T? OptionalObject<T>(string name, T? value, Func<Fields, T?, T> declare)
        where T : class => Has(name, value is not null) ? Object(name, value, declare) : null;

    public IReadOnlyList<T> Objects<T>(string name, IReadOnlyList<T>? values, int maxCount, Func<Fields, T?, T> declare)
        where T : class
    {
        if (reader is null)
        {
            return Put(name, values!, new JsonArray(values!.Select(value => Write(value, declare))));
        }

        var what = reader.NameOf(name);
        return reader.Objects(name, maxCount).Select(json => Read(json, what, declare)).ToArray();
    }

    /// <summary>An object whose members others declare.</summary>
    public JsonObject Raw(string name, JsonObject? value) => reader is null ? Put(name, value!, value!) : reader.Object(name);

    /// <summary>Objects whose members others declare.</summary>
    public IReadOnlyList<JsonObject> Raws(string name, IReadOnlyList<JsonObject>? values, int maxCount) =>
        reader is null ? Put(name, values!, new JsonArray(values!)) : reader.Objects(name, maxCount);

    private T Known<T>(string name, string text, EnumNames<T> names)
        where T : struct, Enum => names.Find(text) ?? throw Fault($"{name} is \"{CanonicalText.Escape(text)}\", not one of {names}");

    private T Put<T>(string name, T value, JsonValue json)
    {
        Json.Add(name, json);
        return value;
    }
}
