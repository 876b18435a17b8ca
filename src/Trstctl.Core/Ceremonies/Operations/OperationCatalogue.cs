namespace Trstctl.Ceremonies.Operations;

internal static class OperationCatalogue
{
    private static readonly CeremonyOperation[] All =
    [
        new RosterOperation(),
        new RootOperation(),
        new IntermediateOperation(),
        new RotationOperation(),
        new RenewalOperation(),
        new CrossSignOperation(),
        new ImportOperation(),
        new RequestOperation(),
        new AnswerOperation(),
        new RetireOperation(),
        new RevokeOperation(),
        new DestroyKeyOperation(),
        new ResumeOperation(),
        new LedgerKeyOperation(),
        new CorrectClockOperation(),
    ];

    public static IEnumerable<string> Names => All.Select(operation => operation.Name);

    /// <summary>As somebody typed it.</summary>
    public static CeremonyOperation Demand(string name) => Demand(name, AsciiFold.Comparer);

    /// <summary>As a plan says it: what has an effect does not depend on how letters are folded.</summary>
    public static CeremonyOperation DemandExact(string name) => Demand(name, StringComparer.Ordinal);

    private static CeremonyOperation Demand(string name, IEqualityComparer<string> comparer) =>
        All.FirstOrDefault(operation => comparer.Equals(operation.Name, name))
        ?? throw new TrstException(
            ErrorId.OperationUnknown, CanonicalText.Escape(name), Spelling.DidYouMean(name, Names), string.Join(", ", Names));
}
