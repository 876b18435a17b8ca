using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.History;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A dealing that never opened is given up for the one before it, by a roster change that says so.</summary>
public sealed class DealingBeforeTests : IDisposable
{
    private const string Said = "FROM THE DEALING BEFORE";

    private static readonly SigningIdentity Frank = Person.Create("Frank");
    private static readonly SigningIdentity Carla = Person.Create("Carla");
    private static readonly SigningIdentity NewDave = Person.Create("Dave");

    private readonly World world = new();
    private readonly AuthorityRecord root;

    public DealingBeforeTests() => root = world.MakeQuorumRoot();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "R15")]
    [Trait("Conformance", "R19")]
    public void ADealingThatOpensNothingIsRescuedFromTheOneBefore(bool isGone)
    {
        if (isGone)
        {
            world.ChangeRoster();
            world.Sql("DELETE FROM sealed_keys WHERE generation = 2");
        }
        else
        {
            Misdeal();
        }

        var opening = world.Approve(world.StartIntermediate(), 0, 1, 2);
        Assert.Throws<TrstException>(() => world.Open(opening, [0, 1, 2]));
        Assert.Throws<TrstException>(() => world.Open(world.Approve(Start(), 0, 1, 2), [0, 1, 2]));
        var rescue = Start("Root");
        var words = world.Service.Review(rescue.CeremonyId).Lines.ToLookup(line => line.Key, line => line.Value);
        Assert.Contains(
            "epoch 1, by 3 of its custodians who are still on the roster (Alice, Bob, Carol, Dave)", Assert.Single(words[Said]));
        Assert.Equal(["Root (generation 1)"], words["shared anew"]);

        world.Open(world.Approve(rescue, 0, 1, 2), [0, 2, 3]);

        Assert.Equal((3, 1, 3), (Key().Generation, Key().Before!.Generation, Key().Epoch));
        Assert.Equal((true, !isGone, true), (Has(1), Has(2), Has(3)));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Assert.Contains("is given up", Assert.Single(
            world.Service.Review(rescue.CeremonyId).Lines, line => line.Key == Said).Value);

        Assert.Single(world.Open(world.Approve(world.StartIntermediate(), 0, 1, 2), [0, 1, 2]));

        Assert.Null(Key().Before);
        Assert.Equal((false, false, true), (Has(1), Has(2), Has(3)));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        using var fresh = world.Connect("fresh");
        Assert.Equal(3, fresh.Read((_, ledger) => ledger!.State.Find<KeyRecord>(KeyRecord.KindName, root.KeyId!)!.Generation));
    }

    [Fact]
    [Trait("Conformance", "R15")]
    public void ARescueThatFailsTooIsRescuedFromTheSameDealing()
    {
        Misdeal();
        Misdeal("Root");
        world.Open(world.Approve(Start("Root"), 0, 1, 2), [0, 1, 2]);

        Assert.Equal((4, 1), (Key().Generation, Key().Before!.Generation));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Assert.Single(world.Open(world.Approve(world.StartIntermediate(), 0, 1, 2), [0, 1, 2]));
        Assert.Equal((false, false, false, true), (Has(1), Has(2), Has(3), Has(4)));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    /// <summary>What a rescue kept goes with the key, too.</summary>
    [Fact]
    [Trait("Conformance", "R19")]
    public void AKeyWhoseRescueFailedIsLeftBehindWithAllItsRecords()
    {
        Misdeal();
        Misdeal("Root");
        var change = world.Service.Start(
            new CeremonyRequest { Operation = "Roster", Roster = world.Change(people => people), LeaveBehind = ["Root"] }, World.Ops);
        world.Open(world.Approve(change, 0, 1, 2), []);

        Assert.Equal((null, change.CeremonyId), (Key().Before, Key().LostBy));
        Assert.Equal((false, false, false), (Has(1), Has(2), Has(3)));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    [Fact]
    [Trait("Conformance", "R15")]
    public void OnceTheNewestHasOpenedNothingOpensTheOneBefore()
    {
        world.ChangeRoster();
        var rescue = world.Approve(Start("Root"), 0, 1, 2);
        world.Open(world.Approve(world.StartIntermediate(), 0, 1, 2), [0, 1, 2]);

        Assert.Contains("no dealing before", Scratch.Refused(ErrorId.RosterInvalid, () => world.Open(rescue, [0, 1, 2])).Message);
        Assert.Contains("no dealing before", Scratch.Refused(ErrorId.RosterInvalid, () => Start("Root")).Message);
    }

    [Fact]
    public void AKeyThatWasDealtOnceOrIsNotSharedHasNone()
    {
        world.MakeRoot("CN=Operational");

        Assert.Contains("no dealing before", Scratch.Refused(ErrorId.RosterInvalid, () => Start("Root")).Message);
        Scratch.Refused(ErrorId.RosterInvalid, () => Start("Operational"));
        Scratch.Refused(ErrorId.RosterInvalid, () => Start("Nobody"));
    }

    [Fact]
    [Trait("Conformance", "R15")]
    public void APlanOfAnotherProgramThatNamesOneWhereNoneIsKeptIsVoid()
    {
        Assert.ThrowsAny<Exception>(() => ForgedChange.Start(world, subject => ForgedChange.With(
            subject, "keys", new JsonArray(((JsonArray)subject.Members["keys"]).Items.Select(
                key => ForgedChange.With((JsonObject)key, "fate", "DealtFromBefore"))))));

        Assert.Contains("no dealing before", world.Void());
    }

    [Fact]
    public void AKeyIsEitherLeftBehindOrRescued()
    {
        world.ChangeRoster();

        Assert.Contains("either", Scratch.Refused(ErrorId.RosterInvalid, () => world.Service.Start(
            new CeremonyRequest
            {
                Operation = "Roster", Roster = world.Change(people => people), LeaveBehind = ["Root"], FromDealingBefore = [root.KeyId!],
            },
            World.Ops)).Message);
    }

    /// <summary>Of the five Alice and Bob are left, and a Carol who is somebody else.</summary>
    [Fact]
    [Trait("Conformance", "R19")]
    public void WhereTooFewOfItsCustodiansAreLeftThePlanIsRefused()
    {
        var carol = new Principal("Carol", "Carla", PrincipalRoles.Custodian, Carla.Certificate, Carla.Certificate);
        var change = world.Approve(
            world.StartChange(world.Change(people =>
                [.. people.Where(p => p.Name is "Alice" or "Bob" or "ops"), carol, World.Custodian("Frank", Frank)])), 0, 1, 2);
        foreach (var joiner in new[] { Frank, Carla })
        {
            world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, joiner, null);
        }

        world.Open(change, [0, 1, 2]);

        var refusal = Scratch.Refused(ErrorId.RosterInvalid, () => Start("Root"));
        Assert.Contains(
            "needs 3 of its custodians, and 2 of them are on the roster in force with a key in use: Alice, Bob", refusal.Message);
    }

    [Fact]
    [Trait("Conformance", "N09")]
    public void ARequestForTheOtherRecordThanThePlanNamesIsVoid()
    {
        world.ChangeRoster();
        var (ordinary, rescue) = (world.ApproveIntermediate(), world.Approve(Start("Root"), 0, 1, 2));
        using var session = new KeySession();
        var newest = world.Request(ordinary, session, root.KeyId!);
        var before = newest with { Keys = [new RequestedKey(root.KeyId!, 1, Key().Before!.RecordDigest)] };

        world.Ask(ordinary, before, World.Ops);
        Assert.Contains("other keys", world.Void());
        world.Ask(rescue, world.Request(rescue, session, root.KeyId!), World.Ops);
        Assert.Contains("other keys", world.Void());
        Scratch.Refused(ErrorId.OpeningNotRequested, () => world.Release(ordinary, 0));
        Scratch.Refused(ErrorId.OpeningNotRequested, () => world.Release(rescue, 0));

        // Nor does the true session of another ceremony take a share of it.
        var rejected = new List<string>();
        Scratch.Refused(ErrorId.SharesMissing, () => world.Open(
            ordinary, [0, 1],
            () =>
            {
                var request = world.Newest(ordinary);
                using var share = QuorumKey.OpenEnvelope(Record(1)!, "Carol", World.Custodians[2]);
                world.Put(request, 2, world.ReleaseOf(request, 2, share));
                new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[3], "card lost");
            },
            progress => rejected.AddRange(progress.Rejected)));
        Assert.Contains(rejected, fault => fault.StartsWith("Carol", StringComparison.Ordinal) && fault.Contains("commitment"));
    }

    [Fact]
    [Trait("Conformance", "R19")]
    public void WhoLeftSinceReleasesNothing()
    {
        world.ChangeRoster();
        var rescue = world.Approve(Start("Root"), 0, 1, 2);

        Scratch.Refused(ErrorId.NotOnRoster, () => world.Open(rescue, [0, 1, 4]));
        Scratch.Refused(ErrorId.SharesMissing, () => world.Open(
            rescue, [0, 1],
            () =>
            {
                var request = world.Newest(rescue);
                using var share = QuorumKey.OpenEnvelope(Record(1)!, "Erin", World.Custodians[4]);
                world.Forge(rescue.CeremonyId, Release(request, "Erin", World.Custodians[4], world.ReleaseOf(request, 4, share)));
                Assert.Contains("does not stand on the roster", world.Void());
                Array.ForEach([2, 3], who => new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[who], "card lost"));
            }));
    }

    /// <summary>Frank, who came since, has a share of the newest dealing and none of the one before.</summary>
    [Fact]
    [Trait("Conformance", "R19")]
    public void ACompletionNeedsReleasesOfTheOldDealingsCustodians()
    {
        var frank = Newcomer.With(world, "Frank", PrincipalRoles.Custodian);
        var rescue = world.Approve(Start("Root"), 0, 1, 2);
        byte[]? franks = null;
        world.Open(
            rescue, [0, 1],
            () =>
            {
                var error = Scratch.Refused(
                    ErrorId.ShareInvalid, () => new ShareReleases(world.Connection).Release(rescue.CeremonyId, World.Holder(frank)));
                Assert.Contains("no key that opens was shared", error.Message);
                franks = Release(world.Newest(rescue), "Frank", frank, [1]).Statement;
                world.Release(rescue, 2);
            });

        Assert.Null(Completed("Nobody"));
        Assert.Equal("too few custodians released their shares", Completed("Carol"));

        // What the replay says where Frank's word stands in the place of another's.
        string? Completed(string replaced) => world.Ask((work, ledger) =>
        {
            var replay = new Replay(ledger.TenantId, new Trstctl.State.MemoryProjection(), ledger.Contains);
            string? reason = null;
            for (var i = 0; i < ledger.Size; i++)
            {
                var (header, item) = ledger.Event<Trstctl.History.Events.LedgerEvent>(work, i);
                var isHis = item is Trstctl.History.Events.KeyShareReleased released && released.Said.Custodian == replaced
                    && header.Ceremony == rescue.CeremonyId;
                reason = isHis
                    ? replay.Admit(
                        header with { Actor = Trstctl.Ledger.Actors.Principal("Frank") },
                        new Trstctl.History.Events.KeyShareReleased(franks!))
                    : replay.Admit(header, item);
                Assert.True(reason is null || i == ledger.Size - 1, reason);
            }

            return reason;
        });
    }

    /// <summary>One key from the dealing before, of whose custodians three are left beside a new one; another from its newest. Dave has
    /// another card by now.</summary>
    [Fact]
    [Trait("Conformance", "R19")]
    public void EachKeyNeedsTheCustodiansOfItsOwnDealing()
    {
        var kept = world.MakeQuorumRoot("CN=Kept");
        world.Custody.Misdeal = (header, record) => header.KeyId == root.KeyId ? Garbage(record) : record;
        var change = world.Approve(
            world.StartChange(world.Change(people =>
            [
                .. people.Where(p => p.Name is not ("Carol" or "Dave" or "Erin")),
                World.Custodian("Carol", World.Custodians[2]), World.Custodian("Dave", NewDave), World.Custodian("Frank", Frank),
            ])), 0, 1, 2);
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, NewDave, null);
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, Frank, null);
        world.Open(change, [0, 1, 2]);
        world.Custody.Misdeal = null;
        var rescue = world.Approve(Start("Root"), 0, 1, 2);
        var (alice, bob, frank) = (World.Holder(World.Custodians[0]), World.Holder(World.Custodians[1]), World.Holder(Frank));
        var dave = World.Holder(NewDave) with { Sealing = World.Custodians[3] };

        var missing = Scratch.Refused(ErrorId.SharesMissing, () => Run(rescue, alice, bob, frank));
        Assert.Contains("2 of 3", missing.Message);
        Assert.Contains("Missing: Carol or Dave", missing.Message);
        Scratch.Refused(ErrorId.SealingKeyMissing, () => Run(rescue, alice, bob, World.Holder(NewDave)));
        Run(rescue, frank, alice, bob, dave);

        Assert.Equal((3, 3), (Key().Generation, world.Key(kept.KeyId!).Generation));
        Assert.Equal((1, 2), (Key().Before!.Generation, world.Key(kept.KeyId!).Before!.Generation));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Assert.Single(world.Open(world.ApproveIntermediate(), [0, 1, 2]));
    }

    // The roster as it is; its keys are dealt anew.
    private CeremonyRecord Start(params string[] fromBefore) => world.Service.Start(
        new CeremonyRequest { Operation = "Roster", Roster = world.Change(people => people), FromDealingBefore = fromBefore }, World.Ops);

    private void Run(CeremonyRecord ceremony, params ShareHolder[] holders) => world.Service.Execute(
        ceremony.CeremonyId, new ExpectedPlan(),
        new ExecutionOptions { Executor = World.Ops, ShareHolders = holders, Timeout = TimeSpan.Zero });

    // A roster change whose executor deals garbage; Erin leaves with the first.
    private void Misdeal(params string[] fromBefore)
    {
        world.Custody.Misdeal = (_, record) => Garbage(record);
        if (fromBefore.Length == 0)
        {
            world.ChangeRoster();
        }
        else
        {
            world.Open(world.Approve(Start(fromBefore), 0, 1, 2), [0, 1, 2]);
        }

        world.Custody.Misdeal = null;
    }

    // Everybody's envelope is another's.
    private static byte[] Garbage(byte[] record)
    {
        var (header, ciphertext) = SealedKey.Parse(record);
        var holders = header.Quorum!.Holders;
        return CanonicalJson.Write((header with
        {
            Quorum = header.Quorum with
            {
                Holders = [.. holders.Select((h, i) => h with { Envelope = holders[(i + 1) % holders.Count].Envelope })],
            },
        }).ToJson(ciphertext));
    }

    private Trstctl.History.Events.KeyShareReleased Release(OpenRequest request, string name, SigningIdentity identity, byte[] release)
    {
        var said = new ReleaseStatement(
            request.Tenant, request.Ceremony, request.PlanDigest, name, request.Epoch, request.SessionDigest, Digest.Of(release),
            world.Ask((_, ledger) => ledger.Head), world.Now);
        return new(SignedStatement.Sign(identity, ContentTypes.ShareRelease, said.ToBytes(), world.Now));
    }

    private KeyRecord Key() => world.Key(root.KeyId!);

    private byte[]? Record(int generation) => world.Connection.Peek(work => work.SealedKey(root.KeyId!, generation));

    private bool Has(int generation) => Record(generation) is not null;
}
