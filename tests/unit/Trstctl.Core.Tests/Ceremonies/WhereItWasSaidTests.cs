using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A statement of a ceremony speaks from its plan's roster, over a history that led to its event.</summary>
public sealed class WhereItWasSaidTests : IDisposable
{
    private readonly World world = new();

    public static TheoryData<int, bool> Places => new() { { 7, true }, { 1, false } };

    public void Dispose() => world.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    [Trait("Conformance", "R02")]
    public void ACancellationFromAnotherRosterOrHistoryIsVoid(int epoch, bool here)
    {
        var ceremony = world.StartRoot();
        var plan = ceremony.Plan;
        var said = new StopStatement(plan.Tenant, plan.Ceremony, plan.Digest, "ops", epoch, Seen(here), "no", world.Now);

        world.Forge(plan.Ceremony, new CeremonyCancelled(
            SignedStatement.Sign(World.Ops, ContentTypes.Cancellation, said.ToBytes(), said.Time)));

        Assert.Contains(here ? "epoch 7" : "another history", world.Void());
        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);
    }

    [Theory]
    [MemberData(nameof(Places))]
    [Trait("Conformance", "R02")]
    public void AnOpenRequestFromAnotherRosterOrHistoryIsVoid(int epoch, bool here)
    {
        var root = world.MakeQuorumRoot();
        var ceremony = world.ApproveIntermediate();
        using var session = new KeySession();

        world.Ask(
            ceremony, world.Request(ceremony, session, root.KeyId!) with { Epoch = epoch, Checkpoint = Seen(here) }, World.Ops);

        Assert.Contains(here ? "epoch 7" : "another history", world.Void());
        Assert.Null(world.Look(ceremony).Session);
    }

    [Theory]
    [MemberData(nameof(Places))]
    [Trait("Conformance", "R02")]
    public void AReleaseFromAnotherRosterOrHistoryIsVoid(int epoch, bool here)
    {
        var root = world.MakeQuorumRoot();
        var ceremony = world.ApproveIntermediate();
        using var session = new KeySession();
        var request = world.Request(ceremony, session, root.KeyId!);
        world.Ask(ceremony, request, World.Ops);
        var said = new ReleaseStatement(
            request.Tenant, request.Ceremony, request.PlanDigest, "Alice", epoch, session.Digest, Digest.Of([1]), Seen(here), world.Now);

        world.Forge(ceremony.CeremonyId, new KeyShareReleased(
            SignedStatement.Sign(World.Custodians[0], ContentTypes.ShareRelease, said.ToBytes(), said.Time)));

        Assert.Contains(here ? "epoch 7" : "another history", world.Void());
        Assert.Empty(world.Look(ceremony).Releases);
    }

    [Theory]
    [MemberData(nameof(Places))]
    [Trait("Conformance", "R02")]
    public void AWitnessFromAnotherRosterOrHistoryMakesTheCompletionVoid(int epoch, bool here)
    {
        world.MakeRoot();
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Ops), 0, 1, 2);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions
        {
            Executor = World.Ops, Witnesses = [World.Custodians[4]],
        });
        var (plan, far) = (ceremony.Plan, Seen(here));

        Assert.Null(Verdict.Of(world, made => Watched(made, 1, Seen(true))));
        Assert.Contains("another roster or history", Verdict.Of(world, made => Watched(made, epoch, far)));

        Completion Watched(Completion made, int from, LedgerPoint seen) => made with
        {
            Witnesses =
            [
                SignedStatement.Sign(
                    World.Custodians[4], ContentTypes.Witness,
                    new WitnessStatement(plan.Tenant, plan.Ceremony, plan.Digest, "Erin", from, seen, world.Now).ToBytes(), world.Now),
            ],
        };
    }

    /// <summary>Who asks says from which machine.</summary>
    [Fact]
    [Trait("Conformance", "R04")]
    public void AnOpenRequestNamesTheHostThatAsks()
    {
        world.MakeQuorumRoot();
        var ceremony = world.ApproveIntermediate();

        world.Open(ceremony, [0, 1, 2]);

        var said = OpenRequest.FromSigned(Assert.Single(world.Events<KeyOpenRequested>()).Request);
        Assert.Equal(Actors.Host, said.Host);
        Assert.Equal(1, said.Epoch);
    }

    private LedgerPoint Seen(bool here) => here
        ? world.Ask((_, ledger) => ledger.Head)
        : new LedgerPoint(world.Ask((_, ledger) => ledger.Size), Digest.Of([9]));
}
