using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class SuspensionTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "N08")]
    public void StopsEverythingButRosterResumeDenyWithdrawAndStop()
    {
        var open = world.Approve(world.StartRoot(), 0);
        var ready = world.Approve(world.StartRoot("CN=Ready"), 0, 1, 2);
        var stopped = world.StartRoot("CN=Stopped");
        Suspend(0);

        Scratch.Refused(ErrorId.TenantSuspended, () => world.StartRoot("CN=Other"));
        Scratch.Refused(ErrorId.TenantSuspended, () => world.Approve(open, 1));
        Scratch.Refused(ErrorId.TenantSuspended, () => world.Service.Execute(ready.CeremonyId, new ExpectedPlan(), World.Present()));
        Scratch.Refused(ErrorId.TenantSuspended, () => Suspend(0));
        Assert.Single(
            world.Service.Decide(open.CeremonyId, Decision.Withdraw, open.PlanDigest, World.Custodians[0], null).Statements,
            s => s.Decision == Decision.Withdraw);
        Assert.Equal(
            CeremonyStatus.Denied, world.Service.Decide(open.CeremonyId, Decision.Deny, open.PlanDigest, World.Custodians[1], "no").Status);
        Assert.Equal(CeremonyStatus.Stopped, world.Service.Stop(stopped.CeremonyId, World.Ops, "no").Status);
        var change = world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());

        Resume();
        Assert.NotEmpty(world.StartRoot("CN=Other").CeremonyId);
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void IsNotRepeatableByTheSameCustodianAfterTheQuorumResumed()
    {
        Suspend(0);
        Resume();
        Scratch.Refused(ErrorId.SuspensionSpent, () => Suspend(0));

        // The statement that stood in the ledger, appended once more by somebody with the ledger key.
        world.Forge(null, world.Events<TenantSuspended>().Single());
        Assert.NotEmpty(world.StartRoot().CeremonyId);
        Suspend(1);
        Scratch.Refused(ErrorId.TenantSuspended, () => world.StartRoot("CN=Other"));
    }

    [Fact]
    [Trait("Conformance", "N20")]
    public void ASuspensionBetweenTheTwoChecksLeavesNoSignature()
    {
        var ceremony = world.Approve(world.StartRoot(), 0, 1, 2);
        using var elsewhere = world.Connect();
        world.Custody.WhenGenerating = () => new Suspension(elsewhere).Suspend(World.Custodians[3], "stop");

        Scratch.Refused(ErrorId.TenantSuspended, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));

        Assert.Equal(0, world.Custody.Signed);
        Assert.Empty(world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName)));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AForgedResumptionResumesNothing()
    {
        Suspend(0);
        var resume = world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        world.Forge(resume.CeremonyId, world.Completed(resume, new Completion(resume.PlanDigest, [])));

        Assert.Equal("the quorum is not there", world.Void());
        Scratch.Refused(ErrorId.TenantSuspended, () => world.StartRoot());
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
    }

    /// <summary>What an earlier version took for a resumption, whoever wrote it.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void NoEventResumesWithoutACeremony()
    {
        Suspend(0);
        world.Forge(null, new UnreadableEvent("tenant.resumed", "somebody wrote it"));

        Assert.Contains("does not know its type", world.Void(), StringComparison.Ordinal);
        Scratch.Refused(ErrorId.TenantSuspended, () => world.StartRoot());
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
    }

    [Fact]
    public void ADenialOfAResumptionIsDissent()
    {
        Suspend(0);
        var resume = world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        foreach (var i in new[] { 0, 1 })
        {
            resume = world.Service.Decide(resume.CeremonyId, Decision.Deny, resume.PlanDigest, World.Custodians[i], "no");
            Assert.Equal(CeremonyStatus.Pending, resume.Status);
        }

        world.Service.Decide(resume.CeremonyId, Decision.Deny, resume.PlanDigest, World.Custodians[2], "no");
        Assert.Equal(CeremonyStatus.Denied, world.Look(resume).Status);
    }

    [Fact]
    public void NobodyResumesWhatIsNotSuspended() =>
        Scratch.Refused(ErrorId.TenantNotSuspended, () => world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops));

    [Fact]
    public void OnlyACustodianSuspends() =>
        Scratch.Refused(ErrorId.RoleMissing, () => new Suspension(world.Connection).Suspend(World.Ops, "stop"));

    private void Suspend(int who) => new Suspension(world.Connection).Suspend(World.Custodians[who], "odd");

    private void Resume()
    {
        var resume = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1, 2);
        world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
    }
}
