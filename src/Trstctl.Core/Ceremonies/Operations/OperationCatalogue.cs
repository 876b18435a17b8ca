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
        new RetireOperation(),
        new RevokeOperation(),
        new DestroyKeyOperation(),
        new ResumeOperation(),
        new LedgerKeyOperation(),
        new CorrectClockOperation(),
    ];

    public static IEnumerable<string> Names => All.Select(operation => operation.Name);

    public static CeremonyOperation Demand(string name) =>
        All.FirstOrDefault(operation => string.Equals(operation.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TrstException(ErrorId.OperationUnknown, CanonicalText.Escape(name));
}
