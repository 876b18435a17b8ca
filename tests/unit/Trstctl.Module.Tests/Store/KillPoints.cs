namespace Trstctl.Module.Tests.Store;

/// <summary>Kills an operation at every one of its persistence points in turn.</summary>
internal static class KillPoints
{
    /// <param name="operation">One that <see cref="KillLab"/> prepares.</param>
    /// <param name="fewest">Fewer points than these mean that the count is broken.</param>
    public static void Try(string operation, int fewest)
    {
        using var lab = new KillLab(operation);
        var whole = lab.KillAt(0);
        Assert.True(whole.Ended);
        Assert.True(Aftermath.Judge(lab, operation));
        Assert.True(whole.Points >= fewest, $"only {whole.Points} persistence points");

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
