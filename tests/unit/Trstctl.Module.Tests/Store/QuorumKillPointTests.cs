namespace Trstctl.Module.Tests.Store;

/// <summary>The operations that deal or take shares: a class of their own, so that they run beside the others.</summary>
public sealed class QuorumKillPointTests
{
    [Theory]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    [InlineData("quorum-root", 9)]
    [InlineData("quorum-intermediate", 20)]
    [InlineData("reshare", 30)]
    [InlineData("destroy", 14)]
    [InlineData("renewal", 12)]
    public void IsAllOrNothingWhereverAmongItsWritesAnOperationIsKilled(string operation, int fewestPoints) =>
        KillPoints.Try(operation, fewestPoints);
}
