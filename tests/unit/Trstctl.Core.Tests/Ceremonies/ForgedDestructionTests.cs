using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Whoever has the ledger's key, as every custodian's host does, says that authorities were destroyed, revoked and
/// retired.</summary>
public sealed class ForgedDestructionTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("DestroyKey")]
    [InlineData("Revoke")]
    [InlineData("Retire")]
    [Trait("Conformance", "R01")]
    [Trait("Conformance", "R02")]
    public void NothingIsEndedThatNoQuorumEnded(string operation)
    {
        var root = world.MakeRoot();
        var completion = Verdict.Newest(world).Event.Completion;
        var ceremony = world.Service.Start(
            new CeremonyRequest
            {
                Operation = operation, Authority = "Root",
                RevocationReason = operation == "Revoke" ? RevocationReason.KeyCompromise : null,
            },
            World.Ops);

        world.Forge(ceremony.CeremonyId, new CeremonyCompleted(completion with
        {
            PlanDigest = ceremony.PlanDigest, Counted = [], Artefacts = [], Keys = [],
        }));

        var after = world.Ask((_, ledger) => ledger.State.Find<AuthorityRecord>(AuthorityRecord.KindName, root.AuthorityId)!);
        Assert.Equal(AuthorityStatus.Active, after.Status);
        Assert.Null(world.Ask((_, ledger) => ledger.State.Find<KeyRecord>(KeyRecord.KindName, root.KeyId!)!.DestroyedBy));
        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);
        Assert.Contains("is void", Assert.Single(new LedgerAudit(world.Connection).Run().Faults));
        Assert.NotEmpty(world.StartIntermediate().CeremonyId);
    }
}
