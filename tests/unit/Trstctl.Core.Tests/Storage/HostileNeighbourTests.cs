using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Storage;

/// <summary>What somebody who writes the store's folder puts beside the database, or in the place of a part: nothing of it is followed out
/// of the store, and nobody waits for it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileNeighbourTests : IDisposable
{
    private readonly World world = new();
    private readonly Scratch scratch = new();
    private readonly string victim;

    public HostileNeighbourTests()
    {
        victim = scratch["victim"];
        using (OwnerOnly.CreateFile(victim))
        {
        }

        File.WriteAllText(victim, "a key that its owner keeps");
    }

    public void Dispose()
    {
        world.Dispose();
        scratch.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "R09")]
    public async Task AJournalThatIsAPipeIsNotWaitedFor(bool readOnly)
    {
        world.Disconnect();
        Assert.Equal(0, scratch.Run("mkfifo", "-m", "600", world.Database + "-journal").Code);

        var connecting = Task.Run(() => Try(() => Connect(readOnly)));
        Assert.Same(connecting, await Task.WhenAny(connecting, Task.Delay(TimeSpan.FromMinutes(2))));
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [InlineData("-journal")]
    [InlineData(".lock")]
    [InlineData("")]
    [Trait("Conformance", "R09")]
    public void ALinkInThePlaceOfAPartWritesNothingWhereItLeads(string suffix)
    {
        world.Disconnect();
        var before = File.ReadAllText(victim);
        Link(suffix, victim);

        Try(() =>
        {
            using var there = world.ConnectTo("store", "client");
            there.StartRoot("CN=Written");
        });

        Assert.Equal(before, File.ReadAllText(victim));
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [Trait("Conformance", "R09")]
    public void ALinkThatLeadsNowhereMakesNothingThere(string suffix)
    {
        world.Disconnect();
        var nowhere = scratch["nowhere"];
        Link(suffix, nowhere);

        Try(() =>
        {
            using var there = world.ConnectTo("store", "client");
            there.StartRoot("CN=Written");
            Assert.False(File.Exists(nowhere));
        });

        Assert.False(File.Exists(nowhere));
    }

    /// <summary>A database of another program, which is the user's own.</summary>
    [Fact]
    [Trait("Conformance", "R09")]
    public void ADatabaseOfAnotherProgramStaysAsItIs()
    {
        world.Disconnect();
        var other = scratch["other.db"];
        Sql(other, "CREATE TABLE mine(a); INSERT INTO mine VALUES(1)");
        File.SetUnixFileMode(other, (UnixFileMode)0x180);
        var before = File.ReadAllBytes(other);
        Link(string.Empty, other);

        Try(() => world.ConnectTo("store", "client").Dispose());

        Assert.Equal(before, File.ReadAllBytes(other));
    }

    /// <summary>A backup, say: what is written must stand where the store is.</summary>
    [Fact]
    [Trait("Conformance", "R09")]
    public void ALinkToACopyWritesNothingIntoIt()
    {
        world.Disconnect();
        var copy = world.Copy("copy");
        File.SetUnixFileMode(copy, (UnixFileMode)0x180);
        var before = File.ReadAllBytes(copy);
        Link(string.Empty, copy);

        Try(() =>
        {
            using var there = world.ConnectTo("store", "client");
            there.StartRoot("CN=Written");
        });

        Assert.Equal(before, File.ReadAllBytes(copy));
    }

    /// <summary>What a founding left that broke off, made by somebody else.</summary>
    [Fact]
    [Trait("Conformance", "R09")]
    public void ALinkInThePlaceOfAFoundingsDraftWritesNothingWhereItLeads()
    {
        var before = File.ReadAllText(victim);
        var folder = scratch["new"];
        OwnerOnly.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "store.json.new"), victim);

        Try(() => Store.Initialize(folder, new ConnectionOptions
        {
            LedgerSecret = world.Secret, ClientStatePath = scratch["client"],
        }).Dispose());

        Assert.Equal(before, File.ReadAllText(victim));
    }

    /// <summary>He takes the database's own lock once something was erased.</summary>
    [Fact]
    [Trait("Conformance", "R09")]
    public async Task WhoHoldsTheDatabaseAfterTheCommitDoesNotHoldTheResultForMinutes()
    {
        world.Disconnect();
        using var store = SqliteTenantStore.Open(world.Database, readOnly: false);
        using var attacker = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        attacker.Open();
        using var command = attacker.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        var work = store.Write(default);
        work.DropReleases();
        work.Commit();
        command.ExecuteNonQuery();

        var ending = Task.Run(work.Dispose);

        Assert.Same(ending, await Task.WhenAny(ending, Task.Delay(TimeSpan.FromMinutes(1))));
        Assert.True(store.ErasureWaits);
    }

    private void Connect(bool readOnly) => Store.Connect(Path.Combine(world.Folder, "store"), new ConnectionOptions
    {
        ReadOnly = readOnly, LedgerSecret = readOnly ? null : world.Secret, ClientStatePath = Path.Combine(world.Folder, "client"),
    }).Dispose();

    // Whether it is refused is not what is asked here.
    private static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (TrstException)
        {
        }
    }

    private void Link(string suffix, string target)
    {
        File.Delete(world.Database + suffix);
        File.CreateSymbolicLink(world.Database + suffix, target);
    }

    private static void Sql(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
