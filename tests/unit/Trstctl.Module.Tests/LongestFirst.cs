using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Trstctl.Module.Tests.LongestFirst", "Trstctl.Module.Tests")]

namespace Trstctl.Module.Tests;

/// <summary>Classes whose tests run for longest begin first: one that began last would run alone on a machine that waits for it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(Store.QuorumKillPointTests), nameof(Store.KillPointTests), nameof(Quorum.DualLockGateTests), nameof(Forgery.FuzzTests),
        nameof(Quorum.EndingTests), nameof(Quorum.ConsumptionTests), nameof(Authorities.ImportTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(IsLong);

    private static bool IsLong(ITestCollection collection) =>
        Longest.Any(name => collection.DisplayName.EndsWith("." + name, StringComparison.Ordinal));
}
