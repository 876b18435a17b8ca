using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>The database's own write lock. Our writers queue before it; another program does not.</summary>
internal static class SqliteLock
{
    private const int Busy = 5;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for it; <see cref="ErrorId.StoreBusy"/> after the limit.</summary>
    public static SqliteTransaction Take(SqliteConnection connection, WaitLimit wait, CancellationToken cancellation)
    {
        var patience = connection.DefaultTimeout;
        try
        {
            // SQLite's own waiting hears no cancellation.
            connection.DefaultTimeout = 1;
            while (true)
            {
                try
                {
                    return connection.BeginTransaction(deferred: false);
                }
                catch (SqliteException e) when (e.SqliteErrorCode == Busy)
                {
                    wait.Pause(Step, () => "another program holds the database locked", cancellation);
                }
            }
        }
        finally
        {
            connection.DefaultTimeout = patience;
        }
    }
}
