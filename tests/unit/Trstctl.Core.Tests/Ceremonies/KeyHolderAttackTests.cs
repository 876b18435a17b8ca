using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>One person with the ledger's secret and one key of the roster. Every test states what PROTOCOL promises.</summary>
public sealed class KeyHolderAttackTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    /// <summary>Section 7: not repeatable by the same custodian within an epoch after a resumption.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ACustodianSuspendsOnceHoweverHeSpellsHisName()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[4], "first");
        world.Resume(0, 1, 2);

        world.Forge(null, world.Freeze(4, said => said with { Custodian = "ERIN" }));

        Assert.Empty(world.Ask((_, ledger) => TenantRecord.Of(ledger.State)).Suspensions);
    }

    /// <summary>Section 5a: a denial in it is dissent.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void OneCustodianDoesNotStopACorrectedClock()
    {
        MoveBy(world, TimeSpan.FromDays(300));
        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops);
        var late = ceremony.UseBy;
        world.Forge(ceremony.CeremonyId, world.Word(ceremony, 4, said => said with { Time = late }, decision: Decision.Deny));
        world.Now += TimeSpan.FromMinutes(10);

        world.Approve(ceremony, 0, 1, 2);

        Assert.Single(world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    /// <summary>Section 3: in a resumption a denial is dissent and ends it only when m is out of reach.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void OneCustodianDoesNotStopTheResumptionOfACopy()
    {
        using var restored = world.Restore(world.Copy("copy"), "new");
        var resume = restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        var late = resume.UseBy;
        restored.Forge(resume.CeremonyId, restored.Word(resume, 4, said => said with { Time = late }, decision: Decision.Deny));
        restored.Now += TimeSpan.FromMinutes(10);

        restored.Approve(resume, 0, 1, 2);

        Assert.Single(restored.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    /// <summary>Section 5a: CorrectClock puts any time back; a time near the end of the calendar is one.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ATimeNearTheEndOfTheCalendarIsPutBackToo()
    {
        var end = new DateTime(9999, 12, 20, 0, 0, 0, DateTimeKind.Utc);
        var plan = world.PlanOf(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))));
        Begin(world, plan, end, end.AddDays(1), end.AddDays(2));

        Assert.Contains("none that a clock shows", world.Void(), StringComparison.Ordinal);
        Assert.Equal(world.Now, world.Ask((_, ledger) => ledger.LastTime));
    }

    /// <summary>The same: a restoration's resumption sets the time, too.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ATimeNearTheEndOfTheCalendarIsRestoredToo()
    {
        var end = new DateTime(9999, 12, 20, 0, 0, 0, DateTimeKind.Utc);
        var plan = world.PlanOf(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))));
        Begin(world, plan, end, end.AddDays(1), end.AddDays(2));

        using var restored = world.Restore(world.Copy("copy"), "new");
        restored.Resume(0, 1, 2);
        Assert.NotNull(restored.MakeRoot("CN=After"));
    }

    /// <summary>Section 5a: "... names which of the keys that signed them it retires, so that one key moves the time once".</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void OneOperatorMovesTheTimeOnce()
    {
        var ahead = world.Now.AddDays(300);
        var stranger = Person.Create("Zed");
        var entry = new Principal("Zed", "Zed", PrincipalRoles.Operator, stranger.Certificate, null);
        var plan = world.PlanOf(world.StartChange(world.Change(people => people.Append(entry))));
        Begin(world, plan, world.Now, ahead.AddYears(1), ahead.AddYears(2));
        Assert.Contains("clocks are longer", world.Void(), StringComparison.Ordinal);
        var id = Begin(world, plan, world.Now, ahead.AddDays(1), ahead.AddDays(2));
        var change = new CeremonyQueries(world.Connection).Get(id).Record;
        var said = new Approval(
            plan.Tenant, id, change.PlanDigest, Decision.Deny, "Zed", 2, world.Ask((_, ledger) => ledger.Head), null, ahead);
        world.Forge(new Forgery(
            new StatementMade(Decision.Deny, SignedStatement.Sign(stranger, ContentTypes.Approval, said.ToBytes(), ahead)),
            Actors.Principal("Zed"), id, ahead));

        // His word counts, and moves no time: his key is only proposed.
        Assert.Equal(CeremonyStatus.Denied, world.Look(change).Status);
        Assert.Equal(world.Now, world.Ask((_, ledger) => ledger.LastTime));
    }

    /// <summary>Section 5a: a resumption names every restoration that it ends; one operator cannot keep everybody out for ever.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ManyRestorationsAreResumed()
    {
        for (var i = 0; i < 9; i++)
        {
            world.ForgeRestoration(World.Ops, said => said with { StoreId = "00000000-0000-0000-0000-" + i.ToString("D12") });
        }

        Assert.Single(world.Ask((_, ledger) => TenantRecord.Of(ledger.State)).Restorations);
        world.Resume(0, 1, 2);
        Assert.Empty(world.Ask((_, ledger) => TenantRecord.Of(ledger.State)).Restorations);
    }

    /// <summary>Section 5a: the plan of CorrectClock lists every statement ahead of it.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ManyStatementsAheadArePutBack()
    {
        var plan = world.PlanOf(world.StartRoot());
        var (ahead, forged) = (world.Now.AddDays(300), new List<Forgery>());
        for (var i = LongForm.Times(200, 4097); i > 0; i--)
        {
            var id = Uuid.Version7(world.Now);
            var mine = plan.Altered(
                ("ceremony", id), ("openedAt", UtcTime.Format(ahead)), ("gatherBy", UtcTime.Format(ahead.AddDays(1))),
                ("useBy", UtcTime.Format(ahead.AddDays(2))));
            forged.Add(new Forgery(
                new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, mine.Bytes, ahead)), "principal:ops", id, ahead));
        }

        world.Forge([.. forged]);
        Assert.Equal(ahead, world.Ask((_, ledger) => ledger.LastTime));

        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops);
        world.Approve(ceremony, 0, 1, 2);
        Assert.Single(world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    /// <summary>Section 5a, void: "its cure is a LedgerKey ceremony whose plan says how many there are".</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ThePlanOfANewLedgerKeySaysHowManyEventsAreVoid()
    {
        world.Forge(new Forgery(new TenantSuspended(new byte[64]), "principal:Erin", null));
        world.Forge(new Forgery(new TenantSuspended(new byte[65]), "principal:Erin", null));
        Assert.Equal(2, world.Ask((_, ledger) => ledger.VoidCount));
        var honest = world.PlanOf(world.Service.Start(new CeremonyRequest { Operation = "LedgerKey" }, World.Ops));

        world.Begin(honest, World.Ops, ("subject", ((LedgerKeySubject)honest.Subject with { Voids = 0 }).ToJson()));

        Assert.Contains("another number of void events", world.Void(), StringComparison.Ordinal);
    }

    /// <summary>Section 5a: "a resumption names every restoration and suspension that it ends"; what came after consent stands.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void AResumptionEndsNothingThatCameAfterItsPlan()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[0], "first");
        var honest = world.PlanOf(world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops));
        var subject = (ResumeSubject)honest.Subject;
        var future = world.Ask((_, ledger) => ledger.Size) + 20;
        subject = subject with { Ends = [.. subject.Ends, future] };
        var composed = world.Ask((_, ledger) => new ResumeOperation().Compose(subject, ledger.State));
        world.Begin(
            honest, World.Ops, ("subject", subject.ToJson()), ("purpose", composed.Purpose), ("title", composed.Title));

        Assert.NotEmpty(world.Void());
    }

    /// <summary>Section 5a: "his key is not retired, and not expired at the event's time".</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void AnExpiredKeyStopsNothing()
    {
        var olga = Newcomer.With(world, "Olga", PrincipalRoles.Operator, world.Now.AddDays(30));
        world.Now += TimeSpan.FromDays(1000);
        var root = world.StartRoot();
        var back = Person.Now.AddDays(10);

        var (said, note) = world.Ask((work, ledger) => (
            new RestorationStatement(
                ledger.TenantId, 2, "Olga", ledger.Head, new byte[32], Digest.Of([1]), world.Connection.StoreId, back),
            work.LatestCheckpoint()!));
        world.Forge(new Forgery(
            new StoreRestored(SignedStatement.Sign(olga, ContentTypes.Restoration, said.ToBytes(), back), note, "somebody"),
            "principal:Olga", null, back));

        Assert.Equal(CeremonyStatus.Pending, world.Look(root).Status);
    }

    /// <summary>Section 4: "its date is the ledger's time at that checkpoint"; nothing makes a drill fresh for ten years.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void NoDrillIsDatedInTheFutureOnceTheTimeIsPutBack()
    {
        world.MakeQuorumRoot();
        MoveBy(world, TimeSpan.FromDays(300));
        var point = world.Ask((_, ledger) => ledger.Head);
        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops);
        world.Approve(ceremony, 0, 1, 2);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());

        var statement = world.Ask((work, ledger) => Drill.Compose(
            work, ledger, point, world.Now, World.Holder(World.Custodians[3])));
        world.Forge(null, new CustodianDrilled(
            SignedStatement.Sign(World.Custodians[3], ContentTypes.Drill, statement.ToBytes(), statement.Time)));
        world.Now += TimeSpan.FromDays(100);
        new Drill(world.Connection).Run(World.Holder(World.Custodians[3]));

        var drill = world.Ask((_, ledger) => DrillRecord.Of(ledger.State, 1, "Dave"));
        Assert.True(drill.Last <= world.Now, $"drilled at {drill.Last:u}, and it is {world.Now:u}");
    }

    /// <summary>Section 4: releases of m custodians.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void OneCustodianIsNotThree()
    {
        using var quorum = new QuorumWorld();
        var mine = quorum.World;
        var ceremony = quorum.Approved("DestroyKey");
        var plan = mine.PlanOf(ceremony);
        using var session = new KeySession();
        var keys = mine.Ask((_, ledger) => KeysToOpen.Of(OperationCatalogue.Demand(plan.Operation), plan, ledger.State));
        var request = new OpenRequest(plan.Tenant, plan.Ceremony, plan.Digest, session.PublicKey, keys, "ops", 1,
            mine.Ask((_, ledger) => ledger.Head), Actors.Host, mine.Now);
        mine.Forge(ceremony.CeremonyId, new KeyOpenRequested(
            SignedStatement.Sign(World.Ops, ContentTypes.OpenRequest, request.ToBytes(), mine.Now)));
        foreach (var spelling in new[] { "Alice", "ALICE", "alice" })
        {
            var said = new ReleaseStatement(
                plan.Tenant, plan.Ceremony, plan.Digest, spelling, 1, request.SessionDigest, Digest.Of([1]),
                mine.Ask((_, ledger) => ledger.Head), mine.Now);
            mine.Forge(ceremony.CeremonyId, new KeyShareReleased(
                SignedStatement.Sign(World.Custodians[0], ContentTypes.ShareRelease, said.ToBytes(), mine.Now)));
        }

        var record = mine.Look(ceremony);
        mine.Forge(ceremony.CeremonyId, mine.Completed(ceremony, new Completion(
            ceremony.PlanDigest, [.. record.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement))])));

        Assert.Equal(AuthorityStatus.Active, new AuthorityQueries(mine.Connection).All().Single().Status);
    }

    /// <summary>Section 6: the header of a ceremony's events names its operation, so nothing can hide behind a header.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ACompletionsHeaderNamesItsCeremony()
    {
        var plan = world.PlanOf(world.StartRoot());
        var mine = plan.Altered(("ceremony", string.Empty));
        world.Forge(string.Empty, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, mine.Bytes, mine.OpenedAt)));

        Assert.Contains("UUID", world.Void(), StringComparison.Ordinal);
    }

    /// <summary>Whoever wants to deny finds the ceremony.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ACeremonyIsFoundByItsId()
    {
        var plan = world.PlanOf(world.StartRoot());
        var id = Uuid.Version7(world.Now).ToUpperInvariant();
        world.Forge(id, new CeremonyStarted(
            SignedStatement.Sign(World.Ops, ContentTypes.Plan, plan.Altered(("ceremony", id)).Bytes, plan.OpenedAt)));

        Assert.Contains("UUID", world.Void(), StringComparison.Ordinal);
    }

    /// <summary>Section 5a: expiry bars nobody from a roster change (plan, approvals, releases, execution).</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void WhereAllExpiredARosterChangeStillRuns()
    {
        world.Now = Person.To.AddDays(10);
        var change = world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin")));
        world.Approve(change, 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        Assert.Equal(2, world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster.Epoch));
    }

    private static void MoveBy(World world, TimeSpan span)
    {
        var time = world.Now + span;
        world.Forge(new Forgery(world.Freeze(4, said => said with { Time = time }), "principal:Erin", null, time));
        Assert.Equal(time, world.Ask((_, ledger) => ledger.LastTime));
    }

    private static string Begin(World world, Plan plan, DateTime opened, DateTime gatherBy, DateTime useBy)
    {
        var id = Uuid.Version7(world.Now);
        var mine = plan.Altered(
            ("ceremony", id), ("openedAt", UtcTime.Format(opened)), ("gatherBy", UtcTime.Format(gatherBy)),
            ("useBy", UtcTime.Format(useBy)));
        world.Forge(new Forgery(
            new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, mine.Bytes, opened)), "principal:ops", id, opened));
        return id;
    }
}
