using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Without both locks the key stays closed: key operations are counted.</summary>
public sealed class DualLockCountingTests : IDisposable
{
    private readonly QuorumWorld quorum = new();

    public static TheoryData<string> Operations => QuorumWorld.Operations;

    private World World => quorum.World;

    public void Dispose() => quorum.Dispose();

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "Q01")]
    public void BelowTheQuorumOfApprovalsAllSharesOpenNothing(string operation)
    {
        var ceremony = World.Approve(quorum.Start(operation), 0, 1);

        Untouched(ErrorId.QuorumNotMet, () => quorum.Run(ceremony, QuorumWorld.With(0, 1, 2, 3, 4)));

        Assert.Empty(World.Events<KeyShareReleased>());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "Q01")]
    [Trait("Conformance", "Q12")]
    public void BelowTheQuorumOfSharesAllApprovalsOpenNothingAndANewSessionDoes(string operation)
    {
        var ceremony = World.Approve(quorum.Start(operation), 0, 1, 2, 3, 4);

        Untouched(ErrorId.SharesMissing, () => quorum.Run(ceremony, QuorumWorld.With()));
        var refusal = Untouched(ErrorId.SharesMissing, () => quorum.Run(ceremony, QuorumWorld.With(0, 1)));

        Assert.Contains("2 of 3", refusal.Message);
        Assert.Contains("Carol, Dave or Erin", refusal.Message);
        Assert.Equal("SharesMissing", World.Events<Refused>()[^1].Error);
        Assert.NotEmpty(quorum.Run(ceremony, QuorumWorld.With(2, 3, 4)));
        Assert.Equal(CeremonyStatus.Completed, World.Look(ceremony).Status);
    }

    [Fact]
    [Trait("Conformance", "Q02")]
    [Trait("Conformance", "F08")]
    public void AShareTwiceIsOneShare()
    {
        var ceremony = quorum.Approved("Intermediate");

        var refusal = Untouched(ErrorId.SharesMissing, () => quorum.Run(ceremony, QuorumWorld.With(0, 0, 1, 1)));

        Assert.Contains("2 of 3", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    [Trait("Conformance", "Q07")]
    [Trait("Conformance", "Q09")]
    [Trait("Conformance", "Q10")]
    [Trait("Conformance", "Q11")]
    public void AnythingButAPendingCeremonyOfThisPurposeOpensNothing(string operation)
    {
        var denied = quorum.Approved(operation);
        World.Service.Decide(denied.CeremonyId, Decision.Deny, denied.PlanDigest, World.Custodians[3], "no");
        var stopped = quorum.Approved(operation);
        World.Service.Stop(stopped.CeremonyId, World.Ops, "no");
        var expired = quorum.Approved(operation);
        Untouched(ErrorId.CeremonyNotPending, () => quorum.Run(denied));
        Untouched(ErrorId.CeremonyNotPending, () => quorum.Run(stopped));
        World.Now += TimeSpan.FromHours(4) + TimeSpan.FromSeconds(1);
        Untouched(ErrorId.CeremonyExpired, () => quorum.Run(expired));
        var ceremony = quorum.Approved(operation);
        Untouched(
            ErrorId.PurposeMismatch,
            () => World.Service.Execute(ceremony.CeremonyId, new ExpectedPlan { Operation = "Root" }, QuorumWorld.With(0, 1, 2)));
        quorum.Run(ceremony);

        Untouched(ErrorId.CeremonyNotPending, () => quorum.Run(ceremony));
    }

    [Theory]
    [InlineData("Intermediate")]
    [InlineData("Rotation")]
    [InlineData("CrossSign")]
    [Trait("Conformance", "Q12")]
    [Trait("Conformance", "A07")]
    public void ASabotagedSignatureIsCaughtAndANewSessionSucceeds(string operation)
    {
        var ceremony = quorum.Approved(operation);
        World.Custody.Sabotage = signature =>
        {
            signature[^1] ^= 1;
            return signature;
        };

        Scratch.Refused(ErrorId.SignatureNotVerified, () => quorum.Run(ceremony));

        Assert.Equal(CeremonyStatus.Pending, World.Look(ceremony).Status);
        World.Custody.Sabotage = null;
        Assert.NotEmpty(quorum.Run(ceremony, QuorumWorld.With(2, 3, 4)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "N20")]
    [Trait("Conformance", "Q11")]
    public void AWordAfterTheSharesWereGatheredStopsIt(bool freeze)
    {
        var ceremony = quorum.Approved("Intermediate");
        var other = World.Connect();
        World.Custody.WhenGenerating = () =>
        {
            if (freeze)
            {
                new Suspension(other).Suspend(World.Custodians[4], "card lost");
            }
            else
            {
                new CeremonyService(other).Decide(ceremony.CeremonyId, Decision.Deny, ceremony.PlanDigest, World.Custodians[4], "no");
            }
        };
        var (opened, signed) = (World.Custody.Opened, World.Custody.Signed);

        Scratch.Refused(freeze ? ErrorId.TenantSuspended : ErrorId.CeremonyNotPending, () => quorum.Run(ceremony));

        Assert.Equal((opened, signed), (World.Custody.Opened, World.Custody.Signed));
        Assert.Empty(World.Ask((work, _) => work.Releases(ceremony.CeremonyId).ToArray()));
    }

    [Theory]
    [InlineData(true, ErrorId.OpeningSuperseded)]
    [InlineData(false, ErrorId.SharesMissing)]
    [Trait("Conformance", "Q12")]
    [Trait("Conformance", "Q13")]
    public async Task ASessionThatGivesUpTakesNothingFromTheOneThatFollowedIt(bool looksAgain, ErrorId id)
    {
        var ceremony = quorum.Approved("CrossSign");
        var second = new CeremonyService(World.Connect());
        using var asked = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        Task<int>? following = null;
        var patient = new ExecutionOptions
        {
            Executor = World.Ops,
            Timeout = World.Patience,
            Progress = _ =>
            {
                asked.Set();
                ended.Wait();
            },
        };
        var first = new ExecutionOptions
        {
            Executor = World.Ops,
            Timeout = looksAgain ? World.Patience : TimeSpan.Zero,
            Progress = _ =>
            {
                if (following is null)
                {
                    following = Task.Run(() => second.Execute(ceremony.CeremonyId, new ExpectedPlan(), patient).Count);
                    asked.Wait();
                    new ShareReleases(World.Connect("console")).Release(ceremony.CeremonyId, QuorumWorld.Holder(0));
                }
            },
        };

        Scratch.Refused(id, () => quorum.Run(ceremony, first));
        ended.Set();
        var releases = new ShareReleases(World.Connection);
        releases.Release(ceremony.CeremonyId, QuorumWorld.Holder(1));
        releases.Release(ceremony.CeremonyId, QuorumWorld.Holder(2));

        Assert.Equal(1, await following!);
    }

    private TrstException Untouched(ErrorId id, Action act)
    {
        var before = World.Custody.All;
        var refusal = Scratch.Refused(id, act);
        Assert.Equal(before, World.Custody.All);
        return refusal;
    }
}
