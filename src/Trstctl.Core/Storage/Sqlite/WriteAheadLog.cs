using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>
/// The log beside the database. Every commit is written back, so that the file is whole alone, however its process ends; and what was
/// overwritten in the file still stands in the log until that is emptied (PROTOCOL section 4). Whoever reads keeps the log for as long.
/// </summary>
internal sealed class WriteAheadLog(SqliteConnection connection)
{
    private const int Tries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>True while the log must be emptied.</summary>
    public bool ErasureWaits { get; set; }

    /// <summary>What cannot be done now waits for the next time: the commit stands.</summary>
    public void WriteBack()
    {
        if (!ErasureWaits)
        {
            Checkpoint("PASSIVE");
            return;
        }

        for (var tries = 0; ErasureWaits && tries < Tries; tries++)
        {
            if (tries > 0)
            {
                Thread.Sleep(Pause);
            }

            ErasureWaits = !Empty();
        }
    }

    /// <summary>False where somebody is in the way.</summary>
    public bool Empty() => Checkpoint("TRUNCATE");

    // The answer's first column says whether it was kept from it.
    private bool Checkpoint(string mode)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA wal_checkpoint({mode})";
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
