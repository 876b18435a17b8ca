using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

public sealed class OpeningForgeryTests : IDisposable
{
    private readonly World world = new();
    private readonly CeremonyRecord ceremony;
    private readonly AuthorityRecord root;

    public OpeningForgeryTests()
    {
        root = world.MakeQuorumRoot();
        ceremony = world.Approve(world.StartIntermediate(), 0, 1, 2);
    }

    public static TheoryData<string> Requests =>
        ["by nobody on the roster", "another plan", "another tenant", "another key", "no request at all"];

    public void Dispose() => world.Dispose();

    [Theory]
    [MemberData(nameof(Requests))]
    [Trait("Conformance", "N03")]
    public void AForeignRequestGetsNoShare(string fault)
    {
        using var session = new KeySession();
        var request = world.Request(ceremony, session, root.KeyId!);
        request = fault switch
        {
            "another plan" => request with { PlanDigest = Digest.Of([1]) },
            "another tenant" => request with { Tenant = new string('0', 64) },
            "another key" => request with { Keys = [Requested() with { KeyId = Uuid.Version7(world.Now) }] },
            _ => request,
        };
        if (fault != "no request at all")
        {
            var signer = fault == "by nobody on the roster" ? World.Mallory : World.Ops;
            world.Forge(
                ceremony.CeremonyId,
                new KeyOpenRequested(SignedStatement.Sign(signer, ContentTypes.OpenRequest, request.ToBytes(), world.Now)));
        }

        Scratch.Refused(
            ErrorId.OpeningNotRequested,
            () => new ShareReleases(world.Connection).Release(ceremony.CeremonyId, World.Holder(World.Custodians[0])));
        Assert.Empty(world.Connection.Peek(work => work.Releases(ceremony.CeremonyId).ToArray()));
    }

