using Microsoft.Data.Sqlite;
using Trstctl.Authorities;
using Trstctl.Ceremonies.Presence;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.History.Events;
using Trstctl.History.Snapshots;
using Trstctl.History;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>R10, S02: a client's snapshot saves time, and decides nothing.</summary>
[Trait("Conformance", "R10")]
public sealed class SnapshotTests : IDisposable
{
    private const string Client = "kept";
    private readonly World world = new() { LeastSnapshot = 1 };

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "S02")]
    public void WhatCameSinceIsAllThatIsReplayed()
    {
        world.MakeRoot();
        using (var first = world.Connect(Client))
        {
            Assert.Equal(0, Snapshots.Kept(first));
        }

        var size = world.Ask((_, ledger) => ledger.Size);
        world.MakeRoot("CN=Second");
        using var fresh = world.Connect("fresh");
        using var second = world.Connect(Client);
        Assert.Equal(size, Snapshots.Kept(second));
        Assert.Equal(Snapshots.Text(fresh), Snapshots.Text(second));
        Assert.Empty(second.TakeRemarks());
    }

    [Fact]
    public void ItEndsBeforeTheStartOfWhateverIsPending()
    {
        world.MakeRoot();
        var pending = world.StartRoot("CN=Second");
        world.MakeRoot("CN=Third");
        world.Connect(Client).Dispose();

        using var kept = world.Connect(Client);
        Assert.Equal(world.Ask((_, ledger) => ledger.State.DemandCeremony(pending.CeremonyId).StartedAt), Snapshots.Kept(kept));

        world.Service.Stop(pending.CeremonyId, World.Ops, "no");
        using var later = world.Connect(Client);
        later.Dispose();
        using var last = world.Connect(Client);
        Assert.Equal(world.Ask((_, ledger) => ledger.Size), Snapshots.Kept(last));
    }

    [Fact]
    public void EverythingRunsFromIt()
    {
        world.MakeRoot();
        world.MakeQuorumRoot("CN=Quorum");
        world.Connect(Client).Dispose();
        using var kept = world.Connect(Client);
        var guest = world.As(kept);
        foreach (var issuer in new[] { "Root", "Quorum" })
        {
            var ceremony = guest.Approve(guest.StartIntermediate(issuer, $"CN=Below {issuer}"), 0, 1, 2);
            Assert.NotEmpty(guest.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
        }

        Assert.NotEqual(0, Snapshots.Kept(kept));
        Assert.Empty(kept.TakeRemarks());
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    [Fact]
    public void TheGateProvesRostersAndKeysThatCameLater()
    {
        world.MakeQuorumRoot();
        var change = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Roster", Roster = world.Change(people => people) }, World.Ops), 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        world.Connect(Client).Dispose();
        using var kept = world.Connect(Client);
        var guest = world.As(kept);
        var ceremony = guest.Approve(guest.StartIntermediate(), 0, 1, 2);
        guest.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        Assert.NotEqual(0, Snapshots.Kept(kept));
        Assert.Equal(2, kept.Read((_, ledger) => ledger!.Snapshot!.Rosters.Count));
    }

    public static TheoryData<string> Spoilt => new("deleted", "empty", "cut", "zeroes", "text", "link", "build", "tenant", "no head");

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void WhateverIsWrongWithItTheLedgerIsReplayedWhole(string how)
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        var path = world.SnapshotOf(Client);
        Spoil(path, how);
        world.MakeRoot("CN=Second");

        using var fresh = world.Connect("fresh");
        using (var kept = world.Connect(Client))
        {
            Assert.Equal(0, Snapshots.Kept(kept));
            Assert.Equal(Snapshots.Text(fresh), Snapshots.Text(kept));
            Assert.Equal(how == "deleted" ? 0 : 1, kept.TakeRemarks().Count(remark => remark.Contains(path, StringComparison.Ordinal)));
        }

        // And made anew.
        using var next = world.Connect(Client);
        Assert.Equal(world.Ask((_, ledger) => ledger.Size), Snapshots.Kept(next));
    }

    [Fact]
    public void AnOlderOneIsGoneOnFrom()
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        var (path, old) = (world.SnapshotOf(Client), world.SnapshotOf(Client) + ".old");
        File.Copy(path, old);
        var size = world.Ask((_, ledger) => ledger.Size);
        world.MakeRoot("CN=Second");
        world.Connect(Client).Dispose();
        SnapshotFile.Delete(path);
        File.Copy(old, path);

        using var fresh = world.Connect("fresh");
        using var kept = world.Connect(Client);
        Assert.Equal(size, Snapshots.Kept(kept));
        Assert.Equal(Snapshots.Text(fresh), Snapshots.Text(kept));
    }

    [Fact]
    public void NothingOfAnotherHistoryStaysInIt()
    {
        static VerifiedLedger Whole(World world) => world.Ask((work, known) =>
        {
            var ledger = new VerifiedLedger(known.TenantId);
            ledger.Advance(work);
            return ledger;
        });

        using var other = new World();
        world.MakeRoot("CN=Left");
        other.MakeRoot("CN=Taken up");
        other.MakeRoot("CN=Later");
        var path = Path.Combine(world.Folder, "one.db");
        using var keeper = new SnapshotKeeper(_ => path, 1);
        keeper.Keep(Whole(world));
        keeper.Keep(Whole(other));

        using var kept = Snapshot.Open(path, world.Connection.TenantId!)!;
        Assert.Equal(other.Ask((_, ledger) => ledger.Head), kept.Head.Point);
        Assert.Equal(
            ["Later", "Taken up"],
            kept.State.All<AuthorityRecord>(AuthorityRecord.KindName).Select(ca => ca.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FlippedBytesAreNoticedOrMeanNothing(int seed)
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        using var fresh = world.Connect("fresh");
        var (path, text, random) = (world.SnapshotOf(Client), Snapshots.Text(fresh), new Random(seed));
        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < 12; i++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[random.Next(100, whole.Length)] ^= (byte)(1 << random.Next(8));
            SnapshotFile.Delete(path);
            File.WriteAllBytes(path, flipped);
            using var kept = world.Connect(Client);
            Assert.Equal(text, Snapshots.Text(kept));
        }
    }

    [Fact]
    public void ADeniedCeremonyIsNotPendingBecauseItSaysSo()
    {
        var denied = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Service.Decide(denied.CeremonyId, Decision.Deny, denied.PlanDigest, World.Custodians[3], "no");
        world.Connect(Client).Dispose();
        var record = world.Ask((_, ledger) => ledger.State.DemandCeremony(denied.CeremonyId));
        Assert.Equal(CeremonyStatus.Denied, record.Status);
        var revived = record with { Status = CeremonyStatus.Pending, EndReason = null, Statements = [.. denied.Statements] };
        Snapshots.Edit(world.SnapshotOf(Client), file => file.Put(revived));
        EditRow(revived);
        using var kept = world.Connect(Client);
        Assert.Equal(CeremonyStatus.Pending, kept.Read((_, ledger) => ledger!.State.DemandCeremony(denied.CeremonyId)).Status);
        Assert.ThrowsAny<TrstException>(() => new CeremonyService(kept).Execute(denied.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Equal(CeremonyStatus.Denied, kept.Read((_, ledger) => ledger!.State.DemandCeremony(denied.CeremonyId)).Status);
        Assert.Empty(world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray()));
    }

    [Fact]
    public void ARosterOfItsOwnRunsNothing()
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        var (inForce, erin) = (world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!), World.Custodians[4].Certificate);
        var text = CanonicalJson.WriteText(inForce.ToJson()).Replace(
            Base64Url.Encode(erin), Base64Url.Encode(World.Mallory.Certificate), StringComparison.Ordinal);
        var forged = RosterRecord.FromJson(
            CanonicalJson.Read(System.Text.Encoding.UTF8.GetBytes(text), "roster", 1024 * 1024));
        Assert.NotEqual(inForce.Roster.Digest, forged.Roster.Digest);
        Snapshots.Edit(world.SnapshotOf(Client), file => file.Put(forged));
        EditRow(forged);

        using var kept = world.Connect(Client);
        Assert.NotEqual(0, Snapshots.Kept(kept));
        var service = new CeremonyService(kept);
        var started = service.Start(new CeremonyRequest { Operation = "Root", Spec = World.Spec("CN=Forged") }, World.Ops);
        foreach (var identity in new[] { World.Custodians[0], World.Custodians[1], World.Mallory })
        {
            service.Decide(started.CeremonyId, Decision.Approve, started.PlanDigest, identity, null);
        }

        Assert.ThrowsAny<TrstException>(() => service.Execute(started.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Contains(kept.TakeRemarks(), remark => remark.Contains("roster", StringComparison.Ordinal));
        Assert.Single(world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray()));
    }

    [Theory]
    [InlineData("record")]
    [InlineData("ceremony")]
    [InlineData("certificate")]
    public void AKeyOfItsOwnIsNotOpened(string what)
    {
        var root = world.MakeRoot();
        var other = world.MakeRoot("CN=Other");
        world.Connect(Client).Dispose();
        KeyRecord Key(AuthorityRecord ca) => world.Ask((_, ledger) => ledger.State.Find<KeyRecord>(KeyRecord.KindName, ca.KeyId!)!);
        var (key, spare) = (Key(root), Key(other));
        Snapshots.Edit(world.SnapshotOf(Client), file =>
        {
            switch (what)
            {
                case "record":
                    file.Put(key with { RecordDigest = spare.RecordDigest });
                    break;
                case "ceremony":
                    file.Put(key with { Ceremony = spare.Ceremony });
                    break;
                default:
                    file.Put(root with { Ceremony = other.Ceremony });
                    break;
            }
        });

        using var kept = world.Connect(Client);
        var guest = world.As(kept);
        var ceremony = guest.Approve(guest.StartIntermediate(), 0, 1, 2);
        try
        {
            guest.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());
        }
        catch (TrstException)
        {
            // The stored row differs from what the snapshot says: that refuses, too.
        }

        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Assert.All(
            world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray()),
            authority => Assert.Null(CertificateReport.Judge(world.Connection, authority.Certificate).PathFaults.FirstOrDefault()));
        Assert.NotEmpty(kept.TakeRemarks());
    }

    [Fact]
    public void AnEventThatItsTreeAloneShowsIsNone()
    {
        world.MakeRoot();
        world.Connect(Client).Dispose();
        var (at, header) = world.Ask((work, ledger) => (3L, work.Event(3)!.Header));
        Snapshots.Edit(world.SnapshotOf(Client), file => file.PutNode(0, at, Digest.Of([1, 2, 3])));
        using var kept = world.Connect(Client);
        Assert.NotEqual(0, Snapshots.Kept(kept));
        Assert.NotEmpty(header);
        Assert.NotNull(kept.Read((work, ledger) => ledger!.Event<Trstctl.History.Events.LedgerEvent>(work, at)).Event);
        Assert.Equal(0, Snapshots.Kept(kept));
    }

    // Who edits one file edits the other.
    private void EditRow(Trstctl.State.Document document)
    {
        using var connection = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE documents SET body=$1 WHERE kind=$2 AND id=$3";
        command.Parameters.AddWithValue("$1", document.ToBytes());
        command.Parameters.AddWithValue("$2", document.Kind);
        command.Parameters.AddWithValue("$3", document.Id);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static void Spoil(string path, string how)
    {
        switch (how)
        {
            case "deleted":
                SnapshotFile.Delete(path);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "cut":
                File.WriteAllBytes(path, [.. File.ReadAllBytes(path).Take(6000)]);
                break;
            case "zeroes":
                File.WriteAllBytes(path, new byte[100_000]);
                break;
            case "text":
                File.WriteAllText(path, "Not here.");
                break;
            case "link":
                File.Move(path, path + ".elsewhere");
                File.CreateSymbolicLink(path, path + ".elsewhere");
                break;
            default:
                Snapshots.Edit(path, file =>
                {
                    var head = SnapshotHead.FromBytes(file.Head()!);
                    file.PutHead(
                        how == "build" ? (head with { Build = "Trstctl 0.0.0" }).ToBytes()
                        : how == "tenant" ? (head with { Tenant = Digest.Of([1]).Hex }).ToBytes()
                        : [1, 2, 3]);
                });
                break;
        }

        SqliteConnection.ClearAllPools();
    }
}
