using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>One tenant in one SQLite file: write-ahead log, full synchronisation, secrets overwritten when deleted.</summary>
internal sealed class SqliteTenantStore : ITenantStore
{
    // No event, document or record is as large; a row that says so is refused before memory is spent on it.
    private const int MaxRow = 16 * 1024 * 1024;

    // A file says how much of it is kept in memory, and it is written anew in memory; a tenant's file is far smaller.
    private const int CacheKiB = 2000;
    private const long MaxHeap = 1024L * 1024 * 1024;

    private readonly SqliteConnection connection;
    private readonly KeptCommands commands;
    private readonly ExactSchema schema;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string lockFile;
    private readonly bool readOnly;
    private readonly WriteAheadLog log;
    private readonly TimeSpan limit;

    private SqliteTenantStore(KeptCommands commands, string lockFile, bool readOnly, TimeSpan limit)
    {
        this.commands = commands;
        connection = commands.Connection;
        schema = new ExactSchema(commands);
        log = new WriteAheadLog(commands);
        this.lockFile = lockFile;
        this.readOnly = readOnly;
        this.limit = limit;
    }

    /// <param name="file">The tenant's database; it must exist.</param>
    /// <param name="limit">How long each act waits for others.</param>
    /// <param name="isNew">Whether an empty file becomes a new store. Else it is one that was emptied.</param>
    public static SqliteTenantStore Open(string file, bool readOnly, TimeSpan? limit = null, bool isNew = false)
    {
        var connection = SqliteFaults.Guard(() => readOnly ? ReadOnlyDatabase.Open(file) : OpenToWrite(file));
        try
        {
            return SqliteFaults.Guard(() =>
            {
                SQLitePCL.raw.sqlite3_limit(connection.Handle, SQLitePCL.raw.SQLITE_LIMIT_LENGTH, MaxRow);
                Schema.Execute(
                    connection,
                    "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL; PRAGMA "
                        + "cell_size_check=ON; PRAGMA temp_store=MEMORY; "
                        + FormattableString.Invariant($"PRAGMA cache_size=-{CacheKiB}; PRAGMA hard_heap_limit={MaxHeap}"));
                var commands = new KeptCommands(connection);
                Schema.Open(commands, isNew);
                if (!readOnly)
                {
                    Schema.Execute(connection, "PRAGMA journal_mode=WAL");
                }

                var store = new SqliteTenantStore(commands, file + ".lock", readOnly, limit ?? WaitLimit.Default);
                if (!readOnly)
                {
                    store.log.Recover();
                }

                return store;
            });
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public bool ErasureWaits => log.ErasureWaits;

    public IUnitOfWork Read()
    {
        TakeTurn(new WaitLimit(limit), CancellationToken.None);
        return Begin(null, () => connection.BeginTransaction(deferred: true));
    }

    public IUnitOfWork Write(CancellationToken cancellation)
    {
        if (readOnly)
        {
            throw new TrstException(ErrorId.StoreReadOnly, "this act");
        }

        var wait = new WaitLimit(limit);
        TakeTurn(wait, cancellation);
        FileStream? place = null;
        try
        {
            place = WriterQueue.Enter(lockFile, cancellation, wait);
        }
        catch
        {
            turn.Release();
            throw;
        }

        return Begin(place, () => SqliteLock.Take(connection, wait, cancellation));
    }

    public void Dispose()
    {
        connection.Dispose();
        turn.Dispose();
    }

    private static SqliteConnection OpenToWrite(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void TakeTurn(WaitLimit wait, CancellationToken cancellation)
    {
        if (!turn.Wait(wait.Rest, cancellation))
        {
            throw wait.Over("another act of this connection");
        }
    }

    private SqliteUnitOfWork Begin(FileStream? place, Func<SqliteTransaction> begin)
    {
        void Leave()
        {
            using (place)
            {
                if (place is not null)
                {
                    // Which makes the file anew.
                    if (log.ErasureWaits)
                    {
                        schema.Forget();
                    }

                    log.WriteBack();
                }
            }

            turn.Release();
        }

        try
        {
            return new SqliteUnitOfWork(commands, SqliteFaults.Guard(() => Begun(begin)), log, Leave);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    // Asked in every transaction: the file is open to others all the time.
    private SqliteTransaction Begun(Func<SqliteTransaction> begin)
    {
        var transaction = begin();
        try
        {
            schema.Demand(transaction);
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }
}
