using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Whoever holds the ledger key can append; only consent cannot be forged.</summary>
public sealed class ForgedEventTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "F01")]
    [Trait("Conformance", "Q01")]
    public void AnApprovalSignedByAnotherKeyIsNotCounted()
    {
        var root = world.Approve(world.StartRoot(), 0, 1);

        world.Forge(root.CeremonyId, Approval(root, "Carol", World.Mallory));

        Assert.Equal(2, world.Look(root).Approvals.Count);
        DemandRefused(ErrorId.QuorumNotMet, root);
    }

    [Fact]
    [Trait("Conformance", "F01")]
    public void AnApprovalWithABrokenSignatureIsNotCounted()
    {
        var root = world.Approve(world.StartRoot(), 0, 1);
        var approval = Approval(root, "Carol", World.Custodians[2]).Statement;
        approval[^1] ^= 1;

        world.Forge(root.CeremonyId, new StatementMade(Decision.Approve, approval));

        DemandRefused(ErrorId.QuorumNotMet, root);
    }

    [Fact]
    [Trait("Conformance", "F01")]
    [Trait("Conformance", "Q03")]
    public void TheOpenersOwnApprovalIsNotCounted()
    {
        var root = world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = World.Spec() }, World.Custodians[0]);
        root = world.Approve(root, 1, 2);

        world.Forge(root.CeremonyId, Approval(root, "Alice", World.Custodians[0]));

        DemandRefused(ErrorId.QuorumNotMet, root);
    }

    [Fact]
    [Trait("Conformance", "F01")]
    public void ARetirementThatAnotherSignedNeitherCountsNorHidesTheOwnersOwnAndFailsTheAudit()
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        var (tenant, head) = world.Ask((_, ledger) => (ledger.TenantId, ledger.Head));
        var carol = Digest.Of(World.Custodians[2].Spki);
        var retirement = new PrincipalKeyRetirement(tenant, "Carol", carol, head, "not hers", world.Now);

        world.Forge(
            null,
            new PrincipalKeyRetired(SignedStatement.Sign(
                World.Mallory, ContentTypes.KeyRetirement, retirement.ToBytes(), retirement.Time)));

        world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present());
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[2], "lost");
        Scratch.Refused(ErrorId.CustodianRetired, () => world.Approve(world.StartRoot("CN=Next"), 2));
        Assert.Contains("principal.key-retired", Assert.Single(new LedgerAudit(world.Connection).Run().Faults));
    }

    [Fact]
    [Trait("Conformance", "Q02")]
    [Trait("Conformance", "Q05")]
    public void TheSameApprovalTwiceCountsOnce()
    {
        var root = world.Approve(world.StartRoot(), 0, 1);
        var again = world.Events<StatementMade>()[^1];

        world.Forge(root.CeremonyId, again, Approval(root, "BOB", World.Custodians[1]));

        Assert.Contains("2 of 3", DemandRefused(ErrorId.QuorumNotMet, root).Message);
    }

    [Fact]
    [Trait("Conformance", "F02")]
    public void AnApprovalOfAnotherCeremonyWithTheSameSpecIsNotCounted()
    {
        var other = world.Approve(world.StartRoot(), 2);
        var statement = Trstctl.Ceremonies.Approval.FromSigned(world.Events<StatementMade>()[^1].Statement);
        var root = world.Approve(world.StartRoot(), 0, 1);
        Assert.Equal(other.Purpose, root.Purpose);

        var moved = SignedStatement.Sign(
            World.Custodians[2], ContentTypes.Approval, (statement with { Ceremony = root.CeremonyId }).ToBytes(), statement.Time);
        world.Forge(root.CeremonyId, new StatementMade(Decision.Approve, moved));

        DemandRefused(ErrorId.QuorumNotMet, root);
    }

    [Fact]
    [Trait("Conformance", "Q10")]
    public void AnApprovalThatWasAppendedAfterGatherByIsNotCounted()
    {
        var root = world.Service.Start(
            new CeremonyRequest { Operation = "Root", Spec = World.Spec(), Gathering = TimeSpan.FromHours(1), Use = TimeSpan.FromHours(5) },
            World.Ops);
        root = world.Approve(root, 0, 1);
        var early = Approval(root, "Carol", World.Custodians[2]);

        world.Now += TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1);
        world.Forge(root.CeremonyId, early);

        DemandRefused(ErrorId.CeremonyExpired, root);
    }

    [Fact]
    [Trait("Conformance", "N10")]
    [Trait("Conformance", "Q11")]
    public void AnApprovalAfterItsOwnWithdrawalIsNotCounted()
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Service.Decide(root.CeremonyId, Decision.Withdraw, root.PlanDigest, World.Custodians[2], "no");

        world.Forge(root.CeremonyId, Approval(root, "Carol", World.Custodians[2]));

        Assert.Contains("2 of 3", DemandRefused(ErrorId.QuorumNotMet, root).Message);
    }

    [Fact]
    [Trait("Conformance", "N10")]
    [Trait("Conformance", "Q11")]
    public void StartingTheSamePlanAgainDoesNotForgetAWithdrawal()
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Service.Decide(root.CeremonyId, Decision.Withdraw, root.PlanDigest, World.Custodians[2], "no");

        DemandReplayRefused(root);
    }

    [Fact]
    [Trait("Conformance", "N10")]
    [Trait("Conformance", "Q11")]
    public void StartingTheSamePlanAgainDoesNotForgetADenial()
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Service.Decide(root.CeremonyId, Decision.Deny, root.PlanDigest, World.Custodians[3], "no");

        DemandReplayRefused(root);
    }

    [Fact]
    [Trait("Conformance", "Q09")]
    public void StartingTheSamePlanAgainDoesNotForgetThatItWasConsumed()
    {
        var root = world.MakeRoot();
        var cross = world.Service.Start(
            new CeremonyRequest {
                Operation = "CrossSign", Issuer = root.Name,
                Target = Trstctl.Core.Tests.Certificates.TestCA.Root().Certificate }, World.Ops);
        world.Approve(cross, 0, 1, 2);
        world.Service.Execute(cross.CeremonyId, new ExpectedPlan(), World.Present());

        DemandReplayRefused(cross);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "Q11")]
    public void NoEventMovesACeremonyOutOfItsEnd(bool completed)
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Service.Decide(root.CeremonyId, Decision.Deny, root.PlanDigest, World.Custodians[3], "no");
        var expiry = world.Ask((_, ledger) => new ExpiryStatement(
            ledger.TenantId, root.CeremonyId, root.PlanDigest, "ops", 1, ledger.Head, world.Now));
        LedgerEvent end = completed
            ? world.Completed(root, new Completion(root.PlanDigest, []))
            : new CeremonyExpired(SignedStatement.Sign(World.Ops, ContentTypes.Expiry, expiry.ToBytes(), world.Now));

        world.Forge(root.CeremonyId, end);

        Assert.Contains("is denied and cannot end again", world.Void());
        Assert.Equal(CeremonyStatus.Denied, world.Look(root).Status);
    }

    /// <summary>The ledger's holder founds the store with a roster of his choice; nobody on it has signed.</summary>
    [Fact]
    [Trait("Conformance", "F03")]
    [Trait("Conformance", "N06")]
    public void ARosterThatNoFounderSignedIsRefused() => DemandFoundingRefused();

    [Fact]
    [Trait("Conformance", "F03")]
    public void AFoundingRosterThatOneFounderDidNotSignIsRefused() => DemandFoundingRefused(0, 1, 2, 3);

    [Fact]
    [Trait("Conformance", "F03")]
    [Trait("Conformance", "N06")]
    public void ASecondFoundingRosterIsRefused()
    {
        world.Forge(world.Genesis.CeremonyId, world.Events<CeremonyStarted>().First());
        Assert.Contains("epoch 1 is in force", world.Void());

        world.Forge(world.Genesis.CeremonyId, world.Events<CeremonyCompleted>().First());
        Assert.Contains("cannot end again", world.Void());
    }

    private static void DemandFoundingRefused(params int[] signers)
    {
        using var unfounded = World.Unfounded();
        var genesis = unfounded.Service.Start(new CeremonyRequest { Operation = "Roster", Roster = World.Draft() }, World.Ops);
        genesis = unfounded.Approve(genesis, signers);
        var said = genesis.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement)).ToArray();

        unfounded.Forge(genesis.CeremonyId, unfounded.Completed(genesis, new Completion(genesis.PlanDigest, said)));

        Assert.Equal("the quorum is not there", unfounded.Void());
        Scratch.Refused(ErrorId.TenantHasNoRoster, () => unfounded.StartRoot());
    }

    // The whole attack: start it again, then give every approval again that ever was given.
    private void DemandReplayRefused(CeremonyRecord ceremony)
    {
        var started = world.Events<CeremonyStarted>().Last(e => Plan.FromSigned(e.SignedPlan).Ceremony == ceremony.CeremonyId);
        var approvals = world.Events<StatementMade>().Where(e => e.Decision == Decision.Approve)
            .Where(e => Trstctl.Ceremonies.Approval.FromSigned(e.Statement).Ceremony == ceremony.CeremonyId).ToArray();
        var before = world.Custody.All;

        Assert.ThrowsAny<TrstException>(() =>
        {
            world.Forge(ceremony.CeremonyId, [started, .. approvals]);
            world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());
        });
        Assert.Equal(before, world.Custody.All);
    }

    private TrstException DemandRefused(ErrorId id, CeremonyRecord ceremony)
    {
        var error = Scratch.Refused(id, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Equal(0, world.Custody.All);
        return error;
    }

    private StatementMade Approval(CeremonyRecord ceremony, string custodian, SigningIdentity key)
    {
        var plan = world.PlanOf(ceremony);
        var head = world.Ask((_, ledger) => ledger.Head);
        var approval = new Approval(plan.Tenant, plan.Ceremony, plan.Digest, Decision.Approve, custodian, 1, head, null, world.Now);
        return new StatementMade(Decision.Approve, SignedStatement.Sign(key, ContentTypes.Approval, approval.ToBytes(), world.Now));
    }
}
