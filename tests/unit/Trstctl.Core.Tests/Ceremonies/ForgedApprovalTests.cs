using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class ForgedApprovalTests
{
    [Fact]
    [Trait("Conformance", "F01")]
    public void AForgedApprovalDoesNotHideTheCustodiansOwn()
    {
        using var world = new World();
        var root = world.Approve(world.StartRoot(), 0, 1);
        world.Forge(root.CeremonyId, new StatementMade(Decision.Approve, Unsigned(world, root)));

        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Contains("ceremony.approved of claimed:Carol, is void", Assert.Single(new LedgerAudit(world.Connection).Run().Faults));

        world.Approve(root, 2);
        Assert.Single(world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    // Mallory signs in Carol's name.
    private static byte[] Unsigned(World world, CeremonyRecord root)
    {
        var plan = world.PlanOf(root);
        var approval = new Approval(
            plan.Tenant, plan.Ceremony, plan.Digest, Decision.Approve, "Carol", 1, world.Ask((_, ledger) => ledger.Head), null,
            world.Connection.Now);
        return SignedStatement.Sign(World.Mallory, ContentTypes.Approval, approval.ToBytes(), approval.Time);
    }
}
