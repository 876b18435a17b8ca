using Microsoft.Data.Sqlite;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.History.Events;
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
    public void ATenantsIdLeadsNowhereElse() =>
        Assert.Equal(ErrorId.FormatInvalid, Assert.Throws<TrstException>(() => ClientState.SnapshotName("../x")).Id);

    private static void EditFile(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
