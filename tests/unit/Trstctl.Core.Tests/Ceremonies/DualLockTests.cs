using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies;

public sealed class DualLockTests
{
    [Fact]
    [Trait("Conformance", "Q01")]
    public void ApprovalsWithoutSharesOpenNothing()
    {
        using var world = new World();
        world.MakeQuorumRoot();
        var ceremony = world.Approve(world.StartIntermediate(), 0, 1, 2);
        var before = world.Custody.All;

        var error = Scratch.Refused(
            ErrorId.SharesMissing, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1)));

        Assert.Contains("2 of 3", error.Message);
        Assert.Contains("Carol", error.Message);
        Assert.Equal(before, world.Custody.All);
        Assert.Single(world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 3, 4)));
    }

    [Fact]
    [Trait("Conformance", "Q01")]
    public void SharesWithoutApprovalsOpenNothing()
    {
        using var world = new World();
        world.MakeQuorumRoot();
        var ceremony = world.Approve(world.StartIntermediate(), 0, 1);
        var before = world.Custody.All;

        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));

        Assert.Equal(before, world.Custody.All);
        Assert.Empty(world.Events<KeyOpenRequested>());
    }

    [Fact]
    [Trait("Conformance", "Q12")]
    [Trait("Conformance", "N01")]
    public void SharesReleasedToADeadSessionOpenNoOther()
    {
        using var world = new World();
        world.MakeQuorumRoot();
        var ceremony = world.Approve(world.StartIntermediate(), 0, 1, 2);
        Scratch.Refused(ErrorId.SharesMissing, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1)));

        Scratch.Refused(ErrorId.SharesMissing, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(2)));

        Assert.Empty(world.Connection.Peek(work => work.Releases(ceremony.CeremonyId).ToArray()));
        Assert.Single(world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "N01")]
    public void NoReleaseIsLeftInAnyFileOnceTheCeremonyEnds(bool denied)
    {
        using var world = new World();
        world.MakeQuorumRoot();
        var ceremony = world.Approve(world.StartIntermediate(), 0, 1, 2);
        var releases = new List<byte[]>();
        var options = World.Present(0, 1, 2);
        var watched = new ExecutionOptions
        {
            Executor = options.Executor,
            ShareHolders = denied ? [.. options.ShareHolders.Take(2)] : options.ShareHolders,
            Timeout = World.Patience,
            Progress = _ =>
            {
                releases.AddRange(world.Connection.Peek(work => work.Releases(ceremony.CeremonyId).ToArray()));
                if (denied && releases.Count > 0 && world.Look(ceremony).Status == CeremonyStatus.Pending)
                {
                    world.Service.Decide(ceremony.CeremonyId, Decision.Deny, ceremony.PlanDigest, World.Custodians[4], "no");
                }
            },
        };

        if (denied)
        {
            Scratch.Refused(ErrorId.CeremonyNotPending, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), watched));
        }
        else
        {
            world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), watched);
        }

        Assert.NotEmpty(releases);
        foreach (var file in Directory.GetFiles(world.Folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            Assert.All(releases, release => Assert.Equal(-1, content.AsSpan().IndexOf(release.AsSpan(release.Length - 48))));
        }
    }

    [Fact]
    [Trait("Conformance", "Q13")]
    public void PeopleElsewhereReleaseWhileTheProcessWaits()
    {
        using var world = new World();
        world.MakeQuorumRoot();
        var ceremony = world.Approve(world.StartIntermediate(), 0, 1, 2);
        var released = 0;
        using var elsewhere = world.Connect();
        var options = new ExecutionOptions
        {
            Executor = World.Ops,
            Timeout = World.Patience,
            Progress = _ =>
            {
                if (released < 3)
                {
                    new ShareReleases(elsewhere).Release(ceremony.CeremonyId, World.Holder(World.Custodians[released++]));
                }
            },
        };

        Assert.Single(world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), options));
        Assert.Equal(["Alice", "Bob", "Carol"], world.Look(ceremony).Releases.Select(r => r.Custodian));
    }

    [Fact]
    [Trait("Conformance", "Q12")]
    public void ARotationOfTheRootItselfNeedsTheSharesOfItsOldKey()
    {
        using var world = new World();
        var root = world.MakeQuorumRoot();
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Rotation", Authority = "Root" }, World.Ops), 0, 1, 2);
        Scratch.Refused(ErrorId.SharesMissing, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0)));

        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

        Assert.Equal(["Alice", "Bob", "Carol"], world.Look(ceremony).Releases.Select(r => r.Custodian));
        Assert.Equal(AuthorityStatus.Superseded, world.Ask((_, ledger) => ledger.State.DemandAuthority(root.AuthorityId)).Status);
    }

    [Fact]
    [Trait("Conformance", "K01")]
    public void NeitherTheKeyNorAShareStandsInAnyFile()
    {
        using var world = new World();
        var root = world.MakeQuorumRoot();
        var pkcs8 = Assert.Single(world.Custody.SealedPkcs8);

        // RFC 5915: version 1, then the scalar. What stands behind it is the public key, which is in every certificate.
        var scalar = pkcs8.AsSpan(pkcs8.AsSpan().IndexOf(new byte[] { 0x02, 0x01, 0x01, 0x04, 0x20 }) + 5, 32).ToArray();
        var secrets = new List<byte[]> { scalar, System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(pkcs8).Substring(52, 28)) };
        for (var who = 0; who < World.Custodians.Length; who++)
        {
            using var share = world.ShareOf(root.KeyId!, who);
            var value = share.Value.Bytes.ToArray();
            secrets.AddRange([value, System.Text.Encoding.ASCII.GetBytes(Base64Url.Encode(value))]);
        }

        foreach (var file in Directory
            .GetFiles(world.Folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            Assert.All(secrets, secret => Assert.Equal(-1, content.AsSpan().IndexOf(secret)));
        }
    }
}
