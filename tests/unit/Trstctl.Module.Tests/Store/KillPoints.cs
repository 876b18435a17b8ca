namespace Trstctl.Module.Tests.Store;

/// <summary>
/// What is on the disk at each of an operation's persistence points: what a kill there would leave; and one real kill, at a point that
/// the seed draws. TRSTCTL_LONG=1 kills the operation at every one of them in turn.
/// </summary>
internal static class KillPoints
{
    /// <param name="operation">One that <see cref="KillLab"/> prepares.</param>
    /// <param name="fewest">Fewer points than these mean that the count is broken.</param>
    public static void Try(string operation, int fewest)
    {
        using var lab = new KillLab(operation);
        var whole = lab.CopyAtEveryPoint();
        Assert.True(whole.Ended);
        Assert.True(Aftermath.Judge(lab, operation));
        Assert.True(whole.Points >= fewest, $"only {whole.Points} persistence points");

        // Nothing until the commit, everything from it on: only the last point lies behind it.
        var points = Enumerable.Range(1, whole.Points).ToArray();
        var expected = points.Select(point => point == whole.Points);
        var judged = new Dictionary<string, bool>(StringComparer.Ordinal);
        Assert.Equal(expected, points.Select(point => JudgeCopy(lab, operation, point, judged)));
        var killed = LongForm.On ? points : [new Random(LongForm.Seed()).Next(1, whole.Points + 1)];
        Assert.Equal(killed.Select(point => point == whole.Points), killed.Select(point =>
        {
            Assert.True(lab.KillAt(point).MidWork);
            return Aftermath.Judge(lab, operation);
        }));
    }

    // Between two commits the disk stands still: the same bytes have the same end.
    private static bool JudgeCopy(KillLab lab, string operation, int point, Dictionary<string, bool> judged)
    {
        var digest = lab.Digest(point);
        if (!judged.TryGetValue(digest, out var done))
        {
            lab.TakeCopy(point);
            done = judged[digest] = Aftermath.Judge(lab, operation);
        }

        return done;
    }
}
