namespace Trstctl.Module.Tests.Store;

public sealed class KillPointTests
{
    [Theory]
    [Trait("Conformance", "S01")]
    [Trait("Attacker", "a crash")]
    [InlineData("start", 4)]
    [InlineData("approve", 4)]
    [InlineData("deny", 4)]
    [InlineData("root", 11)]
    [InlineData("intermediate", 12)]
    [InlineData("rotation", 12)]
    [InlineData("cross-sign", 7)]
    [InlineData("quorum-root", 11)]
    [InlineData("quorum-intermediate", 20)]
    [InlineData("reshare", 30)]
    [InlineData("destroy", 14)]
    [InlineData("request", 11)]
    [InlineData("renewal", 12)]
    [InlineData("linked-rotation", 16)]
    [InlineData("revoke", 6)]
    [InlineData("suspend", 4)]
    [InlineData("resume", 5)]
    [InlineData("roster", 6)]
    public void IsAllOrNothingWhereverAmongItsWritesAnOperationIsKilled(string operation, int fewestPoints)
    {
        using var lab = new KillLab(operation);
        var whole = lab.KillAt(0);
        Assert.True(whole.Ended);
        Assert.True(Aftermath.Judge(lab, operation));
        Assert.True(whole.Points >= fewestPoints, $"only {whole.Points} persistence points");

        var done = new List<bool>();
        for (var point = 1; point <= whole.Points; point++)
        {
            Assert.True(lab.KillAt(point).MidWork);
            done.Add(Aftermath.Judge(lab, operation));
        }

        // Nothing until the commit, everything from it on: only the last point lies behind it.
        Assert.Equal(Enumerable.Range(1, whole.Points).Select(point => point == whole.Points), done);
    }
}
