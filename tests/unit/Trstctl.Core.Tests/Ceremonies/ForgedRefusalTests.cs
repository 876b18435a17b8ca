using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class ForgedRefusalTests
{
    [Fact]
    [Trait("Conformance", "F01")]
    public void TheAuditNamesADenialThatItsCustodianNeverSigned()
    {
        using var world = new World();
        var ceremony = world.StartRoot();
        var plan = world.PlanOf(ceremony);
        var denial = new Approval(
            plan.Tenant, plan.Ceremony, plan.Digest, Decision.Deny, "Alice", plan.Quorum.Epoch, plan.Previous, "no", world.Now);
        world.Forge(ceremony.CeremonyId, new StatementMade(
            Decision.Deny, SignedStatement.Sign(World.Mallory, ContentTypes.Approval, denial.ToBytes(), world.Now)));

        var report = new LedgerAudit(world.Connection).Run();

        Assert.Contains("statement of Alice", Assert.Single(report.Faults));
    }

    [Fact]
    public void TheAuditAcceptsADenialThatWasSigned()
    {
        using var world = new World();
        var ceremony = world.StartRoot();
        world.Service.Decide(ceremony.CeremonyId, Decision.Deny, ceremony.PlanDigest, World.Custodians[0], "no");

        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }
}
