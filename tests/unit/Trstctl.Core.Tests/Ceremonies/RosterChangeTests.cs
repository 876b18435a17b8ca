using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class RosterChangeTests : IDisposable
{
    private static readonly SigningIdentity Frank = Person.Create("Frank");
    private static readonly SigningIdentity NewErin = Person.Create("Erin");
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "Q01")]
    public void NeedsTheOldQuorumTheNewOneAndTheJoiner()
    {
        world.MakeQuorumRoot();
        var change =
            world.StartChange(world.Change(
                people => [.. people.Where(p => p.Name is not ("Dave" or "Erin")), World.Custodian("Frank", Frank)]));
        change = world.Approve(change, 3, 4);
        Assert.Contains("old roster", Refused(change).Message);
        change = world.Approve(change, 0);
        Assert.Contains("new roster", Refused(change).Message);
        change = world.Approve(change, 1, 2);
        Assert.Contains("1 of 1", Accept(change, Frank).Lacking.Needed == 1 ? "1 of 1" : string.Empty);

        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 3, 4));

        var next = world.StartIntermediate();
        next = world.Approve(next, 0, 1);
        Scratch.Refused(ErrorId.NotOnRoster, () => world.Approve(next, 3));
        next = Accept(next, Frank);
        Scratch.Refused(ErrorId.NotOnRoster, () => world.Service.Execute(next.CeremonyId, new ExpectedPlan(), World.Present(0, 3)));

        var options =
            new ExecutionOptions { Executor = World.Ops, ShareHolders = [
                World.Holder(World.Custodians[0]), World.Holder(World.Custodians[1]), World.Holder(Frank)] };
        Assert.Single(world.Service.Execute(next.CeremonyId, new ExpectedPlan(), options));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    [Fact]
    [Trait("Conformance", "Q04")]
    public void AJoinerWhoDoesNotProveHisKeyIsMissing()
    {
        var change = world.Approve(
            world.StartChange(world.Change(people => [.. people, World.Custodian("Frank", Frank)], threshold: 4)), 0, 1, 2, 3);

        var error = Scratch.Refused(
            ErrorId.QuorumNotMet, () => world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present()));


        Assert.Contains("new and changed keys", error.Message);
        Assert.Contains("Frank", string.Join(" ", error.Details));
        world.Service.Execute(Accept(change, Frank).CeremonyId, new ExpectedPlan(), World.Present());
        Assert.Equal(4, world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster.Threshold));
    }

    [Fact]
    [Trait("Conformance", "Q04")]
    public void AReplacedKeyProvesItselfAndTheOldOneIsGone()
    {
        world.MakeQuorumRoot();
        var change = world.StartChange(world.Change(people => people.Select(p => p.Name == "Erin" ? World.Custodian("Erin", NewErin) : p)));
        change = Accept(world.Approve(change, 0, 1, 2), NewErin);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 4));

        var next = world.Approve(world.StartIntermediate(), 0, 1);
        Scratch.Refused(ErrorId.NotOnRoster, () => world.Approve(next, 4));
        next = Accept(next, NewErin);
        var options =
            new ExecutionOptions { Executor = World.Ops, ShareHolders = [
                World.Holder(NewErin), World.Holder(World.Custodians[0]), World.Holder(World.Custodians[1])] };
        Assert.Single(world.Service.Execute(next.CeremonyId, new ExpectedPlan(), options));
    }

    [Fact]
    [Trait("Conformance", "N07")]
    public void VoidsACeremonyThatHadItsQuorum()
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        var other = world.StartChange(world.Change(people => people.Where(p => p.Name != "Dave")));
        Change(people => people.Where(p => p.Name != "Erin"));

        Assert.Equal(CeremonyStatus.Voided, world.Look(root).Status);
        Assert.Equal(CeremonyStatus.Voided, world.Look(other).Status);
        Scratch.Refused(ErrorId.CeremonyNotPending, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));

        Scratch.Refused(ErrorId.CeremonyNotPending, () => world.Approve(other, 0));
    }

    [Fact]
    [Trait("Conformance", "N07")]
    public void RefusesAKeyThatCameAfterThePlan()
    {
        var change = world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        world.MakeQuorumRoot();

        Scratch.Refused(ErrorId.RosterInvalid, () => world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));

    }

    [Fact]
    [Trait("Conformance", "N07")]
    public void RefusesADraftOfAnotherRoster()
    {
        var old = world.Change(people => people.Where(p => p.Name != "Dave"));
        Change(people => people.Where(p => p.Name != "Erin"));

        Scratch.Refused(ErrorId.EpochSuperseded, () => world.StartChange(old));
    }

    [Fact]
    [Trait("Conformance", "N08")]
    [Trait("Conformance", "Q11")]
    public void WhoeverIsRemovedHasNoVetoAndWhoeverStaysHas()
    {
        var change = world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin")));
        change = world.Service.Decide(change.CeremonyId, Decision.Deny, change.PlanDigest, World.Custodians[4], "not me");
        Assert.Equal(CeremonyStatus.Pending, change.Status);
        change = world.Approve(change, 0, 1);
        Assert.Single(world.Service.Execute(world.Approve(change, 2).CeremonyId, new ExpectedPlan(), World.Present()));

        var other = world.StartChange(world.Change(people => people, threshold: 4));
        other = world.Service.Decide(other.CeremonyId, Decision.Deny, other.PlanDigest, World.Custodians[0], "no");
        Assert.Equal(CeremonyStatus.Denied, other.Status);
    }

    [Fact]
    [Trait("Conformance", "Q06")]
    public void AThresholdBelowTheFloorIsRefused() =>
        Scratch.Refused(ErrorId.ThresholdOutOfRange, () => world.StartChange(world.Change(people => people, threshold: 2)));

    [Fact]
    public void ARootThatOneSecretOpensNeedsThePolicy()
    {
        world.MakeQuorumRoot();
        Change(people => people, new RosterPolicy());

        Scratch.Refused(ErrorId.LevelForbidden, () => world.StartRoot("CN=Other"));
        var lower = new CASpecInput { Subject = "CN=Root", Validity = "10y", Custody = "Operational" }.Build();
        Scratch.Refused(
            ErrorId.LevelForbidden,
            () => world.Service.Start(new CeremonyRequest { Operation = "Rotation", Authority = "Root", Spec = lower }, World.Ops));
    }

    [Fact]
    public void AForgedRosterOfTheNextEpochDoesNotComeIntoForce()
    {
        var change = world.Approve(world.StartChange(world.Change(people => people.Skip(1))), 0, 1);
        world.Forge(change.CeremonyId, world.Completed(change, new Completion(change.PlanDigest, [])));

        Assert.Equal("the quorum is not there", world.Void());
        Assert.Equal(1, world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster.Epoch));
        Assert.Equal(CeremonyStatus.Pending, world.Look(change).Status);
    }

    private TrstException Refused(CeremonyRecord change) =>
        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 3, 4)));


    private CeremonyRecord Accept(CeremonyRecord ceremony, SigningIdentity who) =>
        world.Service.Decide(ceremony.CeremonyId, Decision.Approve, ceremony.PlanDigest, who, null);

    private void Change(Func<IReadOnlyList<Principal>, IEnumerable<Principal>> people, RosterPolicy? policy = null)
    {
        var change = world.Approve(world.StartChange(world.Change(people, policy: policy)), 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
    }
}
