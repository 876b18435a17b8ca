using Trstctl.Canonical;

namespace Trstctl.Ceremonies.Operations;

internal static class OperationCatalogue
{
    private static readonly ICeremonyOperation[] All =
    [
        new RosterOperation(),
        new RootOperation(),
        new IntermediateOperation(),
        new RotationOperation(),
        new CrossSignOperation(),
    ];

    public static IEnumerable<string> Names => All.Select(operation => operation.Name);

    public static ICeremonyOperation Demand(string name) =>
        All.FirstOrDefault(operation => string.Equals(operation.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TrstException(ErrorId.OperationUnknown, CanonicalText.Escape(name));
}
