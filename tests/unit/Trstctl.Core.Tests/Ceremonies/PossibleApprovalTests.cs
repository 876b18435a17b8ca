using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History.Events;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Nobody signs for what the gate would refuse anyway.</summary>
public sealed class PossibleApprovalTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R12")]
    public void AnImpossiblePlanIsNotApprovedAndMayBeDenied()
    {
        world.MakeRoot();
        var issuing = world.StartIntermediate();
        var destruction = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Ops), 0, 1, 2);
        world.Service.Execute(destruction.CeremonyId, new ExpectedPlan(), World.Present());
        var words = world.Events<StatementMade>().Count;

        Scratch.Refused(ErrorId.AuthorityNotActive, () => world.Approve(issuing, 0));
        Scratch.Refused(
            ErrorId.AuthorityNotActive,
            () => world.Service.DemandDecidable(issuing.CeremonyId, Decision.Approve, issuing.PlanDigest, World.Custodians[0]));
        Assert.Equal(words, world.Events<StatementMade>().Count);

        Assert.Equal(
            CeremonyStatus.Denied,
            world.Service.Decide(issuing.CeremonyId, Decision.Deny, issuing.PlanDigest, World.Custodians[0], "no").Status);
    }

    [Fact]
    public void WhatWasSaidAlreadyIsNotAskedAgain()
    {
        var ceremony = world.StartRoot();
        bool Said() => world.Service.DemandDecidable(ceremony.CeremonyId, Decision.Approve, ceremony.PlanDigest, World.Custodians[0]);

        Assert.False(Said());
        world.Approve(ceremony, 0);
        Assert.True(Said());
    }

    [Fact]
    public void ARetirementThatLeavesNoQuorumSaysSoBeforeItIsSigned()
    {
        var retirements = new PrincipalKeyRetirements(world.Connection);
        Assert.Null(retirements.Outlook(World.Custodians[0]).Warning);
        Assert.Null(retirements.Outlook(World.Ops).Warning);
        retirements.Retire(World.Custodians[1], "card lost");
        retirements.Retire(World.Custodians[2], "card lost");

        Assert.Contains("no ceremony can follow", retirements.Outlook(World.Custodians[0]).Warning);
        Assert.Null(retirements.Outlook(World.Ops).Warning);
        Scratch.Refused(ErrorId.CustodianRetired, () => retirements.Outlook(World.Custodians[1]));
        Scratch.Refused(ErrorId.NotOnRoster, () => retirements.Outlook(World.Mallory));
    }

    [Fact]
    public void WhereTheOthersHaveExpiredOnlyARosterChangeFollowsARetirement()
    {
        world.Now = Trstctl.Core.Tests.Statements.Person.To.AddDays(1);

        Assert.Contains(
            "only a roster change", new PrincipalKeyRetirements(world.Connection).Outlook(World.Custodians[0]).Warning);
    }
}
