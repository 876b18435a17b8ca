using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History.Events;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

/// <summary>A custodian's client answers nobody but an operator who asks for exactly this plan's keys.</summary>
public sealed class ForeignSessionTests : IDisposable
{
    private readonly World world = new();
    private readonly KeySession session = new();
    private readonly AuthorityRecord root;
    private readonly CeremonyRecord ceremony;

    public ForeignSessionTests()
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
    [Trait("Conformance", "N03")]
    public void ARequestBySomebodyWhoIsNotOnTheRosterIsRefused() =>
        DemandRefused(() => world.Ask(ceremony, Request() with { Executor = "Mallory" }, World.Mallory), "does not stand on the roster");

    [Fact]
    [Trait("Conformance", "N03")]
    public void ARequestInAnOperatorsNameUnderAnotherKeyIsRefused() =>
        DemandRefused(() => world.Ask(ceremony, Request(), World.Mallory), "ops");

    [Fact]
    [Trait("Conformance", "N03")]
    public void ARequestThatNobodySignedIsRefused() =>
        DemandRefused(() => world.Forge(ceremony.CeremonyId, new KeyOpenRequested(Request().ToBytes())), "");

    [Fact]
    [Trait("Conformance", "N03")]
    public void ARequestWhoseSessionKeyWasReplacedIsRefused()
    {
        using var mine = new KeySession();
        var signed = Trstctl.Statements.SignedStatement.Sign(
            World.Ops, Trstctl.Statements.ContentTypes.OpenRequest, Request().ToBytes(), world.Now);
        var at = System.Text.Encoding.ASCII.GetBytes(Trstctl.Primitives.Base64Url.Encode(session.PublicKey));
        System.Text.Encoding.ASCII
            .GetBytes(Trstctl.Primitives.Base64Url.Encode(mine.PublicKey))
            .CopyTo(signed, signed.AsSpan().IndexOf(at));

        DemandRefused(() => world.Forge(ceremony.CeremonyId, new KeyOpenRequested(signed)), "");
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void ARequestForMoreKeysThanThePlanOpensIsRefused()
    {
        var other = world.MakeQuorumRoot("CN=Other");

        DemandRefused(() => world.Ask(ceremony, world.Request(ceremony, session, root.KeyId!, other.KeyId!), World.Ops), "other keys");
        DemandRefused(() => world.Ask(ceremony, world.Request(ceremony, session, other.KeyId!), World.Ops), "other keys");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("ceremony")]
    [InlineData("tenant")]
    [Trait("Conformance", "N03")]
    public void ARequestForAnotherPlanIsRefused(string what)
    {
        var other = world.ApproveIntermediate();
        var request = what switch
        {
            "plan" => Request() with { PlanDigest = other.PlanDigest },
            "ceremony" => world.Request(other, session, root.KeyId!),
            _ => Request() with { Tenant = new string('a', 64) },
        };

        DemandRefused(() => world.Ask(ceremony, request, World.Ops), $"another {what}");
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void ARequestForAPlanBelowItsQuorumIsRefused()
    {
        var below = world.Service.Start(
            new CeremonyRequest { Operation = "Intermediate", Spec = World.IntermediateSpec(), Issuer = "Root" }, World.Ops);
        world.Approve(below, 0, 1);
        world.Ask(below, world.Request(below, session, root.KeyId!), World.Ops);

        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Release(below, 0));

        Assert.Empty(world.Releases(below));
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void NobodyReleasesWhereNobodyAsked()
    {
        Scratch.Refused(ErrorId.OpeningNotRequested, () => world.Release(ceremony, 0));
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void NobodyButACustodianReleases()
    {
        world.Ask(ceremony, Request(), World.Ops);

        Scratch.Refused(
            ErrorId.RoleMissing,
            () => new ShareReleases(world.Connection).Release(ceremony.CeremonyId, new ShareHolder(World.Ops, [], [])));
        Scratch.Refused(
            ErrorId.NotOnRoster,
            () => new ShareReleases(world.Connection).Release(ceremony.CeremonyId, new ShareHolder(World.Mallory, [], [])));

        Assert.Empty(world.Releases(ceremony));
    }

    [Fact]
    public void TheNewestOfTwoRequestsIsTheOneThatIsAnswered()
    {
        using var second = new KeySession();
        world.Ask(ceremony, Request(), World.Ops);
        world.Release(ceremony, 0);
        world.Ask(ceremony, world.Request(ceremony, second, root.KeyId!), World.Ops);

        world.Release(ceremony, 0, 1);

        Assert.All(world.Look(ceremony).Releases, release => Assert.Equal(second.Digest, release.Session));
        Assert.Equal(2, world.Look(ceremony).Releases.Count);
    }

    private OpenRequest Request() => world.Request(ceremony, session, root.KeyId!);

    private void DemandRefused(Action ask, string why)
    {
        ask();
        Assert.Contains(why, world.Void());
        for (var who = 0; who < 3; who++)
        {
            Scratch.Refused(ErrorId.OpeningNotRequested, () => world.Release(ceremony, who));
        }

        Assert.Empty(world.Releases(ceremony));
        Assert.Empty(world.Events<KeyShareReleased>());
    }
}
