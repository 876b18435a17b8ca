namespace Trstctl.Module.Tests.Store;

public sealed class KillPointTests
{
    [Theory]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    [InlineData("start", 4)]
    [InlineData("approve", 4)]
    [InlineData("deny", 4)]
    [InlineData("root", 9)]
    [InlineData("intermediate", 9)]
    [InlineData("rotation", 10)]
    [InlineData("cross-sign", 7)]
    [InlineData("request", 9)]
    [InlineData("linked-rotation", 12)]
    [InlineData("revoke", 6)]
    [InlineData("suspend", 4)]
    [InlineData("retire-key", 4)]
    [InlineData("resume", 5)]
    [InlineData("roster", 6)]
    public void IsAllOrNothingWhereverAmongItsWritesAnOperationIsKilled(string operation, int fewestPoints) =>
        KillPoints.Try(operation, fewestPoints);
}
