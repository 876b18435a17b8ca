using Microsoft.Data.Sqlite;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.History.Snapshots;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.State;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>R10: whoever holds the store gains nothing because a client has a snapshot; whoever writes the snapshot, too, uses no key.
/// </summary>
[Trait("Conformance", "R10")]
public sealed class SnapshotAttackTests : IDisposable
{
    private const string Client = "kept";
    private readonly World world = new() { LeastSnapshot = 1 };

    public void Dispose() => world.Dispose();

    [Fact]
    public void AShorterStoreIsAForkWhateverWasKept()
    {
        world.MakeRoot();
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Second");
        world.Connect(Client).Dispose();
        world.Disconnect();
        world.PutBack(copy, "store");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(ErrorId.LedgerForked, Assert.Throws<TrstException>(() => Snapshots.Kept(world.Connect(Client))).Id);
        }
    }

    [Fact]
    public void WhoKeptMoreThanARestoredCopyResumesIt()
    {
        world.MakeRoot();
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Second");
        world.Connect(Client).Dispose();
        var point = world.Ask((_, ledger) => ledger.Head);
        using var restored = world.Restore(copy, "new");
        using var kept = world.ConnectTo("new", Client);
        Assert.Equal(0, Snapshots.Kept(kept.Connection));
        Assert.Equal(point, kept.Ask((_, ledger) => ledger.Beyond!.Point));
        kept.Resume(0, 1, 2);
        Assert.Empty(new LedgerAudit(kept.Connection).Run().Faults);
    }

    [Fact]
    public void ARosterIsProvedWhereverItSaysThatItsCeremonyEnded()
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        var (inForce, erin) = (world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!), World.Custodians[4].Certificate);
        var text = CanonicalJson.WriteText(inForce.ToJson()).Replace(
            Base64Url.Encode(erin), Base64Url.Encode(World.Mallory.Certificate), StringComparison.Ordinal);
        var forged = RosterRecord.FromJson(CanonicalJson.Read(System.Text.Encoding.UTF8.GetBytes(text), "roster", 1024 * 1024));
        var founding = world.Ask((_, ledger) => ledger.State.DemandCeremony(inForce.Ceremony));
        Snapshots.Edit(world.SnapshotOf(Client), file =>
        {
            file.Put(forged);
            file.Put(founding with { CompletedAt = 1_000_000 });
        });
        EditRow(forged);

        using var kept = world.Connect(Client);
        var service = new CeremonyService(kept);
        var started = service.Start(new CeremonyRequest { Operation = "Root", Spec = World.Spec("CN=Forged") }, World.Ops);
        foreach (var identity in new[] { World.Custodians[0], World.Custodians[1], World.Mallory })
        {
            service.Decide(started.CeremonyId, Decision.Approve, started.PlanDigest, identity, null);
        }

        Assert.ThrowsAny<TrstException>(() => service.Execute(started.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Single(Authorities());
    }

    [Fact]
    public void ADeniedCeremonyDoesNotStartWhereAnotherDid()
    {
        var denied = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Service.Decide(denied.CeremonyId, Decision.Deny, denied.PlanDigest, World.Custodians[3], "no");
        world.Connect(Client).Dispose();
        var bait = world.StartRoot("CN=Bait");
        var revived = world.Look(denied) with
        {
            Status = CeremonyStatus.Pending, EndReason = null, Statements = [.. denied.Statements], StartedAt = bait.StartedAt,
        };
        Snapshots.Edit(world.SnapshotOf(Client), file => file.Put(revived));
        EditRow(revived);
        using var kept = world.Connect(Client);
        Assert.NotEqual(0, Snapshots.Kept(kept));
        Assert.ThrowsAny<TrstException>(() => new CeremonyService(kept).Execute(denied.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Empty(Authorities());
    }

    [Fact]
    public void ADeniedCeremonyDoesNotStartAgain()
    {
        var denied = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Service.Decide(denied.CeremonyId, Decision.Deny, denied.PlanDigest, World.Custodians[3], "no");
        world.Connect(Client).Dispose();
        LedgerEvent[] again = world.Ask((work, ledger) => denied.Statements.Select(word => word.Sequence).Prepend(denied.StartedAt)
            .Select(sequence => ledger.Event<LedgerEvent>(work, sequence).Event).ToArray());
        EditFile(
            world.SnapshotOf(Client),
            $"DELETE FROM items WHERE id='{denied.CeremonyId}' OR kind='{AdmittedStatement.KindName}';"
                + $"DELETE FROM found WHERE id='{denied.CeremonyId}'");
        world.Forge(denied.CeremonyId, again);
        using var kept = world.Connect(Client);
        var revived = kept.Read((_, ledger) => ledger!.State.DemandCeremony(denied.CeremonyId));
        Assert.Equal(CeremonyStatus.Pending, revived.Status);
        EditRow(revived);
        Assert.ThrowsAny<TrstException>(() => new CeremonyService(kept).Execute(denied.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Empty(Authorities());
    }

    [Fact]
    public void ARosterChangeThatWasDeniedMadeNoRoster()
    {
        var change = world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        world.Service.Decide(change.CeremonyId, Decision.Deny, change.PlanDigest, World.Custodians[3], "no");
        ForgedChange.Complete(world, change);
        var at = world.Ask((_, ledger) => ledger.Size - 1);
        Assert.NotEmpty(world.Void());
        world.Connect(Client).Dispose();
        var next = new RosterRecord(world.PlanOf(change).Subject.NextRoster!, change.CeremonyId);
        var completed = world.Look(change) with
        {
            Status = CeremonyStatus.Completed, EndReason = null, Statements = [.. change.Statements], CompletedAt = at,
        };
        Snapshots.Edit(world.SnapshotOf(Client), file =>
        {
            file.Put(next);
            file.Put(completed);
        });
        EditRow(next);
        using var kept = world.Connect(Client);
        Assert.Equal(2, kept.Read((_, ledger) => RosterRecord.Current(ledger!.State)!.Roster.Epoch));
        var guest = world.As(kept);
        var ceremony = guest.Approve(guest.StartRoot("CN=Forged"), 0, 1, 2);
        Assert.ThrowsAny<TrstException>(() => guest.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Empty(Authorities());
    }

    [Fact]
    public void APointOfItsTreeAloneIsNone()
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        var (sound, first) = world.Ask((_, ledger) => (ledger.PointAt(3), ledger.PointAt(2).Root));
        Snapshots.Edit(world.SnapshotOf(Client), file => file.PutNode(0, 2, Digest.Of([1, 2, 3])));
        using var kept = world.Connect(Client);
        Assert.NotEqual(0, Snapshots.Kept(kept));
        Assert.False(kept.Read((_, ledger) => ledger!.Contains(new LedgerPoint(3, Merkle.Node(first, Digest.Of([1, 2, 3]))))));
        Assert.True(kept.Read((_, ledger) => ledger!.Contains(sound)));
    }

    [Fact]
    public void WhatItsClientKnewToBeRetiredStaysSo()
    {
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "lost");
        world.Connect(Client).Dispose();
        EditFile(world.SnapshotOf(Client), $"DELETE FROM items WHERE kind='{RetiredPrincipalKeyRecord.KindName}'; DELETE FROM found");
        using var kept = world.Connect(Client);
        Assert.Single(kept.Read((_, ledger) => ledger!.State.All<Document>(RetiredPrincipalKeyRecord.KindName).ToArray()));
    }

    [Theory]
    [InlineData(CeremonyRecord.KindName)]
    [InlineData(TenantRecord.KindName)]
    [InlineData(RosterRecord.KindName)]
    [InlineData(AdmittedStatement.KindName)]
    [InlineData(AuthorityRecord.KindName)]
    [InlineData("plan")]
    public void AnItemThatDoesNotMatchItsDigestIsNoVerdict(string kind)
    {
        world.MakeRoot();
        new Suspension(world.Connection).Suspend(World.Custodians[0], "look");
        world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin")));
        world.Now += TimeSpan.FromDays(60);
        new Suspension(world.Connection).Suspend(World.Custodians[1], "look again");
        world.Connect(Client).Dispose();
        EditFile(world.SnapshotOf(Client), $"UPDATE items SET digest=zeroblob(32) WHERE kind='{kind}'");
        using var fresh = world.Connect("fresh");
        using (var kept = world.Connect(Client))
        {
            Assert.Equal(Snapshots.Text(fresh), Snapshots.Text(kept));
        }

        new Suspension(world.Connection).Suspend(World.Custodians[2], "look once more");
        world.Connect(Client).Dispose();
        EditFile(world.SnapshotOf(Client), $"UPDATE items SET digest=zeroblob(32) WHERE kind='{kind}'");
        using var next = world.Connect(Client);
        Assert.NotNull(new Suspension(next).Suspend(World.Custodians[3], "look for the last time"));
    }

    [Fact]
    public void AnItemThatStandsInTheSpotOfAnotherIsNone()
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        var roster = world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!);
        Snapshots.Edit(
            world.SnapshotOf(Client), file => file.Put(roster.Kind, RosterRecord.IdOf(9), roster.ToBytes(), [], []));
        using var kept = world.Connect(Client);
        Assert.Equal(1, kept.Read((_, ledger) => ledger!.State.All<RosterRecord>(RosterRecord.KindName).Count()));
    }

    [Theory]
    [InlineData("older")]
    [InlineData("build")]
    public void WhatAnotherProcessPutInItsPlaceIsNotGoneOnFrom(string what)
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        var (path, old) = (world.SnapshotOf(Client), world.SnapshotOf(Client) + ".old");
        File.Copy(path, old);
        world.MakeRoot("CN=Second");
        world.Connect(Client).Dispose();
        using (var kept = world.Connect(Client))
        {
            if (what == "build")
            {
                Snapshots.Edit(
                    path, file => file.PutHead((SnapshotHead.FromBytes(file.Head()!) with { Build = "Trstctl 0.0.0" }).ToBytes()));
            }
            else
            {
                SnapshotFile.Delete(path);
                File.Copy(old, path);
            }

            foreach (var subject in new[] { "CN=Third", "CN=Fourth" })
            {
                world.MakeRoot(subject);
                Assert.NotEqual(0, Snapshots.Kept(kept));
            }
        }

        using var fresh = world.Connect("fresh");
        using var next = world.Connect(Client);
        Assert.Equal(Snapshots.Text(fresh), Snapshots.Text(next));
        Assert.True(what == "older" || Snapshots.Kept(next) == 0);
    }

    [Fact]
    public void ATenantsIdLeadsNowhereElse() =>
        Assert.Equal(ErrorId.FormatInvalid, Assert.Throws<TrstException>(() => ClientState.SnapshotName("../x")).Id);

    private AuthorityRecord[] Authorities() =>
        world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray());

    // Who edits one file edits the other.
    private void EditRow(Document document)
    {
        using var connection = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT OR REPLACE INTO documents(kind, id, body) VALUES($2, $3, $1)";
        command.Parameters.AddWithValue("$1", document.ToBytes());
        command.Parameters.AddWithValue("$2", document.Kind);
        command.Parameters.AddWithValue("$3", document.Id);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static void EditFile(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
