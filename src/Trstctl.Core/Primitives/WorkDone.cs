namespace Trstctl.Primitives;

/// <summary>How often this thread did what costs, for the tests that hold an act to it.</summary>
internal static class WorkDone
{
    [ThreadStatic]
    private static Counts counts;

    /// <summary>Since the thread began; a test takes the difference.</summary>
    public static Counts Sofar => counts;

    public static void Examined() => counts.Examinations++;

    public static void Linted() => counts.LintRuns++;

    public static void ParsedDer() => counts.DerParses++;

    public static void WroteCanonical() => counts.CanonicalWrites++;

    internal record struct Counts(long Examinations, long LintRuns, long DerParses, long CanonicalWrites)
    {
        public static Counts operator -(Counts after, Counts before) => new(
            after.Examinations - before.Examinations,
            after.LintRuns - before.LintRuns,
            after.DerParses - before.DerParses,
            after.CanonicalWrites - before.CanonicalWrites);
    }
}
