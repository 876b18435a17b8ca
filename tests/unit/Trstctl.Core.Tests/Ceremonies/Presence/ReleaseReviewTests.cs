using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History.Events;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>What a custodian is shown before he is asked, and what refuses before that.</summary>
public sealed class ReleaseReviewTests : IDisposable
{
    private readonly World world = new();
    private readonly KeySession session = new();
    private readonly AuthorityRecord root;
    private readonly CeremonyRecord ceremony;

    public ReleaseReviewTests()
    {
        root = world.MakeQuorumRoot();
        ceremony = world.ApproveIntermediate();
    }

    public void Dispose()
    {
        session.Dispose();
        world.Dispose();
    }

    [Fact]
    [Trait("Conformance", "R04")]
    public void ShowsThePlanWhichKeyOpensWhoAsksAndThatNothingProvesThatTheSessionLives()
    {
        Ask(session);
        world.Now += TimeSpan.FromMinutes(3);

        var review = Review();

        var plan = world.Service.Review(ceremony.CeremonyId);
        Assert.Equal(plan.Lines, review.Plan.Lines.Take(plan.Lines.Count));
        Assert.Equal($"the key of \"Root\", id {root.KeyId}, Quorum custody, 3 of 5", Line(review, "OPENS"));
        Assert.StartsWith("ops on host:", Line(review, "asked by"), StringComparison.Ordinal);
        Assert.EndsWith(", 3 minutes ago", Line(review, "asked at"), StringComparison.Ordinal);
        Assert.Equal(PgpWords.Anchor(session.Digest), Line(review, "session"));
        Assert.Contains("nothing proves that it still lives", Line(review, "still waiting?"));
        Assert.Equal("nobody yet", Line(review, "released by"));
        Assert.False(review.IsReleased);
        Assert.Empty(world.Events<KeyShareReleased>());

        world.Release(ceremony, 0);
        Assert.True(Review().IsReleased);
        Assert.Equal("Alice", Line(Review(), "released by"));

        world.Now += TimeSpan.FromMinutes(30);
        Assert.StartsWith("probably not", Line(Review(), "still waiting?"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhoCanActNextIsWhoeverCanStillReleaseUntilAllAreSignedFor()
    {
        Assert.Equal("ops executes", Next());
        Ask(session);
        Assert.Equal("ops executes", Next());

        world.Release(ceremony, 0, 1);
        Assert.Equal("Carol, Dave or Erin releases (2 of 3 shares signed for)", Next());
        world.Release(ceremony, 2);
        Assert.Equal("ops executes (3 of 3 shares signed for)", Next());

        using var other = new KeySession();
        Ask(other);
        Assert.Equal("ops executes", Next());
    }

    [Fact]
    [Trait("Conformance", "R04")]
    public void ARequestIsAnsweredForOneDay()
    {
        Ask(session);

        world.Now += TimeSpan.FromDays(1);
        Review();
        world.Now += TimeSpan.FromMinutes(1);

        Scratch.Refused(ErrorId.OpeningTooOld, () => Review());
        Scratch.Refused(ErrorId.OpeningTooOld, () => world.Release(ceremony, 0));
        Assert.Empty(world.Releases(ceremony));
    }

    [Fact]
    [Trait("Conformance", "R04")]
    public void ASessionThatAskedAfterwardsGetsNothingOfWhatWasConsentedTo()
    {
        Ask(session);
        var review = Review();
        using var other = new KeySession();
        Ask(other);

        Scratch.Refused(
            ErrorId.OpeningSuperseded,
            () => new ShareReleases(world.Connection).Release(ceremony.CeremonyId, Sessions.Holder(0), review.Session));
        Assert.Empty(world.Releases(ceremony));
    }

    [Fact]
    [Trait("Conformance", "R04")]
    public void RefusesBeforeAnybodyIsAsked()
    {
        Scratch.Refused(ErrorId.OpeningNotRequested, () => Review());
        Ask(session);

        Scratch.Refused(ErrorId.RoleMissing, () => Review(World.Holder(World.Ops)));
        Scratch.Refused(ErrorId.NotOnRoster, () => Review(World.Holder(World.Mallory)));
        Scratch.Refused(
            ErrorId.PossessionNotProved, () => Review(World.Holder(World.Custodians[0]) with { Sealing = World.Custodians[1] }));
        world.Service.Decide(ceremony.CeremonyId, Decision.Withdraw, ceremony.PlanDigest, World.Custodians[0], "no");
        Scratch.Refused(ErrorId.QuorumNotMet, () => Review());
    }

    private ReleaseReview Review(ShareHolder? holder = null) =>
        new ShareReleases(world.Connection).Review(ceremony.CeremonyId, holder ?? Sessions.Holder(0));

    private void Ask(KeySession asking) => world.Ask(ceremony, world.Request(ceremony, asking, root.KeyId!), World.Ops);

    private string Next() => new CeremonyQueries(world.Connection).Get(ceremony.CeremonyId).Next;

    private static string Line(ReleaseReview review, string label) => Assert.Single(review.Plan.Lines, l => l.Key == label).Value;
}
