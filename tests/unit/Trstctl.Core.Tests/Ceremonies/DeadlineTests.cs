using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History.Events;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class DeadlineTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "Q10")]
    public void ALateApprovalDoesNotEndACeremonyThatHasItsQuorum()
    {
        var root = world.Approve(Start(), 0, 1, 2);
        world.Now += TimeSpan.FromHours(3);

        Scratch.Refused(
            ErrorId.CeremonyExpired,
            () => world.Service.Decide(root.CeremonyId, Decision.Approve, root.PlanDigest, World.Custodians[3], "late"));

        Assert.Empty(world.Events<CeremonyExpired>());
        Assert.Single(world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Theory]
    [InlineData(Decision.Deny, ErrorId.CeremonyNotPending)]
    [InlineData(Decision.Withdraw, ErrorId.CeremonyExpired)]
    [Trait("Conformance", "R12")]
    public void UntilUseByItCanBeDeniedAndWithdrawn(Decision decision, ErrorId outcome)
    {
        var root = world.Approve(Start(), 0, 1, 2);
        world.Now = root.UseBy;

        world.Service.Decide(root.CeremonyId, decision, root.PlanDigest, World.Custodians[decision == Decision.Withdraw ? 2 : 3], "no");

        Scratch.Refused(outcome, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Equal(0, world.Custody.All);
    }

    [Fact]
    [Trait("Conformance", "Q10")]
    public void BothDeadlinesAreIncluded()
    {
        var root = world.Approve(Start(), 0, 1);
        world.Now = root.GatherBy;
        world.Approve(root, 2);
        world.Now = root.UseBy;

        Assert.Single(world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    [Trait("Conformance", "Q10")]
    public void AClockSetBackDoesNotReviveWhatTheLedgerSawExpire()
    {
        var root = world.Approve(Start(), 0, 1, 2);
        world.Now = root.UseBy.AddSeconds(1);
        Scratch.Refused(ErrorId.CeremonyExpired, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));

        world.Now = root.UseBy.AddMinutes(-1);
        Scratch.Refused(ErrorId.CeremonyNotPending, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
        world.Now = root.OpenedAt;
        Scratch.Refused(ErrorId.ClockWentBackwards, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Equal(0, world.Custody.All);
    }

    [Fact]
    [Trait("Conformance", "Q10")]
    public void AClockSetBackALittleDoesNotReviveWhatAnotherEventOverran()
    {
        var root = world.Approve(Start(), 0, 1, 2);
        world.Now = root.UseBy.AddSeconds(1);
        world.StartRoot("CN=Other");

        world.Now = root.UseBy.AddMinutes(-1);

        Scratch.Refused(ErrorId.CeremonyExpired, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Equal(0, world.Custody.All);
    }

    private CeremonyRecord Start() => world.Service.Start(
        new CeremonyRequest { Operation = "Root", Spec = World.Spec(), Gathering = TimeSpan.FromHours(2), Use = TimeSpan.FromHours(2) },
        World.Ops);
}
