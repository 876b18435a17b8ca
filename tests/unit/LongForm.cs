using System.Globalization;

namespace Trstctl;

/// <summary>
/// Fuzzing, killing and large numbers go on for as long as one likes: TRSTCTL_LONG=1 turns their long forms on, single variables set
/// their numbers, and TRSTCTL_SEED repeats a run.
/// </summary>
internal static class LongForm
{
    public static bool On { get; } = Environment.GetEnvironmentVariable("TRSTCTL_LONG") == "1";

    public static int Seed() => Seed(Environment.TickCount);

    public static int Seed(int otherwise) => Number("TRSTCTL_SEED") ?? otherwise;

    public static int Times(int bounded, int whole) => On ? whole : bounded;

    /// <summary>The number that the variable sets, else one of these two.</summary>
    public static int Times(string variable, int bounded, int whole) => Number(variable) ?? Times(bounded, whole);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
