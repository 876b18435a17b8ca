using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A passed deadline is seen by everybody's own clock, and recorded by those who could end the ceremony anyway.</summary>
public sealed class ExpiryTests : IDisposable
{
    private readonly World world = new();

    public static TheoryData<string, string> Forgeries => new()
    {
        { "of no opener", "neither opened the ceremony nor would end it" },
        { "by a stranger", "Alice" },
        { "too early", "no deadline of the ceremony has passed" },
        { "said too early", "no deadline of the ceremony has passed" },
        { "said long ago", "not made when its event says" },
        { "other tenant", "another tenant" },
        { "other plan", "another plan" },
        { "other epoch", "neither opened the ceremony nor would end it" },
        { "other history", "over another history" },
        { "other type", "content type" },
        { "retired", "retired" },
        { "expired", "valid" },
        { "repeated", "cannot end again" },
        { "in another ceremony", "its header names another ceremony" },
        { "by another", "its header names another actor" },
    };

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("opener stops")]
    [InlineData("opener executes")]
    [InlineData("custodian denies")]
    [InlineData("custodian withdraws")]
    [Trait("Conformance", "Q10")]
    public void WhoMayEndItSignsItWhereHeIsRefused(string act)
    {
        var root = world.Approve(Start(World.Ops), 0, 1, 2);
        world.Now = root.UseBy.AddSeconds(1);

        var refused = Scratch.Refused(ErrorId.CeremonyExpired, () =>
        {
            _ = act switch
            {
                "opener stops" => world.Service.Stop(root.CeremonyId, World.Ops, "late"),
                "opener executes" => (object)world.Service.Execute(
                    root.CeremonyId, new ExpectedPlan(), new ExecutionOptions { Executor = World.Ops }),
                "custodian denies" => world.Service.Decide(
                    root.CeremonyId, Decision.Deny, root.PlanDigest, World.Custodians[3], "late"),
                _ => world.Service.Decide(root.CeremonyId, Decision.Withdraw, root.PlanDigest, World.Custodians[0], "late"),
            };
        });

        Assert.Contains("the ledger has your word", refused.Message);
        Assert.Equal((CeremonyStatus.Expired, "use-by"), (world.Look(root).Status, world.Look(root).EndReason));
        Assert.Single(world.Events<CeremonyExpired>());
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    [Fact]
    [Trait("Conformance", "Q10")]
    public void WhoMayNotSignItIsRefusedAndRecordsNothingButTheRefusal()
    {
        var root = world.Approve(Start(World.Custodians[0]), 1, 2, 3);
        world.Now = root.UseBy.AddSeconds(1);

        var refused = Scratch.Refused(
            ErrorId.CeremonyExpired,
            () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), new ExecutionOptions { Executor = World.Ops }));

        Assert.DoesNotContain("the ledger has your word", refused.Message);
        Assert.Empty(world.Events<CeremonyExpired>());
        Assert.Equal(CeremonyStatus.Pending, world.Look(root).Status);
        Assert.Equal(CeremonyStatus.Expired, world.Look(root).StatusAt(world.Now));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    [Trait("Conformance", "R01")]
    public void AnExpiryThatNobodyMaySayIsVoid(string kind, string reason)
    {
        var (root, other) = (Start(World.Custodians[1]), Start(World.Custodians[1]));
        var late = root.GatherBy.AddMinutes(kind == "said too early" ? 10 : 90);
        world.Now = kind == "too early" ? root.GatherBy : late;
        var (signer, item) = (World.Custodians[0], Said(root, "Alice"));
        item = kind switch
        {
            "of no opener" => item with { Signer = "ops" },
            "said too early" => item with { Time = root.GatherBy },
            "said long ago" => item with { Time = root.GatherBy.AddMinutes(1) },
            "other tenant" => item with { Tenant = new string('0', 64) },
            "other plan" => item with { PlanDigest = other.PlanDigest },
            "other epoch" => item with { Epoch = 2 },
            "other history" => item with { Checkpoint = new LedgerPoint(item.Checkpoint.Size, other.PlanDigest) },
            "expired" => item with { Time = Person.To.AddDays(1) },
            _ => item,
        };
        if (kind == "retired")
        {
            new PrincipalKeyRetirements(world.Connection).Retire(signer, "lost");
        }

        signer = kind switch { "of no opener" => World.Ops, "by a stranger" => World.Mallory, _ => signer };
        var signed = new CeremonyExpired(SignedStatement.Sign(
            signer, kind == "other type" ? ContentTypes.Cancellation : ContentTypes.Expiry, item.ToBytes(), item.Time));
        var forgery = new Forgery(
            signed, Actors.Principal(kind == "by another" ? "Bob" : item.Signer),
            kind == "in another ceremony" ? other.CeremonyId : root.CeremonyId, kind == "expired" ? item.Time : null);
        world.Forge(kind == "repeated" ? [forgery, forgery] : [forgery]);

        Assert.Contains(reason, world.Void());
        Assert.Equal(kind == "repeated" ? CeremonyStatus.Expired : CeremonyStatus.Pending, world.Look(root).Status);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(4, false)]
    [Trait("Conformance", "R01")]
    public void InARosterChangeWhoIsRemovedSaysNothingAndAnExpiredKeyBarsNobody(int who, bool expired)
    {
        var change = world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin")));
        var time = expired ? Person.To.AddDays(1) : change.GatherBy.AddSeconds(1);
        var name = who == 0 ? "Alice" : "Erin";
        var said = Said(change, name) with { Time = time };

        world.Forge(new Forgery(
            new CeremonyExpired(SignedStatement.Sign(World.Custodians[who], ContentTypes.Expiry, said.ToBytes(), time)),
            Actors.Principal(name), change.CeremonyId, time));
        world.Now = time;

        Assert.Equal(who == 0 ? CeremonyStatus.Expired : CeremonyStatus.Pending, world.Look(change).Status);
    }

    /// <summary>Who withdrew may not deny any more, and ends nothing in another way either.</summary>
    [Fact]
    [Trait("Conformance", "R01")]
    public void AnExpiryByWhoWithdrewIsVoid()
    {
        var root = world.Approve(Start(World.Ops), 0, 1, 2);
        world.Service.Decide(root.CeremonyId, Decision.Withdraw, root.PlanDigest, World.Custodians[0], "no");
        world.Now = root.UseBy.AddSeconds(1);

        Forge(root, 0);
        Assert.Contains("neither opened the ceremony nor would end it", world.Void(), StringComparison.Ordinal);
        var refused = Scratch.Refused(
            ErrorId.CeremonyExpired,
            () => world.Service.Decide(root.CeremonyId, Decision.Deny, root.PlanDigest, World.Custodians[0], "late"));
        Assert.DoesNotContain("the ledger has your word", refused.Message);
        Assert.Equal(CeremonyStatus.Pending, world.Look(root).Status);

        Forge(root, 1);
        Assert.Equal(CeremonyStatus.Expired, world.Look(root).Status);
    }

    /// <summary>One custodian keeps nobody out of a resumption by a date behind its deadline, as little as by a denial; his word is
    /// spent.</summary>
    [Fact]
    [Trait("Conformance", "R01")]
    [Trait("Conformance", "R18")]
    public void AnExpiryByOneCustodianEndsNoCeremonyWithAClockOfItsOwn()
    {
        world.ForgeRestoration(World.Ops);
        var resume = world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        var said = Said(resume, "Erin") with { Time = resume.UseBy.AddSeconds(1) };
        world.Forge(new Forgery(
            new CeremonyExpired(SignedStatement.Sign(World.Custodians[4], ContentTypes.Expiry, said.ToBytes(), said.Time)),
            Actors.Principal("Erin"), resume.CeremonyId, said.Time));

        Assert.Empty(world.Ask((_, ledger) => ledger.Voids));
        Assert.Equal(Decision.Deny, world.Look(resume).WordOf("Erin", 1)!.Decision);
        Scratch.Refused(ErrorId.AlreadyDecided, () => world.Approve(resume, 4));
        world.Approve(resume, 0, 1, 2);
        Assert.Single(world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    /// <summary>In a ceremony with a clock of its own any custodian observes that it expired; whose denial was dissent said his
    /// word.</summary>
    [Fact]
    [Trait("Conformance", "R01")]
    public void AnExpiryByWhoDissentedIsVoid()
    {
        world.ForgeRestoration(World.Ops);
        var resume = world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        world.Service.Decide(resume.CeremonyId, Decision.Deny, resume.PlanDigest, World.Custodians[3], "no");
        world.Now = resume.UseBy.AddSeconds(1);

        Forge(resume, 3);
        Assert.Contains("neither opened the ceremony nor would end it", world.Void(), StringComparison.Ordinal);
        Forge(resume, 4);
        Assert.Equal(CeremonyStatus.Pending, world.Look(resume).Status);
        Forge(resume, 2);
        Assert.Equal((CeremonyStatus.Expired, "gather-by"), (world.Look(resume).Status, world.Look(resume).EndReason));
    }

    private void Forge(CeremonyRecord ceremony, int who)
    {
        var said = Said(ceremony, "Alice Bob Carol Dave Erin".Split(' ')[who]);
        world.Forge(ceremony.CeremonyId, new CeremonyExpired(
            SignedStatement.Sign(World.Custodians[who], ContentTypes.Expiry, said.ToBytes(), said.Time)));
    }

    private CeremonyRecord Start(SigningIdentity opener) => world.Service.Start(
        new CeremonyRequest { Operation = "Root", Spec = World.Spec(), Gathering = TimeSpan.FromHours(2), Use = TimeSpan.FromHours(2) },
        opener);

    private ExpiryStatement Said(CeremonyRecord ceremony, string signer) => world.Ask((_, ledger) => new ExpiryStatement(
        ledger.TenantId, ceremony.CeremonyId, ceremony.PlanDigest, signer, 1, ledger.Head, world.Now));
}
