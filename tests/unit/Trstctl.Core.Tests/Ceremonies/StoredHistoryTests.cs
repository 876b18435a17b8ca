using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>What a client does with a file that somebody else writes to while it is connected, or before it ever was.</summary>
public sealed class StoredHistoryTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    /// <summary>The header and its data fit each other; it is the tree that holds another event.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void AnEventThatIsReadLaterIsTheOneInTheTree()
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        var (old, item) = world.Ask((work, ledger) => ledger.Event<StatementMade>(work, ledger.Size - 1));
        var other = new StatementMade(Decision.Approve, world.Word(root, 3).Statement);
        var (salt, data) = (new byte[StoredEvent.SaltLength], CanonicalJson.Write(other.ToData()));
        var header = old with { DataDigest = StoredEvent.DigestOf(salt, data) };

        world.Sql(
            "UPDATE events SET header = $h, salt = $s, data = $d WHERE seq = $n",
            ("$h", header.ToBytes()), ("$s", salt), ("$d", data), ("$n", old.Sequence));

        var refusal = Scratch.Refused(
            ErrorId.LedgerInvalid, () => world.Ask((work, ledger) => ledger.Event<StatementMade>(work, old.Sequence)));
        Assert.Contains("differs from the one in the tree", refusal.Message);
        Scratch.Refused(ErrorId.LedgerInvalid, () => world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Equal(0, world.Custody.All);
        Assert.NotNull(item);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnEmptiedStoreUnderAKnownPinIsRefused()
    {
        world.Connect("known").Read((_, _) => true);
        world.Disconnect();
        world.Sql("DELETE FROM events");
        world.Sql("DELETE FROM checkpoints");

        var refusal = Scratch.Refused(ErrorId.LedgerForked, () => world.Connect("known").Read((_, _) => true));

        Assert.Contains("it is empty", refusal.Message);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void NothingIsPinnedBeforeItWasVerified()
    {
        world.StartRoot();
        world.Disconnect();
        world.Sql("UPDATE events SET data = CAST(replace(CAST(data AS TEXT), 'MII', 'MIJ') AS BLOB) WHERE seq = 2");

        Scratch.Refused(ErrorId.LedgerInvalid, () => world.Connect("fresh").Read((_, _) => true));

        Assert.False(Directory.Exists(Path.Combine(world.Folder, "fresh")));
    }

    /// <summary>Nothing was cured before the first event.</summary>
    [Fact]
    [Trait("Conformance", "R18")]
    public void AVoidEventAtTheFirstPlaceIsNotCured()
    {
        using var mine = World.Unfounded();
        mine.Service.Start(new CeremonyRequest { Operation = "Roster", Roster = World.Draft() }, World.Ops);
        var tree = new MerkleTree(new CompleteSubtrees(), 0);
        var headers = mine.Ask((work, ledger) => work.EventsFrom(0).Select(item => item.Header).ToArray());
        headers[0] = (EventHeader.FromBytes(headers[0]) with { Actor = Actors.Principal("ops") }).ToBytes();
        headers.ToList().ForEach(header => tree.Append(Merkle.Leaf(header)));
        var note = new Checkpoint(Checkpoint.OriginOf(mine.Connection.TenantId!), tree.Size, tree.Root()).Sign(
            mine.Connection.DemandLedgerKey());
        mine.Disconnect();
        mine.Sql("UPDATE events SET header = $h WHERE seq = 0", ("$h", headers[0]));
        mine.Sql("UPDATE checkpoints SET note = $n", ("$n", note));

        var uncured = mine.Connect("fresh").Read((_, ledger) => ledger!.Uncured.ToArray());

        Assert.Equal(0, Assert.Single(uncured).Sequence);
    }

    /// <summary>Nobody reads what is too long, though its bytes are the ledger's: of it nobody knows what was said, so it is not
    /// void.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "R13")]
    public void DataThatIsTooLongIsDamage(bool note)
    {
        var size = world.Ask((_, ledger) => ledger.Size);
        LedgerEvent item = note
            ? new StoreCreated(world.Connection.StoreId, new string('x', StoredEvent.MaxDataBytes))
            : new TenantSuspended(new byte[StoredEvent.MaxDataBytes]);

        // What was committed is read back.
        var refusals = new[]
        {
            Scratch.Refused(ErrorId.OutcomeUnknown, () => world.Forge(null, item)),
            Scratch.Refused(ErrorId.LedgerInvalid, () => world.Connect("fresh")),
        };
        Assert.All(
            refusals, refused => Assert.Contains($"at event {size}: its data has ", refused.Message, StringComparison.Ordinal));
    }

    /// <summary>A file in which a commit leaves something else than was written, as a trigger that somebody planted would do.</summary>
    [Theory]
    [InlineData("an event is changed")]
    [InlineData("the commit is undone")]
    [Trait("Conformance", "R02")]
    [Trait("Conformance", "R07")]
    public void ACommitIsReadBackAndCompared(string what)
    {
        StoreConnection? connection = null;
        var before = world.Ask((_, ledger) => ledger.Size);
        connection = world.ConnectWatched(method =>
        {
            // Nothing holds the file between the commit and the next look at it.
            if (method == nameof(ITenantStore.Read) && connection is not null && Committed(before))
            {
                if (what == "an event is changed")
                {
                    world.Sql("UPDATE events SET salt = zeroblob(32) WHERE seq = (SELECT max(seq) FROM events)");
                }
                else
                {
                    world.Sql($"DELETE FROM events WHERE seq >= {before}");
                    world.Sql($"DELETE FROM checkpoints WHERE size > {before}");
                }
            }
        });
        var service = new CeremonyService(connection);

        var refusal = Assert.Throws<TrstException>(
            () => service.Start(new CeremonyRequest { Operation = "Root", Spec = World.Spec() }, World.Ops));

        Assert.Contains(refusal.Id, new[] { ErrorId.OutcomeUnknown, ErrorId.LedgerForked });
    }

    private bool Committed(long before) => world.Connection.Peek(work => work.Event(before)) is not null;
}
