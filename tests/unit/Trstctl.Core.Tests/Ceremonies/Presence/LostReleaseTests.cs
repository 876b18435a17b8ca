using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>What a custodian released and what the store holds of it are two things: where they differ, the store is damaged. It
/// blames and bars nobody, and a session goes on as long as the others are enough. No test here waits: whoever would, fails by an
/// act that is due at the next look.</summary>
public sealed class LostReleaseTests : IDisposable
{
    private readonly World world = new();
    private readonly CeremonyRecord ceremony;

    public LostReleaseTests()
    {
        world.MakeQuorumRoot();
        ceremony = world.Approve(world.StartIntermediate(), 0, 1, 2);
    }

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "N15")]
    public void OneThatIsGoneOrSwappedIsDamageAndTheOthersSuffice(bool swapped)
    {
        var told = new List<string>();

        Assert.Single(Run(
            told,
            () =>
            {
                world.Release(ceremony, 0);
                Spoil("Alice", swapped);
            },
            () => world.Release(ceremony, 1, 2, 3)));

        Assert.All(told, text => Assert.Contains("says nothing about Alice", text));
        Assert.NotEmpty(told);
        Assert.Equal(["Alice", "Bob", "Carol", "Dave"], world.Events<KeyShareReleased>().Select(e => e.Said.Custodian));
    }

    [Fact]
    [Trait("Conformance", "N15")]
    [Trait("Conformance", "R19")]
    public void ACustodianWhoSignsForAShareAndStoresNoneStopsNobody()
    {
        Assert.Single(Run([], () => SignForNothing(3), () => world.Release(ceremony, 0, 1, 2)));
    }

    [Fact]
    [Trait("Conformance", "N15")]
    public void TheSessionEndsAsSoonAsTooFewAreLeft()
    {
        var looks = 0;
        var error = Scratch.Refused(ErrorId.StoreDamaged, () => Run(
            [],
            () => SignForNothing(3),
            () =>
            {
                world.Release(ceremony, 0);
                Spoil("Alice", swapped: false);
            },
            () => SignForNothing(4),
            () => looks++));

        // It is told once how things stand.
        Assert.Equal(1, looks);
        Assert.All(new[] { "Alice", "Dave", "Erin" }, name => Assert.Contains($"says nothing about {name}", error.Message));
        Assert.Empty(world.Releases(ceremony));

        // Barred from nothing: a new request is answered by all of them.
        Assert.Single(world.Open(ceremony, [0, 3, 4]));
    }

    [Fact]
    [Trait("Conformance", "N15")]
    public void WhoCannotReleaseAnyMoreIsNotWaitedFor()
    {
        var error = Scratch.Refused(ErrorId.StoreDamaged, () => Run(
            [],
            () => SignForNothing(3),
            () => new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "card lost"),
            () => world.Service.Decide(ceremony.CeremonyId, Decision.Approve, ceremony.PlanDigest, World.Custodians[3], null),
            () => new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[0], "card lost")));

        Assert.Contains("Dave", error.Message);
    }

    [Fact]
    [Trait("Conformance", "N15")]
    public void WhoseShareIsGoneReleasesOnceMoreToTheSameSession()
    {
        Assert.Single(Run(
            [], () => SignForNothing(3), () => world.Put(world.Newest(ceremony), 3, Share(3)), () => world.Release(ceremony, 0, 1)));
    }

    [Fact]
    [Trait("Conformance", "N15")]
    public void AtTheTimeoutTheMissingShareIsNamed()
    {
        var error = Scratch.Refused(ErrorId.SharesMissing, () => Run(
            [], () => SignForNothing(3), () => world.Release(ceremony, 0), () => world.Now += World.Patience));

        Assert.Contains("Bob, Carol or Erin", error.Message);
        Assert.Contains("says nothing about Dave", error.InnerException!.Message);
    }

    // One act at each look.
    private IReadOnlyList<Trstctl.State.Document> Run(List<string> told, params Action[] acts)
    {
        var next = 0;
        return world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions
        {
            Executor = World.Ops,
            Timeout = World.Patience,
            Progress = progress =>
            {
                told.AddRange(progress.Rejected);
                Assert.True(next <= acts.Length || progress.Released.Count >= progress.Needed, "the session waits for nobody");
                if (next++ < acts.Length)
                {
                    acts[next - 1]();
                }
            },
        });
    }

    private void SignForNothing(int who)
    {
        var request = world.Newest(ceremony);
        var name = new[] { "Alice", "Bob", "Carol", "Dave", "Erin" }[who];
        var said = new ReleaseStatement(
            request.Tenant, request.Ceremony, request.PlanDigest, name, request.Epoch, request.SessionDigest, Digest.Of([1]),
            world.Ask((_, ledger) => ledger.Head), world.Now);
        world.Forge(ceremony.CeremonyId, new KeyShareReleased(
            SignedStatement.Sign(World.Custodians[who], ContentTypes.ShareRelease, said.ToBytes(), world.Now)));
    }

    private byte[] Share(int who)
    {
        var request = world.Newest(ceremony);
        using var share = world.ShareOf(request.Keys[0].KeyId, who);
        return world.ReleaseOf(request, who, share);
    }

    private void Spoil(string custodian, bool swapped) => world.Sql(
        swapped ? "UPDATE releases SET release = x'010203' WHERE custodian = $who" : "DELETE FROM releases WHERE custodian = $who",
        ("$who", custodian));
}
