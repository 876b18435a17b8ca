using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>One tenant in one SQLite file: write-ahead log, full synchronisation, secrets overwritten when deleted.</summary>
internal sealed class SqliteTenantStore : ITenantStore
{
    private readonly SqliteConnection connection;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string lockFile;
    private readonly bool readOnly;
    private readonly Erasure erasure;

    private SqliteTenantStore(SqliteConnection connection, string lockFile, bool readOnly)
    {
        this.connection = connection;
        erasure = new Erasure(connection);
        this.lockFile = lockFile;
        this.readOnly = readOnly;
    }

    /// <param name="file">The tenant's database; it must exist, an empty file becomes a new store.</param>
    public static SqliteTenantStore Open(string file, bool readOnly)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            return SqliteFaults.Guard(() =>
            {
                connection.Open();
                Schema.Execute(
                    connection,
                    "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL; PRAGMA "
                        + "cell_size_check=ON");
                if (!readOnly)
                {
                    Schema.Execute(connection, "PRAGMA journal_mode=WAL");
                }

                Schema.Open(connection, readOnly);
                var store = new SqliteTenantStore(connection, file + ".lock", readOnly);
                if (!readOnly)
                {
                    store.erasure.TryOnce();
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

    public bool ErasureWaits => erasure.Waits;

    public IUnitOfWork Read()
    {
        turn.Wait();
        return Begin(null, deferred: true);
    }

    public IUnitOfWork Write(CancellationToken cancellation)
    {
        if (readOnly)
        {
            throw new TrstException(ErrorId.StoreReadOnly, "this act");
        }

        turn.Wait(cancellation);
        FileStream? place = null;
        try
        {
            place = WriterQueue.Enter(lockFile, cancellation);
        }
        catch
        {
            turn.Release();
            throw;
        }

        return Begin(place, deferred: false);
    }

    public void Dispose()
    {
        connection.Dispose();
        turn.Dispose();
    }

    private SqliteUnitOfWork Begin(FileStream? place, bool deferred)
    {
        void Leave()
        {
            using (place)
            {
                if (!deferred)
                {
                    erasure.Try();
                }
            }

            turn.Release();
        }

        try
        {
            return new SqliteUnitOfWork(connection, SqliteFaults.Guard(() => BeginTransaction(deferred)), erasure, Leave);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    // Asked in every transaction: the file is open to others all the time.
    private SqliteTransaction BeginTransaction(bool deferred)
    {
        var transaction = connection.BeginTransaction(deferred);
        try
        {
            Schema.DemandExact(connection);
            return transaction;
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }
}
