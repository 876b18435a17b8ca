using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class SuspensionCountingTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("Root")]
    [InlineData("Rotation")]
    [Trait("Conformance", "N20")]
    public void ASuspensionBetweenTheTwoChecksMeansThatNothingIsSigned(string operation)
    {
        if (operation == "Rotation")
        {
            world.MakeRoot("CN=Parent");
        }

        var ceremony = world.Approve(
            operation == "Root"
                ? world.StartRoot()
                : world.Service.Start(new CeremonyRequest { Operation = operation, Authority = "Parent" }, World.Ops), 0, 1, 2);
        var other = world.Connect();
        var (opened, signed) = (world.Custody.Opened, world.Custody.Signed);
        world.Custody.WhenGenerating = () => new Suspension(other).Suspend(World.Custodians[4], "card lost");

        Scratch.Refused(ErrorId.TenantSuspended, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));

        Assert.Equal((opened, signed), (world.Custody.Opened, world.Custody.Signed));
        world.Custody.WhenGenerating = null;
        Resume();
        Assert.Single(world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void AnOldSuspensionThatIsReplayedSuspendsNothing()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[4], "card lost");
        var old = Assert.Single(world.Events<TenantSuspended>());
        Resume();

        world.Forge(null, new TenantSuspended(old.Statement));

        Assert.Empty(world.Ask((_, ledger) => TenantRecord.Of(ledger!.State)).Suspensions);
        world.MakeRoot();
    }

    private void Resume()
    {
        var resume = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1, 2);
        world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
    }
}
