using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>
/// The log beside the database. Every commit is written back, so that the file is whole alone, however its process ends; and what was
/// overwritten in the file still stands in the log until that is emptied (PROTOCOL section 4). Whoever reads keeps the log for as long.
/// Where something was erased, the file is written anew before: SQLite overwrites a row that is deleted, but not the copy that was left
/// behind when it moved the row to another page. That this waits stands in the file's header: a process that dies leaves it to the next.
/// </summary>
internal sealed class WriteAheadLog
{
    private const int Tries = 10;
    private const int Wait = 1; // second: the lock is held meanwhile, and a result waits to be told
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly KeptCommands commands;
    private bool isWrittenAnew;

    public WriteAheadLog(KeptCommands commands)
    {
        this.commands = commands;
        ErasureWaits = Run("PRAGMA application_id", answer => answer.Read() && answer.GetInt64(0) != 0);
    }

    /// <summary>True while the log must be emptied.</summary>
    public bool ErasureWaits { get; private set; }

    /// <summary>Within the transaction that erases.</summary>
    public void Erase()
    {
        (ErasureWaits, isWrittenAnew) = (true, false);
        Schema.Execute(commands.Connection, "PRAGMA application_id=1");
    }

    /// <summary>What cannot be done now waits for the next time: the commit stands.</summary>
    public void WriteBack()
    {
        if (!ErasureWaits)
        {
            Checkpoint("PASSIVE");
            return;
        }

        var limit = new WaitLimit(Patience);
        for (var tries = 1; !TryErase() && tries < Tries && limit.Rest > TimeSpan.Zero; tries++)
        {
            Thread.Sleep(Pause);
        }
    }

    /// <summary>What another process left, where nobody is in the way.</summary>
    public void Recover()
    {
        if (ErasureWaits)
        {
            TryErase();
        }
        else
        {
            Empty();
        }
    }

    private bool TryErase()
    {
        isWrittenAnew = isWrittenAnew || (Run("VACUUM", _ => true) && Run("PRAGMA application_id=0", _ => true));
        ErasureWaits = !isWrittenAnew || !Empty();
        return !ErasureWaits;
    }

    // False where somebody is in the way.
    private bool Empty() => Checkpoint("TRUNCATE");

    // The answer's first column says whether it was kept from it.
    private bool Checkpoint(string mode) => Run($"PRAGMA wal_checkpoint({mode})", answer => answer.Read() && answer.GetInt64(0) == 0);

    private bool Run(string sql, Func<SqliteDataReader, bool> isDone)
    {
        using var lent = commands.Lend(sql, null);
        lent.Command.CommandTimeout = Wait;
        try
        {
            using var answer = lent.Command.ExecuteReader();
            return isDone(answer);
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
