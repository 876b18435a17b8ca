using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>No CA key is generated, opened or asked to sign before the quorum; counted, not believed.</summary>
public sealed class KeyOperationTests : IDisposable
{
    private readonly World world = new();

    public static TheoryData<string> Operations => ["Root", "Intermediate", "Rotation", "CrossSign"];

    public void Dispose() => world.Dispose();

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "Q01")]
    public void BelowTheQuorumNoKeyIsTouched(string operation)
    {
        var ceremony = world.Approve(Start(operation), 0, 1);
        var before = world.Custody.All;

        var refusal = Scratch.Refused(ErrorId.QuorumNotMet, () => Execute(ceremony));

        Assert.Contains("2 of 3 approvals", refusal.Message);
        Assert.Equal(before, world.Custody.All);
        world.Approve(ceremony, 2);
        Assert.Single(Execute(ceremony));
        Assert.True(world.Custody.All > before);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "Q07")]
    public void ForAnotherPurposeNoKeyIsTouched(string operation)
    {
        var ceremony = world.Approve(Start(operation), 0, 1, 2);
        var before = world.Custody.All;

        foreach (var assertions in Wrong(operation))
        {
            Scratch.Refused(ErrorId.PurposeMismatch, () => world.Service.Execute(ceremony.CeremonyId, assertions, World.Present()));
        }

        Assert.Equal(before, world.Custody.All);
        Assert.Single(Execute(ceremony));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "Q09")]
    public void OnceConsumedNoKeyIsTouched(string operation)
    {
        var ceremony = world.Approve(Start(operation), 0, 1, 2);
        Execute(ceremony);
        var before = world.Custody.All;

        Scratch.Refused(ErrorId.CeremonyNotPending, () => Execute(ceremony));

        Assert.Equal(before, world.Custody.All);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "Q10")]
    public void PastUseByNoKeyIsTouched(string operation)
    {
        var ceremony = world.Approve(Start(operation), 0, 1, 2);
        var before = world.Custody.All;
        world.Now += TimeSpan.FromHours(4) + TimeSpan.FromSeconds(1);

        Scratch.Refused(ErrorId.CeremonyExpired, () => Execute(ceremony));

        Assert.Equal(before, world.Custody.All);
        Assert.Equal(CeremonyStatus.Expired, world.Look(ceremony).Status);
    }

    [Theory]
    [InlineData("Root", Decision.Deny, ErrorId.CeremonyNotPending)]
    [InlineData("Intermediate", Decision.Deny, ErrorId.CeremonyNotPending)]
    [InlineData("Rotation", Decision.Deny, ErrorId.CeremonyNotPending)]
    [InlineData("Root", Decision.Withdraw, ErrorId.QuorumNotMet)]
    [InlineData("Intermediate", Decision.Withdraw, ErrorId.QuorumNotMet)]
    [InlineData("Rotation", Decision.Withdraw, ErrorId.QuorumNotMet)]
    [Trait("Conformance", "N20")]
    [Trait("Conformance", "Q13")]
    public void AWordBetweenTheFirstAndTheSecondCheckMeansThatNothingIsSigned(string operation, Decision decision, ErrorId id)
    {
        var ceremony = world.Approve(Start(operation), 0, 1, 2);
        var other = new CeremonyService(world.Connect());
        var (opened, signed) = (world.Custody.Opened, world.Custody.Signed);
        world.Custody.WhenGenerating = () => other.Decide(ceremony.CeremonyId, decision, ceremony.PlanDigest, World.Custodians[2], "no");

        Scratch.Refused(id, () => Execute(ceremony));

        Assert.Equal((opened, signed), (world.Custody.Opened, world.Custody.Signed));
    }

    [Fact]
    [Trait("Conformance", "N20")]
    [Trait("Conformance", "Q09")]
    public void TheLoserOfARaceSignsNothing()
    {
        var ceremony = world.Approve(Start("Root"), 0, 1, 2);
        var other = new CeremonyService(world.Connect());
        world.Custody.WhenGenerating = () => other.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());

        Scratch.Refused(ErrorId.CeremonyNotPending, () => Execute(ceremony));

        Assert.Equal((0, 0), (world.Custody.Opened, world.Custody.Signed));
        Assert.Single(world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName)));
    }

    [Fact]
    [Trait("Conformance", "P07")]
    public void AnAuditStopsInItsMidst()
    {
        for (var i = 0; i < 4; i++)
        {
            world.MakeRoot($"CN=Root {i}");
        }

        using var stop = new CancellationTokenSource();
        var (reads, last) = (0, int.MaxValue);
        var audit = new LedgerAudit(world.ConnectWatched(method =>
        {
            if (method == nameof(IUnitOfWork.SealedKey) && ++reads == last)
            {
                stop.Cancel();
            }
        }));
        Assert.True(audit.Run(stop.Token).IsValid);
        var whole = reads;
        Assert.True(audit.Run(stop.Token).IsValid);

        (whole, last, reads) = (reads - whole, (reads - whole) / 2, 0);

        Assert.ThrowsAny<OperationCanceledException>(() => audit.Run(stop.Token));
        Assert.InRange(reads, last, whole - 1);
    }

    [Fact]
    [Trait("Conformance", "P07")]
    public void WhoeverStopsDoesNotWaitForAKeyThatTakesLong()
    {
        var ceremony = world.Approve(Start("Root"), 0, 1, 2);
        using var stop = new CancellationTokenSource();
        using var slow = new ManualResetEventSlim();
        var made = false;
        world.Custody.WhenGenerating = () =>
        {
            stop.Cancel();
            slow.Wait(World.Patience);
            Volatile.Write(ref made, true);
        };

        Assert.ThrowsAny<OperationCanceledException>(
            () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(), stop.Token));

        Assert.False(Volatile.Read(ref made));
        slow.Set();
        Assert.Equal(0, world.Custody.Signed);
        world.Custody.WhenGenerating = null;
        Assert.Single(Execute(ceremony));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "Q12")]
    [Trait("Conformance", "A07")]
    public void ASabotagedSignatureIsCaughtAndTheCeremonyStaysUsable(string operation)
    {
        var ceremony = world.Approve(Start(operation), 0, 1, 2);
        var authorities = new AuthorityQueries(world.Connection).All().Count;
        world.Custody.Sabotage = signature =>
        {
            signature[^1] ^= 1;
            return signature;
        };

        Scratch.Refused(ErrorId.SignatureNotVerified, () => Execute(ceremony));

        Assert.Equal(authorities, new AuthorityQueries(world.Connection).All().Count);
        Assert.Equal("SignatureNotVerified", world.Events<Refused>()[^1].Error);
        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);
        world.Custody.Sabotage = null;
        Assert.Single(Execute(ceremony));
    }

    private CeremonyRecord Start(string operation)
    {
        if (operation != "Root")
        {
            world.MakeRoot("CN=Parent");
        }

        return world.Service.Start(
            new CeremonyRequest
            {
                Operation = operation,
                Spec = operation is "Root" or "Intermediate" ? World.Spec("CN=New") : null,
                Issuer = operation is "Intermediate" or "CrossSign" ? "Parent" : null,
                Authority = operation == "Rotation" ? "Parent" : null,
                Target = operation == "CrossSign" ? Foreign : null,
                Gathering = TimeSpan.FromHours(2),
                Use = TimeSpan.FromHours(2),
            },
            World.Ops);
    }

    private static readonly byte[] Foreign = Trstctl.Core.Tests.Certificates.TestCA.Root().Certificate;

    private static IEnumerable<ExpectedPlan> Wrong(string operation)
    {
        yield return new ExpectedPlan { Operation = operation == "Root" ? "Rotation" : "Root" };
        yield return new ExpectedPlan { Spec = World.Spec("CN=New1") };
        yield return new ExpectedPlan { Issuer = "Another" };
        yield return new ExpectedPlan { Authority = "Another" };
        yield return new ExpectedPlan { Target = [.. Foreign, 0] };
    }

    private IReadOnlyList<Trstctl.State.Document> Execute(CeremonyRecord ceremony) =>
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());
}
