using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>What was overwritten in the file still stands in the write-ahead log until that is emptied, and whoever reads keeps it for as
/// long (PROTOCOL section 4).</summary>
internal sealed class Erasure(SqliteConnection connection)
{
    private const int Tries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>True while something is to be erased.</summary>
    public bool Waits { get; set; }

    /// <summary>For what a process left behind that ended in between.</summary>
    public void TryOnce() => IsEmptied();

    /// <summary>Where something waits; it waits on where the log cannot be emptied now.</summary>
    public void Try()
    {
        for (var tries = 0; Waits && tries < Tries; tries++)
        {
            if (tries > 0)
            {
                Thread.Sleep(Pause);
            }

            Waits = !IsEmptied();
        }
    }

    // The answer's first column says whether somebody was in the way: then nothing was truncated.
    private bool IsEmptied()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        try
        {
            using var answer = command.ExecuteReader();
            return answer.Read() && answer.GetInt64(0) == 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
