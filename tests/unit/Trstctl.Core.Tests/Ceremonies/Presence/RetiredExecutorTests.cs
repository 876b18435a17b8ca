using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History.Events;
using Trstctl.Rosters;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>Shares go to a session of somebody who may still execute, and from a console to its own session.</summary>
public sealed class RetiredExecutorTests : IDisposable
{
    private readonly World world = new();
    private readonly KeySession session = new();
    private readonly AuthorityRecord root;

    public RetiredExecutorTests() => root = world.MakeQuorumRoot();

    public void Dispose()
    {
        session.Dispose();
        world.Dispose();
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnOpenRequestOfARetiredExecutorGetsNoShares()
    {
        var ceremony = world.ApproveIntermediate();
        new PrincipalKeyRetirements(world.Connection).Retire(World.Ops, "card lost");
        world.Now += TimeSpan.FromMinutes(1);

        Scratch.Refused(ErrorId.CustodianRetired, () => world.Open(ceremony, [0, 1, 2]));
        world.Ask(ceremony, Request(ceremony), World.Ops);

        Assert.Contains("retired", world.Void());
        DemandNothingLeaves(ceremony, ErrorId.OpeningNotRequested);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnOpenRequestWhoseExecutorRetiredSinceGetsNoShares()
    {
        var ceremony = world.ApproveIntermediate();
        world.Ask(ceremony, Request(ceremony), World.Ops);
        new PrincipalKeyRetirements(world.Connection).Retire(World.Ops, "card lost");
        world.Now += TimeSpan.FromMinutes(1);

        DemandNothingLeaves(ceremony, ErrorId.OpeningInvalid);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnOpenRequestOfAnExpiredExecutorGetsNoShares()
    {
        var olga = Newcomer.With(world, "Olga", PrincipalRoles.Operator, world.Now.AddHours(2));
        var ceremony = world.Approve(world.StartIntermediate(executors: "Olga"), 0, 1, 2);
        world.Now += TimeSpan.FromHours(3);

        Scratch.Refused(
            ErrorId.CustodianExpired,
            () => world.Service.Execute(
                ceremony.CeremonyId, new ExpectedPlan(),
                new ExecutionOptions { Executor = olga, ShareHolders = World.Present(0, 1, 2).ShareHolders, Timeout = TimeSpan.Zero }));
        world.Ask(ceremony, Request(ceremony) with { Executor = "Olga" }, olga);

        Assert.Contains("valid", world.Void());
        DemandNothingLeaves(ceremony, ErrorId.OpeningNotRequested);
    }

    /// <summary>Whoever is present at a console is not present elsewhere: a session that asks in between gets nothing of it.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void AShareGivenAtAConsoleGoesToThisSessionAndToNoOtherThatAskedInBetween()
    {
        var ceremony = world.ApproveIntermediate();
        var options = new ExecutionOptions
        {
            Executor = World.Ops,
            ShareHolders = new Interrupted(World.Present(0, 1, 2).ShareHolders, () => world.Ask(ceremony, Request(ceremony), World.Ops)),
            Timeout = TimeSpan.Zero,
        };

        Scratch.Refused(
            ErrorId.OpeningSuperseded, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), options));

        Assert.Equal(session.Digest, world.Look(ceremony).Session);
        Assert.Empty(world.Look(ceremony).Releases);
        Assert.Empty(world.Releases(ceremony));
        Assert.Empty(world.Events<KeyShareReleased>());
    }

    private OpenRequest Request(CeremonyRecord ceremony) => world.Request(ceremony, session, root.KeyId!);

    private void DemandNothingLeaves(CeremonyRecord ceremony, ErrorId id)
    {
        for (var who = 0; who < 3; who++)
        {
            Scratch.Refused(id, () => world.Release(ceremony, who));
        }

        Assert.Empty(world.Releases(ceremony));
    }

    // The holders are asked for once the session has asked.
    private sealed class Interrupted(IReadOnlyList<ShareHolder> holders, Action meanwhile) : IReadOnlyList<ShareHolder>
    {
        public int Count => holders.Count;

        public ShareHolder this[int index] => holders[index];

        public IEnumerator<ShareHolder> GetEnumerator()
        {
            meanwhile();
            return holders.GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
