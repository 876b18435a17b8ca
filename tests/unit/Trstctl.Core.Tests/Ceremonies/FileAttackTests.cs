using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Somebody who writes the store's folder, before, between and during the acts of honest people.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileAttackTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    /// <summary>SQLite parses the schema once; a trigger that is gone from the file again lives on in the connection.</summary>
    [Fact]
    public void ATriggerThatWasTakenBackAfterItWasReadKeepsNoErasedRecord()
    {
        var root = world.MakeRoot();
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Ops), 0, 1, 2);
        using var attacker = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        attacker.Open();
        Run(attacker, "CREATE TRIGGER a BEFORE DELETE ON sealed_keys BEGIN SELECT RAISE(IGNORE); END");
        Scratch.Refused(ErrorId.StoreDamaged, () => world.Look(ceremony));

        // Written past the count by which SQLite sees that a schema has changed.
        Run(attacker, "PRAGMA writable_schema=ON; DELETE FROM sqlite_schema WHERE type = 'trigger'");
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());

        Assert.Null(world.Connection.Peek(work => work.SealedKey(root.KeyId!, 1)));
    }

    /// <summary>Past that count too, while the connection works by what it read before.</summary>
    [Fact]
    public void ATriggerThatWasPlantedPastTheCountIsSeenByAConnectionThatIsOpen()
    {
        var ceremony = world.Approve(world.StartRoot(), 0, 1, 2);
        using var attacker = new SqliteConnection($"Data Source={world.Database};Pooling=False");
        attacker.Open();
        Run(
            attacker,
            "PRAGMA writable_schema=ON; INSERT INTO sqlite_schema(type, name, tbl_name, rootpage, sql) VALUES('trigger', 'a', 'events', 0, "
                + "'CREATE TRIGGER a BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END')");

        Scratch.Refused(ErrorId.StoreDamaged, () => world.Look(ceremony));
        Run(attacker, "DELETE FROM sqlite_schema WHERE type = 'trigger'");
        Assert.NotNull(world.Look(ceremony));
    }

    /// <summary>One client, two windows: both wait for the lock, and the file is put back between the two.</summary>
    [Fact]
    public void WhatRanWhileOneWaitedForTheLockDoesNotRunAgain()
    {
        var ceremony = world.Approve(world.StartRoot(), 0, 1, 2);
        var first = world.ConnectWatched(_ => { });
        var (made, isArmed) = (new List<string>(), false);
        var second = world.ConnectWatched(method =>
        {
            if (method == nameof(ITenantStore.Write) && isArmed)
            {
                isArmed = false;
                var copy = world.Copy("copy");
                made.AddRange(Execute(first, ceremony));
                PutBack(world.Database, copy);
            }
        });
        first.Read((_, _) => true);
        second.Read((_, _) => true);
        isArmed = true;

        Scratch.Refused(ErrorId.LedgerForked, () => made.AddRange(Execute(second, ceremony)));
        Assert.Single(made);
    }

    /// <summary>Each process then works in a file of its own, and holds a lock of its own.</summary>
    [Fact]
    public void OfTwoProcessesUnderWhichFileAndLockAreReplacedTheSecondIsTold()
    {
        var (copy, isArmed) = (world.Copy("copy"), true);
        var first = world.ConnectWatched(_ => { }, method =>
        {
            if (method == nameof(IUnitOfWork.Commit) && isArmed)
            {
                isArmed = false;
                foreach (var suffix in new[] { string.Empty, "-wal", "-shm", ".lock" })
                {
                    File.Delete(world.Database + suffix);
                }

                File.Copy(copy, world.Database);
                Start(world.Connect("watched"), "CN=Second");
            }
        });

        Scratch.Refused(ErrorId.LedgerForked, () => Start(first, "CN=First"));

        static void Start(StoreConnection connection, string subject) => new CeremonyService(connection).Start(
            new CeremonyRequest { Operation = "Root", Spec = World.Spec(subject) }, World.Ops);
    }

    /// <summary>What a file leads to is not ours to make.</summary>
    [Fact]
    public void ALockThatIsALinkIsRefusedAndNothingIsMadeWhereItLeads()
    {
        var target = Path.Combine(world.Folder, "elsewhere");
        File.Delete(world.Database + ".lock");
        File.CreateSymbolicLink(world.Database + ".lock", target);

        Scratch.Refused(ErrorId.StoreUnavailable, () => world.StartRoot("CN=Root"));
        Assert.False(File.Exists(target));
    }

    /// <summary>An emptied file is no new store.</summary>
    [Fact]
    public void AFileThatWasEmptiedGetsNoTables()
    {
        world.Connection.Dispose();
        File.WriteAllBytes(world.Database, []);

        Scratch.Refused(ErrorId.StoreDamaged, () => world.Connect("stranger"));
        Assert.Equal(0, new FileInfo(world.Database).Length);
    }

    /// <summary>A store that looks empty (or another's) while the client asks whose mark to hold it against.</summary>
    [Fact]
    public void TheMarkIsThatOfTheTenantWhoIsReadAndNotOfTheOneWhoWasShownBefore()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        world.PutAt(copy, "elsewhere");
        var folder = Path.Combine(world.Folder, "elsewhere");
        var marker = Path.Combine(folder, "store.json");
        File.WriteAllText(marker, File.ReadAllText(marker).Replace(world.Connection.StoreId, Guid.NewGuid().ToString()));
        var database = Path.Combine(folder, "tenants", "default.db");
        var reads = 0;
        using var store = SqliteTenantStore.Open(database, readOnly: false);
        var options = new ConnectionOptions
        {
            LedgerSecret = world.Secret, ClientStatePath = Path.Combine(world.Folder, "client"), Clock = new Fixed(world.Now),
        };
        TenantKeys keys;
        using (var work = store.Read())
        {
            keys = TenantKeys.Open(work, options);
        }

        Sql(database, "CREATE TABLE hidden AS SELECT * FROM events; DELETE FROM events");
        var watched = Watched<ITenantStore>.Of(store, method =>
        {
            if (method == nameof(ITenantStore.Read) && ++reads == 2)
            {
                PutBack(database, copy);
            }
        });
        Sql(database, "DROP TABLE hidden");
        using var connection = new StoreConnection(StoreFolder.Open(folder), options, watched, keys);

        Scratch.Refused(ErrorId.LedgerForked, () => connection.Read((_, _) => true));
    }

    /// <summary>Rows that no event made stop nobody: the next generation of a key is known to everybody.</summary>
    [Fact]
    public void APlantedRecordOfTheNextGenerationStopsNoRosterChange()
    {
        var root = world.MakeQuorumRoot();
        world.Sql("INSERT INTO sealed_keys(key_id, generation, record) VALUES($id, 2, x'00')", ("$id", root.KeyId!));
        var change = world.Approve(
            world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);

        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    [Theory]
    [InlineData("type")]
    [InlineData("name")]
    [InlineData("tbl_name")]
    [InlineData("rootpage")]
    [InlineData("sql")]
    public void ASchemaWithHolesIsDamage(string column)
    {
        world.Disconnect();
        Sql(world.Database, $"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET {column} = NULL WHERE name = 'events'");
        try
        {
            world.Connect().Dispose();
        }
        catch (TrstException e)
        {
            Assert.Equal(ErrorId.StoreDamaged, e.Id);
        }
    }

    /// <summary>What is read of a text ends at its first NUL.</summary>
    [Fact]
    public void RowsThatReadAlikeAreAFaultAndNoRawError()
    {
        world.Sql("INSERT INTO documents(kind, id, body) VALUES('a', 'b' || char(0) || 'c', x'00'), ('a', 'b' || char(0) || 'd', x'00')");

        Assert.NotEmpty(new LedgerAudit(world.Connection).Run().Faults);
    }

    /// <summary>The folder of tickets is a link into somebody's own folders.</summary>
    [Fact]
    public void ALinkInPlaceOfTheQueueChangesNothingBehindIt()
    {
        var mine = Path.Combine(world.Folder, "public");
        Directory.CreateDirectory(mine);
        File.SetUnixFileMode(mine, (UnixFileMode)0x1ED);
        var queue = WriterQueue.TicketsOf(world.Database + ".lock");
        if (Directory.Exists(queue))
        {
            Directory.Delete(queue);
        }

        Directory.CreateSymbolicLink(queue, mine);
        using (new FileStream(world.Database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Throws<TrstException>(() => WriterQueue.Enter(
                world.Database + ".lock", CancellationToken.None, new WaitLimit(TimeSpan.FromMilliseconds(100))));
        }

        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(mine));
    }

    /// <summary>An id is no path: what it claims must not stand for a store that was never seen.</summary>
    [Fact]
    public void AStoreDoesNotSpeakForThePathOfAnother()
    {
        var marker = Path.Combine(world.Folder, "store", "store.json");
        File.WriteAllText(marker, File.ReadAllText(marker).Replace(world.Connection.StoreId, "/srv/ca/store"));

        Scratch.Refused(ErrorId.FormatInvalid, () => world.Connect("stranger").Dispose());
    }

    /// <summary>Many records of many sizes, erased: SQLite moves rows between pages, and of one of these it leaves a copy behind.</summary>
    [Fact]
    public void NothingOfAnErasedRecordStaysWhereSqliteMovedIt()
    {
        var file = Path.Combine(world.Folder, "moved.db");
        File.WriteAllBytes(file, []);
        File.SetUnixFileMode(file, (UnixFileMode)0x180);
        using var store = SqliteTenantStore.Open(file, readOnly: false, isNew: true);
        var random = new Random(4010);
        var records = new Dictionary<string, byte[]>();
        var left = 0;
        var gone = new List<byte[]>();
        for (var round = 0; round < 40; round++)
        {
            using var work = store.Write(CancellationToken.None);
            for (var i = 0; i < 3; i++)
            {
                var name = new byte[8];
                random.NextBytes(name);
                var id = Convert.ToHexString(name);
                var record = new byte[random.Next(60, 1800)];
                random.NextBytes(record);
                records[id] = record;
                work.InsertSealedKey(id, 1, record);
            }

            if (round % 2 == 1)
            {
                var id = records.Keys.ElementAt(random.Next(records.Count));
                gone.Add(records[id]);
                records.Remove(id);
                work.DeleteSealedKey(id, 1);
            }

            work.Commit();
        }

        var all = File.ReadAllBytes(file);
        foreach (var record in gone)
        {
            for (var at = 0; at + 24 <= record.Length; at += 24)
            {
                if (all.AsSpan().IndexOf(record.AsSpan(at, 24)) >= 0)
                {
                    left++;
                    break;
                }
            }
        }

        Assert.Equal(0, left);
    }

    private static IEnumerable<string> Execute(StoreConnection connection, CeremonyRecord ceremony) =>
        new CeremonyService(connection).Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present())
            .Select(made => ((AuthorityRecord)made).KeyId!);

    // While others are connected.
    private static void PutBack(string database, string copy) => Sql(
        database,
        $"ATTACH '{copy}' AS old;" + string.Concat(
            new[] { "settings", "events", "checkpoints", "documents", "sealed_keys", "releases" }.Select(table =>
                $"DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM old.{table};")));

    private static void Sql(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        Run(connection, sql);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Fixed(DateTime now) : IClock
    {
        public DateTime UtcNow => now;
    }
}
