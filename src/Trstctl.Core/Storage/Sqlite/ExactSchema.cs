using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>Demands in every transaction of a connection that its file holds the expected tables and nothing else; and that the connection
/// works by them: SQLite reads the schema once and keeps it, so that a trigger could stand in its memory alone.</summary>
/// <remarks>SQLite reads it anew where the number in the file that counts its changes is another than in memory. While that is the number
/// of the last transaction, and nothing ran between the two but a checkpoint, which reads none, memory holds what was compared then. Else
/// it is read anew, and both come from one view of the file.</remarks>
internal sealed class ExactSchema(KeptCommands commands)
{
    private long? compared;

    /// <exception cref="TrstException"><see cref="ErrorId.StoreDamaged"/>.</exception>
    public void Demand(SqliteTransaction transaction)
    {
        var version = Version(transaction);
        var isInMemory = version == compared;
        compared = null;
        if (!isInMemory)
        {
            // It works while it is prepared: it is not kept.
            Schema.Execute(commands.Connection, "PRAGMA writable_schema=RESET");
        }

        Schema.DemandExact(commands, transaction);
        compared = version;
    }

    /// <summary>Where something ran outside a transaction that may have read the schema.</summary>
    public void Forget() => compared = null;

    private long Version(SqliteTransaction transaction)
    {
        using var lent = commands.Lend("PRAGMA schema_version", transaction);
        return (long)lent.Command.ExecuteScalar()!;
    }
}
