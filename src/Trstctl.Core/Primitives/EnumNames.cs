namespace Trstctl.Primitives;

/// <summary>How the values of an enumeration stand in JSON.</summary>
internal sealed class EnumNames<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> values;
    private readonly Dictionary<T, string> names;

    private EnumNames(Func<string, string> nameOf)
    {
        values = Enum.GetValues(typeof(T)).Cast<T>().ToDictionary(value => nameOf(value.ToString()), StringComparer.Ordinal);
        names = values.ToDictionary(pair => pair.Value, pair => pair.Key);
    }

    /// <summary>As they are declared.</summary>
    public static EnumNames<T> Plain { get; } = new(name => name);

    /// <summary>With a small first letter.</summary>
    public static EnumNames<T> Small { get; } = new(name => (char)(name[0] | 0x20) + name.Substring(1));

    public string Of(T value) => names[value];

    public T? Find(string name) => values.TryGetValue(name, out var value) ? value : null;

    public override string ToString() => string.Join(", ", values.Keys);
}
