using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.Health;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;

namespace Trstctl.Core.Tests.Health;

/// <summary>What is to be done, in worlds where exactly that is to be done.</summary>
public sealed class HealthTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void AFoundedTenantWithoutAnythingToDoSaysNothing() => Assert.Empty(Find());

    [Fact]
    public void ATenantThatNobodyFoundedIsNoHealthyOne()
    {
        using var unfounded = World.Unfounded();
        Scratch.Refused(ErrorId.TenantHasNoRoster, () => new HealthQueries(unfounded.Connection).Find(90, null));
    }

    [Fact]
    public void ACeremonyWaitsForThoseWhoDidNotSpeak()
    {
        var ceremony = world.Approve(world.StartRoot(), 0);

        var found = Assert.Single(Find());
        Assert.Equal((HealthKind.Approval, HealthAct.Approve, HealthSeverity.Notice), (found.Kind, found.Act, found.Severity));
        Assert.Equal(("CN=Root", ceremony.CeremonyId, ceremony.GatherBy), (found.Subject, found.CeremonyId, found.Due));
        Assert.Equal(["Bob", "Carol", "Dave", "Erin"], found.WaitsFor);
        Assert.Contains("1 of 3 approved", found.Detail, StringComparison.Ordinal);
        Assert.Empty(Find(principal: "Alice"));
        Assert.Empty(Find(principal: "ops"));
        Assert.Single(Find(principal: "Bob"));
    }

    [Fact]
    public void AnApprovedCeremonyWaitsForItsExecutorsUntilItsUseBy()
    {
        var ceremony = world.Approve(world.StartRoot(), 0, 1, 2);
        Assert.Equal(HealthSeverity.Notice, Assert.Single(Find()).Severity);

        world.Now = ceremony.UseBy.AddDays(-1);

        var found = Assert.Single(Find(principal: "ops"));
        Assert.Equal((HealthKind.Execution, HealthAct.Execute, HealthSeverity.Warning), (found.Kind, found.Act, found.Severity));
        Assert.Equal(("Root", ceremony.UseBy), (found.Operation, found.Due));
        Assert.Empty(Find(principal: "Alice"));
    }

    [Fact]
    public void ACeremonyThatNobodyEndedIsToldForAsLongAsOneLooksAhead()
    {
        var ceremony = world.StartRoot();
        world.Now = ceremony.GatherBy.AddDays(10);

        var found = Assert.Single(Find(10));
        Assert.Equal((HealthKind.Lapsed, HealthSeverity.Notice, ceremony.GatherBy), (found.Kind, found.Severity, found.Due));
        Assert.Empty(Find(9));
    }

    [Fact]
    public void AnEndedCeremonyIsNone()
    {
        world.Service.Stop(world.StartRoot().CeremonyId, World.Ops, "no");
        Assert.Empty(Find());
    }

    [Fact]
    public void ASessionWaitsForTheSharesOfThoseWhoReleasedNone()
    {
        world.MakeQuorumRoot();
        var ceremony = world.ApproveIntermediate();
        IReadOnlyList<HealthFinding> whileItWaits = [];
        world.Open(
            ceremony, [0],
            () =>
            {
                whileItWaits = [.. Find().Where(f => f.Kind == HealthKind.Release)];
                world.Release(ceremony, 3, 4);
            });

        var found = Assert.Single(whileItWaits);
        Assert.Equal((HealthAct.Release, HealthSeverity.Warning), (found.Act, found.Severity));
        Assert.Equal(["Bob", "Carol", "Dave", "Erin"], found.WaitsFor);
        Assert.DoesNotContain(Find(), f => f.Kind == HealthKind.Release);
    }

    [Theory]
    [InlineData(-91, null)]
    [InlineData(-60, HealthSeverity.Notice)]
    [InlineData(-20, HealthSeverity.Warning)]
    [InlineData(1, HealthSeverity.Critical)]
    public void ACertificateOfTheRosterIsToldWhenItIsNear(int day, HealthSeverity? severity)
    {
        world.Now = Person.To.AddDays(day);
        var found = Find().Where(f => f.Kind == HealthKind.Custodian).ToArray();
        Assert.Equal(severity is null ? 0 : 6, found.Length);
        Assert.All(found, f => Assert.Equal(
            (severity, HealthAct.MakeKey, (DateTime?)Person.To), ((HealthSeverity?)f.Severity, f.Act, f.Due)));
    }

    [Fact]
    public void ExpiredCustodiansAreNoQuorum()
    {
        world.Now = Person.To.AddDays(1);
        var found = Find().Single(f => f.Kind == HealthKind.Quorum);
        Assert.Equal((HealthSeverity.Critical, "3 of 5"), (found.Severity, found.Subject));
        Assert.StartsWith("0 keys", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void RetiredKeysAreToldAndTheQuorumThatCanLoseNobody()
    {
        Retire(0);
        Assert.Equal([HealthKind.Retired], Find().Select(f => f.Kind));
        Retire(1);

        Assert.Equal([HealthKind.Retired, HealthKind.Retired, HealthKind.Quorum], Find().Select(f => f.Kind));
        Assert.All(Find(), f => Assert.Equal(HealthSeverity.Warning, f.Severity));
        Assert.Equal("Alice", Assert.Single(Find(principal: "Alice")).Subject);
        Retire(2);
        Assert.Equal(HealthSeverity.Critical, Find()[0].Severity);
    }

    [Theory]
    [InlineData(-91, null)]
    [InlineData(-89, HealthSeverity.Notice)]
    [InlineData(-29, HealthSeverity.Warning)]
    [InlineData(1, HealthSeverity.Critical)]
    public void ACAIsToldWhenItsEndIsNear(int day, HealthSeverity? severity)
    {
        var root = MakeRoot("CN=Short", "1y");
        MakeRoot("CN=Long", "9y");
        world.Now = root.View.NotAfter.AddDays(day);

        var found = Find().Where(f => f.Kind == HealthKind.Authority).ToArray();
        Assert.Equal(severity is null ? [] : ["Short"], found.Select(f => f.Subject));
        Assert.All(found, f => Assert.Equal(
            (severity, HealthAct.Rotate, (DateTime?)root.View.NotAfter, root.AuthorityId),
            ((HealthSeverity?)f.Severity, f.Act, f.Due, f.AuthorityId!)));
    }

    [Fact]
    public void ASuccessorEndsTheConcern()
    {
        var root = MakeRoot("CN=Short", "1y");
        world.Now = root.View.NotAfter.AddDays(-10);
        Assert.Single(Find(), f => f.Kind == HealthKind.Authority);
        Run(new CeremonyRequest { Operation = "Rotation", Authority = "Short", Spec = Spec("CN=Short", "2y") });

        Assert.DoesNotContain(Find(), f => f.Kind == HealthKind.Authority);
    }

    [Fact]
    public void ACompromisedKeyIsToldUntilItIsDestroyed()
    {
        world.MakeRoot();
        Run(new CeremonyRequest { Operation = "Revoke", Authority = "Root", RevocationReason = RevocationReason.KeyCompromise });

        var found = Assert.Single(Find());
        Assert.Equal((HealthKind.Compromise, HealthAct.DestroyKey, HealthSeverity.Critical), (found.Kind, found.Act, found.Severity));
        Run(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" });
        Assert.Empty(Find());
    }

    [Fact]
    public void ARevocationForAnotherReasonIsNoConcern()
    {
        world.MakeRoot();
        Run(new CeremonyRequest { Operation = "Revoke", Authority = "Root", RevocationReason = RevocationReason.Superseded });
        Assert.Empty(Find());
    }

    [Fact]
    public void CustodiansOfSharesDrillTwiceAYear()
    {
        world.MakeQuorumRoot();
        new Drill(world.Connection).Run(World.Holder(World.Custodians[0]));
        var before = Find();
        Assert.Equal(["Bob", "Carol", "Dave", "Erin"], before.Select(f => f.Subject));
        Assert.All(before, f => Assert.Equal(
            (HealthKind.Drill, HealthSeverity.Notice, Person.Now + RosterChecks.DrillEvery), (f.Kind, f.Severity, f.Due)));

        world.Now = Person.Now.AddDays(181);
        Assert.Equal(5, Find(0).Count(f => f is { Kind: HealthKind.Drill, Severity: HealthSeverity.Warning }));
        Assert.Equal("Alice", Assert.Single(Find(principal: "Alice")).Subject);
    }

    [Fact]
    public void ASuspendedTenantComesFirst()
    {
        world.StartRoot();
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");

        var found = Find()[0];
        Assert.Equal((HealthKind.Suspended, HealthAct.Resume, HealthSeverity.Critical), (found.Kind, found.Act, found.Severity));
        Assert.Contains("Alice (odd)", found.Detail, StringComparison.Ordinal);

        var open = world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        found = Find()[0];
        Assert.Equal((HealthKind.Suspended, HealthAct.ReadCeremony, open.CeremonyId), (found.Kind, found.Act, found.CeremonyId));
        world.Service.Stop(open.CeremonyId, World.Ops, "another");
        Assert.Equal(HealthAct.Resume, Find()[0].Act);

        world.Resume(0, 1, 2);
        Assert.DoesNotContain(Find(), f => f.Kind == HealthKind.Suspended);
    }

    [Fact]
    public void ARestoredTenantIsToldOnce()
    {
        world.ForgeRestoration(World.Ops);
        var found = Assert.Single(Find());
        Assert.Equal((HealthKind.Restored, HealthAct.Resume, HealthSeverity.Critical), (found.Kind, found.Act, found.Severity));
    }

    [Fact]
    public void VoidEventsAreToldUntilTheyAreAnswered()
    {
        world.Forge(null, new TenantSuspended([1, 2, 3]));
        var found = Assert.Single(Find());
        Assert.Equal((HealthKind.Void, HealthAct.ReadVoids, HealthSeverity.Critical), (found.Kind, found.Act, found.Severity));
        Assert.StartsWith("1 events", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherSealerThanTheOneInForceIsTold()
    {
        var found = world.Ask((_, ledger) => HealthQueries.Of(
            new HealthInput(ledger.State, world.Now, world.Now, 0, Digest.Of([1])), null, _ => world.Now));
        Assert.Equal([HealthKind.Sealer], found.Select(f => f.Kind));
    }

    [Fact]
    public void WhatIsNotNearIsNotLookedAt()
    {
        var watched = new WatchedState();
        for (var i = 0; i < 3; i++)
        {
            MakeRoot($"CN=Long {i}", "9y");
        }

        world.Ask((_, ledger) => HealthQueries.Of(
            new HealthInput(watched.Over(ledger.State), world.Now, world.Now.AddDays(90), 0, world.Connection.SealerIdentity), null,
            _ => world.Now));

        // One too many, to see that it is.
        Assert.Equal(1, watched.Taken);
        Assert.Equal(0, watched.Listed);
    }

    private IReadOnlyList<HealthFinding> Find(int days = 90, string? principal = null) =>
        new HealthQueries(world.Connection).Find(days, principal).Findings;

    private void Retire(int who) => new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[who], "lost");

    private static CASpec Spec(string subject, string validity) => new CASpecInput
    {
        Subject = subject, Validity = validity, KeyAlgorithm = "ECDSA-P256", Custody = "Operational",
    }.Build();

    private AuthorityRecord MakeRoot(string subject, string validity)
    {
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = Spec(subject, validity) }, World.Ops), 0, 1, 2);
        return (AuthorityRecord)world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()).Single();
    }

    private void Run(CeremonyRequest request)
    {
        var ceremony = world.Approve(world.Service.Start(request, World.Ops), 0, 1, 2);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());
    }
}
