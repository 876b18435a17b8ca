namespace Trstctl.Primitives;

/// <summary>Text in which A to Z are a to z, and every other letter is itself. What an event does must not depend on a host's tables of
/// letters, which differ from platform to platform and grow with every Unicode.</summary>
internal static class AsciiFold
{
    public static bool Same(string one, string other) =>
        one.Length == other.Length && one.Zip(other, (a, b) => Fold(a) == Fold(b)).All(same => same);

    private static char Fold(char c) => c is >= 'A' and <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
