using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A statement of a true key counts at its time and over its history only; each test has one thing wrong and no other.</summary>
public sealed class WhatWasSaidWhenTests : IDisposable
{
    private const string NotThen = "while statements were gathered";

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnApprovalMadeInTimeAndAfterGatherByIsVoid()
    {
        var root = Start();
        world.Now = root.GatherBy.AddSeconds(1);

        DemandVoid(root, world.Word(root, 0), NotThen);

        world.Forge(root.CeremonyId, world.Word(root, 0, decision: Decision.Deny));
        Assert.Equal(CeremonyStatus.Denied, world.Look(root).Status);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnApprovalBeforeTheOpeningTimeOfItsPlanIsVoid()
    {
        var root = Start();
        world.Now += TimeSpan.FromHours(3);

        DemandVoid(root, world.Word(root, 0, said => said with { Time = root.OpenedAt.AddMinutes(-61) }), NotThen);
        DemandTaken(root, world.Word(root, 0, said => said with { Time = root.OpenedAt }));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnApprovalSignedAtAnotherTimeThanItSaysIsVoid()
    {
        var root = Start();

        DemandVoid(root, world.Word(root, 0, signed: world.Now.AddSeconds(1)), NotThen);
        DemandTaken(root, world.Word(root, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [Trait("Conformance", "R02")]
    public void AnApprovalMoreThanTheToleranceAwayFromItsEventIsVoid(int direction)
    {
        var root = Start();
        var (hour, second) = (TimeSpan.FromHours(direction), TimeSpan.FromSeconds(direction));

        DemandVoid(root, world.Word(root, 0, said => said with { Time = said.Time + hour + second }), NotThen);
        DemandTaken(root, world.Word(root, 0, said => said with { Time = said.Time + hour }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [Trait("Conformance", "R02")]
    public void AnApprovalOverAnotherHistoryIsVoid(long beyond)
    {
        var root = Start();
        var head = world.Ask((_, ledger) => ledger.Head);
        var fork = new LedgerPoint(head.Size + beyond, beyond == 0 ? Digest.Of([1]) : head.Root);

        DemandVoid(root, world.Word(root, 0, said => said with { Checkpoint = fork }), "another history");
        DemandTaken(root, world.Word(root, 0));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnApprovalOfARetiredKeyIsVoidAndStaysSoInHistory()
    {
        var root = Start();
        var before = world.Approve(Start("CN=Before"), 0);
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[0], "card lost");
        world.Now += TimeSpan.FromMinutes(1);

        DemandVoid(root, world.Word(root, 0), "retired");
        world.Now += TimeSpan.FromHours(2);
        DemandVoid(root, world.Word(root, 0), "retired");

        using var fresh = world.Connect("fresh");
        Assert.Equal((0, 1), fresh.Read((_, ledger) => (Words(ledger!, root), Words(ledger!, before))));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnApprovalOfAnExpiredKeyIsVoidAndStaysSoInHistory()
    {
        var frank = Newcomer.With(world, "Frank", PrincipalRoles.Custodian, world.Now.AddHours(2));
        var root = Start();
        world.Now += TimeSpan.FromHours(3);
        Approval Franks(Approval said) => said with { Custodian = "Frank" };

        DemandVoid(root, world.Word(root, 0, Franks, signer: frank), "valid");

        using var fresh = world.Connect("fresh");
        Assert.Equal(0, fresh.Read((_, ledger) => Words(ledger!, root)));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnApprovalWhoseKeyExpiredSinceOpensNothing()
    {
        var frank = Newcomer.With(world, "Frank", PrincipalRoles.Custodian, world.Now.AddHours(2));
        var root = world.Approve(Start(), 0, 1);
        world.Service.Decide(root.CeremonyId, Decision.Approve, root.PlanDigest, frank, null);
        var before = world.Custody.All;
        world.Now += TimeSpan.FromHours(3);

        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));

        Assert.Equal(before, world.Custody.All);
    }

    /// <summary>Whoever is in two tenants with one key: the other one's history names no place of this one but its beginning.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void ARetirementOfAnotherTenantIsVoidHere()
    {
        var empty = new LedgerPoint(0, Merkle.EmptyRoot);

        world.Forge(null, world.Retirement(0, said => said with { Tenant = new string('a', 64), Checkpoint = empty }));
        Assert.Contains("another tenant", world.Void());

        var root = Start();
        DemandTaken(root, world.Word(root, 0));
        world.Forge(null, world.Retirement(1, said => said with { Checkpoint = empty }));
        DemandVoid(root, world.Word(root, 1), "retired");
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void ASuspensionOfAnotherTenantIsVoidHere()
    {
        var empty = new LedgerPoint(0, Merkle.EmptyRoot);

        world.Forge(null, world.Freeze(0, said => said with { Tenant = new string('a', 64), Checkpoint = empty }));

        Assert.Contains("another tenant", world.Void());
        Assert.NotEmpty(Start().CeremonyId);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void ARetirementOverAnotherHistoryIsVoid()
    {
        world.Forge(null, world.Retirement(0, said => said with { Checkpoint = new LedgerPoint(said.Checkpoint.Size, Digest.Of([1])) }));

        Assert.Contains("another history", world.Void());
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnApprovalAfterOnesOwnApprovalIsVoidAndARepeatSaysNothing()
    {
        var root = Start();
        var word = world.Word(root, 0);
        DemandTaken(root, word);
        world.Now += TimeSpan.FromMinutes(1);

        DemandVoid(root, world.Word(root, 0), "approved before");
        DemandVoid(root, word, "approved before");
        DemandTaken(root, world.Word(root, 1));

        // An honest client asks first, and appends nothing.
        var size = world.Ask((_, ledger) => ledger.Size);
        Assert.Equal(2, world.Approve(root, 0).Statements.Count);
        Assert.Equal(size, world.Ask((_, ledger) => ledger.Size));
        DemandTaken(root, world.Word(root, 0, decision: Decision.Withdraw));
        DemandVoid(root, world.Word(root, 0), "denied or withdrew before");
        DemandVoid(root, world.Word(root, 0, decision: Decision.Deny), "denied or withdrew before");
    }

    private static int Words(VerifiedLedger ledger, CeremonyRecord ceremony) =>
        ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremony.CeremonyId)!.Statements.Count;

    private CeremonyRecord Start(string subject = "CN=Root") => world.Service.Start(
        new CeremonyRequest
        {
            Operation = "Root", Spec = World.Spec(subject), Gathering = TimeSpan.FromHours(6), Use = TimeSpan.FromHours(6),
        },
        World.Ops);

    private void DemandVoid(CeremonyRecord ceremony, StatementMade word, string reason)
    {
        var before = world.Look(ceremony).Statements.Count;
        world.Forge(ceremony.CeremonyId, word);
        Assert.Contains(reason, world.Void());
        Assert.Equal(before, world.Look(ceremony).Statements.Count);
    }

    // What differs in nothing but the one thing counts.
    private void DemandTaken(CeremonyRecord ceremony, StatementMade word)
    {
        var before = world.Look(ceremony).Statements.Count;
        world.Forge(ceremony.CeremonyId, word);
        Assert.Equal(before + 1, world.Look(ceremony).Statements.Count);
    }
}
