namespace Trstctl.Primitives;

/// <summary>Text in which A to Z are a to z, and every other letter is itself. What an event does must not depend on a host's tables of
/// letters, which differ from platform to platform and grow with every Unicode.</summary>
internal sealed class AsciiFold : IEqualityComparer<string>
{
    /// <summary>For words of our own, such as the keys of a file.</summary>
    public static readonly AsciiFold Comparer = new();

    private AsciiFold()
    {
    }

    public static bool Same(string one, string? other) =>
        other is not null && one.Length == other.Length && one.Zip(other, (a, b) => Fold(a) == Fold(b)).All(same => same);

    public static string Lower(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = Fold(letters[i]);
        }

        return new(letters);
    }

    public static string Upper(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = letters[i] is >= 'a' and <= 'z' ? (char)(letters[i] - ('a' - 'A')) : letters[i];
        }

        return new(letters);
    }

    /// <summary>The word of an enum's value as sentences have it.</summary>
    public static string Word(Enum value) => Lower(value.ToString());

    public bool Equals(string? x, string? y) => x is null ? y is null : Same(x, y);

    public int GetHashCode(string obj) => StringComparer.Ordinal.GetHashCode(Lower(obj));

    private static char Fold(char c) => c is >= 'A' and <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