    [Fact]
    [Trait("Conformance", "F08")]
    public void AWrongShareIsRejectedWithItsCustodiansNameAndTheOthersSuffice()
    {
        var rejected = new List<string>();
        var step = 0;
        var options = new ExecutionOptions
        {
            Executor = World.Ops,
            Timeout = World.Patience,
            Progress = progress =>
            {
                rejected.AddRange(progress.Rejected);
                if (step == 0)
                {
                    Release(WrongShare());
                }
                else if (step <= 3)
                {
                    new ShareReleases(world.Connection).Release(ceremony.CeremonyId, World.Holder(World.Custodians[step]));
                }

                step++;
            },
        };

        Assert.Single(world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), options));
        Assert.Contains(rejected, fault => fault.StartsWith("Alice", StringComparison.Ordinal) && fault.Contains("commitment"));
    }

    [Fact]
    [Trait("Conformance", "F08")]
    public void AShareReleasedTwiceIsOne()
    {
        Scratch.Refused(
            ErrorId.SharesMissing, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 0, 1)));

        Assert.Equal(2, world.Events<KeyShareReleased>().Count);
    }

    [Fact]
    [Trait("Conformance", "N02")]
    public void TheEnvelopeOfAnotherKeyLeavesTheClientClosed()
    {
        var other = world.MakeQuorumRoot("CN=Other");
        var mine = Record(root.KeyId!);
        var theirs = QuorumKey.ReadQuorum(Record(other.KeyId!));
        var (header, ciphertext) = SealedKey.Parse(mine);
        var mixed = header with { Generation = 2, Quorum = header.Quorum! with { Holders = theirs.Holders } };
        Reseal(CanonicalJson.Write(mixed.ToJson(ciphertext)));

        Scratch.Refused(
            ErrorId.SealedKeyStale, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
        Assert.Empty(world.Events<KeyShareReleased>());
    }

    [Theory]
    [InlineData("threshold")]
    [InlineData("epoch")]
    [InlineData("tenant")]
    [InlineData("key")]
    [InlineData("level")]
    [Trait("Conformance", "F05")]
    public void AnAlteredHeaderIsRefused(string member)
    {
        var (header, ciphertext) = SealedKey.Parse(Record(root.KeyId!));
        var altered = member switch
        {
            "threshold" => header with { Quorum = header.Quorum! with { Needed = 1 } },
            "epoch" => header with { Quorum = header.Quorum! with { Epoch = 2 } },
            "tenant" => header with { Tenant = new string('0', 64) },
            "key" => header with { KeyId = Uuid.Version7(world.Now) },
            _ => header with { Level = "HsmQuorum" },
        };
        var bytes = CanonicalJson.Write(altered.ToJson(ciphertext));

        // First in the row alone, then with an event that names it, as a holder of the ledger key could append.
        Replace(bytes);
        Scratch.Refused(
            ErrorId.SealedKeyStale, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
        Assert.NotEmpty(new LedgerAudit(world.Connection).Run().Faults);
        Reseal(CanonicalJson.Write((altered with { Generation = 2 }).ToJson(ciphertext)));
        Scratch.Refused(
            ErrorId.SealedKeyStale, () => world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
        Assert.NotEmpty(new LedgerAudit(world.Connection).Run().Faults);
    }

    [Fact]
    [Trait("Conformance", "F05")]
    [Trait("Conformance", "N09")]
    public void AnOlderSealedRecordPutBackIsRefused()
    {
        var older = Record(root.KeyId!);
        var draft = world.Change(people => people.Where(p => p.Name != "Erin"));
        var change = world.Approve(world.StartChange(draft), 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        var next = world.Approve(world.StartIntermediate(), 0, 1, 2);
        Replace(older, generation: 2);

        Scratch.Refused(ErrorId.SealedKeyStale, () => world.Service.Execute(next.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
        Assert.Equal(1, SealedKey.ReadHeader(Record(root.KeyId!, checkEdited: false)).Generation);
    }

    private RequestedKey Requested()
    {
        var key = world.Ask((_, ledger) => ledger.State.Find<KeyRecord>(KeyRecord.KindName, root.KeyId!)!);
        return new RequestedKey(key.KeyId, key.Generation, key.RecordDigest);
    }

    private byte[] Record(string keyId, bool checkEdited = true) => world.Connection.Peek(work =>
        work.SealedKey(keyId, checkEdited ? 1 : 2) ?? work.SealedKey(keyId, 2)!);

    // As somebody with the file would.
    private void Replace(byte[] record, int generation = 1) => world.Connection.Write(
        (writer, _) =>
        {
            writer.Work.DeleteSealedKey(root.KeyId!, generation);
            writer.Work.InsertSealedKey(root.KeyId!, generation, record);
            writer.Work.Commit();
            return true;
        },
        default);

    // The ledger's holder says that the ceremony sealed the key so; the key itself does not say it.
    private void Reseal(byte[] record)
    {
        world.Forge(ceremony.CeremonyId, world.Completed(ceremony, new Completion(ceremony.PlanDigest, [])
        {
            Keys = [new KeySealing(SealedKey.ReadHeader(record).Public(), Digest.Of(record), [1])],
        }));
        Assert.NotEmpty(world.Void());
        Replace(record);
    }

    private ShareRelease WrongShare()
    {
        var request = OpenRequest.FromSigned(world.Events<KeyOpenRequested>().Last().Request);
        var quorum = QuorumKey.ReadQuorum(Record(root.KeyId!));
        using var share = new KeyShare(
            quorum.ContextOf(quorum.Find("Alice")!, request.Tenant, root.KeyId!), SecretBytes.Random(KeyShare.Length));
        var context = new ReleaseContext(request.Tenant, request.Ceremony, request.PlanDigest, request.SessionDigest, "Alice");
        return new ShareRelease(
            request.Tenant, request.Ceremony, request.PlanDigest, request.SessionDigest, "Alice", world.Now,
            [ShareRelease.Seal(share, context, request.SessionKey)]);
    }

    private void Release(ShareRelease release) =>
        world.Put(OpenRequest.FromSigned(world.Events<KeyOpenRequested>().Last().Request), 0, release.ToBytes());
}
