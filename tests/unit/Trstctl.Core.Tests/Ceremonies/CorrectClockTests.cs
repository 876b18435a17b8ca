using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>The ledger's time is what people signed; one who signs a date in the future moves it once, and a quorum puts it
/// back.</summary>
public sealed class CorrectClockTests : IDisposable
{
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3653);
    private static readonly TimeSpan Months = TimeSpan.FromDays(300);
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    /// <summary>What one person with the ledger's secret wrote: an event ten years on that nobody signed.</summary>
    [Fact]
    [Trait("Conformance", "N19")]
    public void ADateThatNobodySignedMovesNoClock()
    {
        var ready = world.Approve(world.StartRoot(), 0, 1, 2);

        world.Forge(new Forgery(new ClockGap(world.Now, world.Now + TenYears), Actors.Host, null, world.Now + TenYears));

        Assert.NotEmpty(world.Service.Execute(ready.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    [Trait("Conformance", "N19")]
    [Trait("Conformance", "R18")]
    public void AQuorumPutsTheTimeBackAndRetiresTheKeyThatMovedIt()
    {
        var pending = world.Approve(world.StartRoot("CN=Pending"), 0, 1, 2);
        var real = world.Now;
        SuspendAhead(4);

        // Nothing else can be added, and reading works.
        Assert.Equal(real + Months, world.Ask((_, ledger) => ledger.LastTime));
        Scratch.Refused(ErrorId.ClockWentBackwards, () => world.StartRoot());
        Assert.Equal(CeremonyStatus.Expired, new CeremonyQueries(world.Connection).Get(pending.CeremonyId).Status);

        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops);
        Assert.Contains(
            world.Service.Review(ceremony.CeremonyId).Lines,
            line => line.Key == "ahead" && line.Value.Contains("Erin", StringComparison.Ordinal));
        world.Now += TimeSpan.FromMinutes(10);
        world.Approve(ceremony, 0, 1, 2);
        world.Now += TimeSpan.FromMinutes(10);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());

        Assert.Equal(world.Now, world.Ask((_, ledger) => ledger.LastTime));
        Assert.Equal(CeremonyStatus.Voided, world.Look(pending).Status);
        Assert.True(new LedgerAudit(world.Connection).Run().IsValid);
        using (var fresh = world.Connect("fresh"))
        {
            Assert.Equal(world.Now, fresh.Read((_, ledger) => ledger!.LastTime));
        }

        // The key is retired: it moves the time once. What was said stands, the suspension too.
        Scratch.Refused(
            ErrorId.CustodianRetired,
            () => new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "again"));
        Assert.NotEmpty(world.Ask((_, ledger) => TenantRecord.Of(ledger.State)).Suspensions);
        var resume = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1, 2);
        world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
        world.MakeRoot("CN=After");
    }

    [Fact]
    public void ThereIsNothingToPutBackWhereTheTimeIsRight() =>
        Scratch.Refused(
            ErrorId.ClockNotAhead, () => world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops));

    [Fact]
    public void AKeyThatIsNamedIsKept()
    {
        SuspendAhead(4);
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "CorrectClock", KeepKeys = ["erin"] }, World.Ops), 0, 1, 2);
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());

        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "still his");
    }

    /// <summary>PROTOCOL section 2: a retirement that leaves fewer than m usable keys says so before it is signed.</summary>
    [Fact]
    public void APlanThatRetiresTheLastQuorumSaysSo()
    {
        SuspendAhead(4);
        Assert.DoesNotContain("QUORUM LOST", LabelsOfCorrection());
        world.Now += Months;
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[0], "card lost");
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[1], "card lost");
        world.Now -= Months;

        Assert.Contains("QUORUM LOST", LabelsOfCorrection());
    }

    [Fact]
    public void ADenialIsDissent()
    {
        SuspendAhead(4);
        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops);
        ceremony = world.Service.Decide(ceremony.CeremonyId, Decision.Deny, ceremony.PlanDigest, World.Custodians[4], "no");
        world.Approve(ceremony, 0, 1, 2);

        Assert.Single(world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    /// <summary>Its plan lists what is ahead of it, all of it, and retires nobody else's key.</summary>
    [Theory]
    [InlineData("ahead")]
    [InlineData("retire")]
    [InlineData("time")]
    public void APlanThatDoesNotTellAllIsVoid(string member)
    {
        SuspendAhead(4);
        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops);
        var plan = world.PlanOf(ceremony).ToJson();
        var subject = ((JsonObject)plan.Members["subject"]).Members.ToDictionary(m => m.Key, m => m.Value);
        subject[member] = member switch
        {
            "ahead" => new JsonArray([]),
            "retire" => Digest.ToJson([Digest.Of(World.Custodians[0].Spki)]),
            _ => UtcTime.Format(world.Now - TimeSpan.FromMinutes(5)),
        };
        var id = Uuid.Version7(world.Now);
        var changed = new JsonObject();
        foreach (var (name, value) in plan.Members)
        {
            changed.Add(name, name == "subject" ? Object(subject) : name == "ceremony" ? id : value);
        }

        world.Forge(id, new CeremonyStarted(
            SignedStatement.Sign(World.Ops, ContentTypes.Plan, CanonicalJson.Write(changed), ceremony.OpenedAt)));

        Assert.NotEmpty(world.Void());
    }

    /// <summary>Whoever is quicker than a card could add a statement each time: what came after the plan's checkpoint is not asked
    /// for.</summary>
    [Fact]
    [Trait("Conformance", "R18")]
    public void ItsListEndsAtItsPlansCheckpoint()
    {
        SuspendAhead(4);
        var plan = world.PlanOf(world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops));
        SuspendAhead(3);

        var id = world.Begin(plan, World.Ops);

        var ceremony = world.Approve(new CeremonyQueries(world.Connection).Get(id).Record, 0, 1, 2);
        Assert.Single(world.Service.Execute(id, new ExpectedPlan(), World.Present()));
        Assert.Equal(world.Now, world.Ask((_, ledger) => ledger.LastTime));
        Scratch.Refused(
            ErrorId.CustodianRetired, () => new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "again"));
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[3], "still his");
        Assert.Equal(CeremonyStatus.Completed, world.Look(ceremony).Status);
    }

    /// <summary>An approval that was made after the execution was none of what the executor could count.</summary>
    [Fact]
    [Trait("Conformance", "R18")]
    public void ACompletionCountsNoApprovalThatWasMadeLater()
    {
        SuspendAhead(4);
        var ceremony = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops), 0, 1);
        world.Now += TimeSpan.FromMinutes(30);
        ceremony = world.Approve(ceremony, 2);
        var made = new Completion(
            ceremony.PlanDigest, [.. ceremony.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement))]);
        world.Now -= TimeSpan.FromMinutes(10);

        world.Forge(ceremony.CeremonyId, world.Completed(ceremony, made));
        Assert.Equal("it counts an approval that was made later", world.Void());

        world.Now += TimeSpan.FromMinutes(10);
        world.Forge(ceremony.CeremonyId, world.Completed(ceremony, made));
        Assert.Equal(CeremonyStatus.Completed, world.Look(ceremony).Status);
    }

    /// <summary>By its own time, and yet about when its event says: nobody dates the opening back, or the ledger's time ahead
    /// again.</summary>
    [Theory]
    [InlineData(-61)]
    [InlineData(61)]
    [Trait("Conformance", "R18")]
    public void ItIsOpenedAndExecutedWhenItsEventsSay(int minutes)
    {
        SuspendAhead(4);
        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops);
        var (plan, now) = (world.PlanOf(ceremony), world.Now);
        var at = now.AddMinutes(minutes);
        var subject = new JsonObject();
        plan.SubjectJson.Members.ToList().ForEach(m => subject.Add(m.Key, m.Key == "time" ? UtcTime.Format(at) : m.Value));
        world.Begin(plan, World.Ops, ("openedAt", UtcTime.Format(at)), ("subject", subject));
        Assert.Equal("it was not opened when its event says", world.Void());

        ceremony = world.Approve(ceremony, 0, 1, 2);
        world.Now = at < now ? now : at;
        var done = world.Completed(ceremony, new Completion(
            ceremony.PlanDigest, [.. ceremony.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement))]));
        world.Now = at < now ? now.AddMinutes(-minutes) : now;
        world.Forge(ceremony.CeremonyId, done);
        Assert.Equal("it was not executed when its event says", world.Void());
    }

    /// <summary>Its statements are judged by their own times, and a person's follow one another.</summary>
    [Fact]
    public void AWordFromBeforeItsSignersLastOneIsVoid()
    {
        SuspendAhead(4);
        var ceremony = world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops);
        world.Now += TimeSpan.FromMinutes(30);
        world.Approve(ceremony, 0);
        var seen = world.Ask((_, ledger) => ledger.Head);
        StatementMade Withdrawn(int who, string name)
        {
            var early = new Approval(
                ceremony.Plan.Tenant, ceremony.CeremonyId, ceremony.PlanDigest, Decision.Withdraw, name, 1, seen, null,
                ceremony.OpenedAt + TimeSpan.FromMinutes(5));
            return new StatementMade(
                Decision.Withdraw, SignedStatement.Sign(World.Custodians[who], ContentTypes.Approval, early.ToBytes(), early.Time));
        }

        world.Forge(ceremony.CeremonyId, Withdrawn(0, "Alice"));
        Assert.Contains("before its signer's last statement", world.Void(), StringComparison.Ordinal);

        // Nobody else's word waits for hers.
        world.Forge(ceremony.CeremonyId, Withdrawn(1, "Bob"));
        Assert.Equal(2, world.Look(ceremony).Statements.Count);
    }

    /// <summary>Silence is no fault: after weeks everything goes on, and the gap is noted once.</summary>
    [Fact]
    [Trait("Conformance", "N19")]
    public void AGapOfWeeksIsNoted()
    {
        world.Now += TimeSpan.FromDays(40);

        world.MakeRoot();

        Assert.Equal(TimeSpan.FromDays(40), Assert.Single(world.Events<ClockGap>()) is var gap ? gap.Now - gap.Previous : default);
    }

    [Fact]
    [Trait("Conformance", "N19")]
    public void AHostAtMostAnHourBehindWaitsAtTheLedgersTime()
    {
        var started = world.StartRoot();
        world.Now -= TimeSpan.FromMinutes(59);
        world.Approve(started, 0);
        Assert.Equal(started.OpenedAt, Assert.Single(world.Look(started).Statements).Time);

        world.Now -= TimeSpan.FromMinutes(2);
        Scratch.Refused(ErrorId.ClockWentBackwards, () => world.Approve(started, 1));
    }

    private void SuspendAhead(int custodian)
    {
        var time = world.Now + Months;
        var statement = world.Ask((_, ledger) =>
            new SuspensionStatement(ledger.TenantId, 1, "Alice Bob Carol Dave Erin".Split(' ')[custodian], ledger.Head, "bricked", time));
        world.Forge(new Forgery(
            new TenantSuspended(SignedStatement.Sign(World.Custodians[custodian], ContentTypes.Suspension, statement.ToBytes(), time)),
            Actors.Principal(statement.Custodian), null, time));
    }

    private static JsonObject Object(Dictionary<string, JsonValue> members)
    {
        var made = new JsonObject();
        foreach (var (name, value) in members)
        {
            made.Add(name, value);
        }

        return made;
    }

    private IEnumerable<string> LabelsOfCorrection() => world.Service
        .Review(world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops).CeremonyId)
        .Lines.Select(line => line.Key);
}
