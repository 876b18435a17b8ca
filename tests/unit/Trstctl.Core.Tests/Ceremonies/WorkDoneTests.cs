using Trstctl.Ceremonies;
using Trstctl.Primitives;
using Xunit.Abstractions;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>
/// What an execution costs: its plan is examined and linted once outside the lock and once inside, whatever else has to be asked.
/// The other bounds are half of what the first build did for the same act, by the same counters, though a completion is replayed
/// before the commit and after it.
/// </summary>
public sealed class WorkDoneTests(ITestOutputHelper output) : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void ARootIsMadeWithItsWorkDoneOnce()
    {
        var ceremony = world.Approve(world.StartRoot(), 0, 1, 2);

        var (work, bytes) = Measured(() => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));

        Assert.Equal(2, work.Examinations);
        Assert.Equal(2, work.LintRuns);

        // Half, and what a new authority is found by.
        Assert.InRange(work.DerParses, 1, (122 / 2) + 5);
        Assert.InRange(work.CanonicalWrites, 1, 291 / 2);
        Assert.InRange(bytes, 1, Mebibytes(8.5 / 2));
    }

    [Fact]
    public void AnIntermediateUnderDualLockIsMadeWithItsWorkDoneOnce()
    {
        world.MakeQuorumRoot();
        var ceremony = world.Approve(world.StartIntermediate(), 0, 1, 2);

        var (work, bytes) = Measured(() => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));

        Assert.Equal(2, work.Examinations);
        Assert.Equal(2, work.LintRuns);
        Assert.InRange(work.DerParses, 1, 405 / 2);
        Assert.InRange(work.CanonicalWrites, 1, 1344 / 2);

        // Half, and what comparing the file's schema in each transaction costs beside.
        Assert.InRange(bytes, 1, Mebibytes((40.2 / 2) + 1.5));
    }

    private static long Mebibytes(double count) => (long)(count * 1024 * 1024);

    private (WorkDone.Counts Work, long Bytes) Measured(Action act)
    {
        var (before, allocated) = (WorkDone.Sofar, GC.GetAllocatedBytesForCurrentThread());
        act();
        var (work, bytes) = (WorkDone.Sofar - before, GC.GetAllocatedBytesForCurrentThread() - allocated);
        output.WriteLine($"{work}, {bytes / 1024.0 / 1024.0:F1} MiB");
        return (work, bytes);
    }
}
