using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Storage;

/// <summary>A file that somebody filled: how much memory it is read with, he does not say.</summary>
public sealed class StoredMemoryTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    /// <summary>The file says how many of its pages are kept in memory.</summary>
    [Fact]
    [Trait("Conformance", "R09")]
    public void TheFileDoesNotSayHowMuchMemoryItIsReadWith()
    {
        world.Disconnect();
        Sql("PRAGMA default_cache_size = 1000000");
        using var store = SqliteTenantStore.Open(world.Database, readOnly: false);
        using var work = store.Read();
        Assert.NotEmpty(work.Documents.All());

        Assert.Equal(-2000, ((SqliteUnitOfWork)work).Query("PRAGMA cache_size", row => row.GetInt64(0)).Single()); // KiB
    }

    /// <summary>Rows that no custodian's statement names.</summary>
    [Fact]
    [Trait("Conformance", "R09")]
    public void StoredReleasesAreNotAllKeptInMemory()
    {
        world.Sql(
            "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 16) INSERT INTO releases(ceremony, custodian, "
                + "release) SELECT 'x', i, zeroblob(4194304) FROM n");

        world.Ask((work, _) =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.NotEmpty(work.Releases("x").First());
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
            return true;
        });
    }

    /// <summary>A file is written anew where something was erased, however large somebody made it.</summary>
    [Fact]
    [Trait("Conformance", "R09")]
    public void WhatIsWrittenAnewInMemoryHasABound() =>
        Assert.InRange(SQLitePCL.raw.sqlite3_hard_heap_limit64(-1), 1, 1024 * 1024 * 1024);

    private void Sql(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={world.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
