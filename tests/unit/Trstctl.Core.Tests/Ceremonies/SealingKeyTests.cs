using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A custodian whose roster entry has one certificate for signing and another for what is sealed to him.</summary>
public sealed class SealingKeyTests : IDisposable
{
    private static readonly SigningIdentity Sealing = Person.Create("Erin at her safe");

    private readonly World world;

    public SealingKeyTests() => world = new World();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R12")]
    public void AFounderProvesHisSealingKeyWithItAndWithNoOther()
    {
        using var unfounded = World.Unfounded();
        var draft = World.Draft();
        var founding = unfounded.Service.Start(
            new CeremonyRequest { Operation = "Roster", Roster = draft with { Principals = [.. Parted(draft.Principals)] } }, World.Ops);

        DemandProof(unfounded, founding);

        unfounded.Service.Execute(unfounded.Approve(founding, 0, 1, 2, 3).CeremonyId, new ExpectedPlan(), World.Present());
        Assert.Equal(Sealing.Certificate, unfounded.Ask((_, l) => RosterRecord.Current(l.State)!.Roster).Demand("Erin").SealingCertificate);
    }

    [Fact]
    [Trait("Conformance", "R12")]
    public void InARosterChangeHeProvesItTooAndOpensKeysWithIt()
    {
        world.MakeQuorumRoot();
        var change = world.Approve(world.StartChange(world.Change(Parted)), 0, 1, 2);
        DemandProof(world, change);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        var ceremony = world.ApproveIntermediate();

        Scratch.Refused(ErrorId.SealingKeyMissing, () => Open(ceremony, null));
        Scratch.Refused(ErrorId.PossessionNotProved, () => Open(ceremony, World.Mallory));
        Scratch.Refused(ErrorId.PossessionNotProved, () => Open(ceremony, World.Custodians[4]));
        Assert.Empty(world.Look(ceremony).Results);

        Open(ceremony, Sealing);
        Assert.Equal(CeremonyStatus.Completed, world.Look(ceremony).Status);
    }

    [Fact]
    [Trait("Conformance", "R12")]
    public void HeDrillsWithIt()
    {
        world.MakeQuorumRoot();
        var change = world.Approve(world.StartChange(world.Change(Parted)), 0, 1, 2);
        Decide(world, change, Sealing);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        var drill = new Drill(world.Connection);

        Scratch.Refused(ErrorId.SealingKeyMissing, () => drill.Run(Erin(null)));
        Assert.Equal(1, drill.Run(Erin(Sealing)).Shares);
    }

    private static IEnumerable<Principal> Parted(IReadOnlyList<Principal> people) => people.Select(
        p => p.Name == "Erin" ? new Principal(p.Name, p.Person, p.Roles, p.SigningCertificate, Sealing.Certificate) : p);

    private static void DemandProof(World world, CeremonyRecord ceremony)
    {
        Scratch.Refused(ErrorId.SealingKeyMissing, () => Decide(world, ceremony, null));
        Scratch.Refused(ErrorId.PossessionNotProved, () => Decide(world, ceremony, World.Mallory));
        Scratch.Refused(ErrorId.PossessionNotProved, () => Decide(world, ceremony, World.Custodians[4]));
        Assert.Null(world.Look(ceremony).Approvals.FirstOrDefault(word => word.Custodian == "Erin"));
        Assert.Contains(Decide(world, ceremony, Sealing).Approvals, word => word.Custodian == "Erin");
    }

    private static CeremonyRecord Decide(World world, CeremonyRecord ceremony, SigningIdentity? sealing) => world.Service.Decide(
        ceremony.CeremonyId, Decision.Approve, ceremony.PlanDigest, World.Custodians[4], null, sealing: sealing);

    private static ShareHolder Erin(SigningIdentity? sealing) => World.Holder(World.Custodians[4]) with { Sealing = sealing };

    private void Open(CeremonyRecord ceremony, SigningIdentity? sealing) => world.Service.Execute(
        ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions
        {
            Executor = World.Ops,
            ShareHolders = [Erin(sealing), World.Holder(World.Custodians[0]), World.Holder(World.Custodians[1])],
            Timeout = TimeSpan.Zero,
        });
}
