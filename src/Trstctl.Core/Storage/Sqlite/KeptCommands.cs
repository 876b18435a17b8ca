using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>A connection's commands, kept between their uses with what SQLite prepared of them, and without the values of the last use.
/// There are as many as this module has statements; one that is read from while it is asked for is made a second time.</summary>
internal sealed class KeptCommands(SqliteConnection connection)
{
    private const int Most = 64;
    private readonly Dictionary<string, SqliteCommand> idle = new(StringComparer.Ordinal);

    public SqliteConnection Connection => connection;

    public int Execute(string sql, SqliteTransaction? transaction, params object[] values)
    {
        using var lent = Lend(sql, transaction, values);
        return lent.Command.ExecuteNonQuery();
    }

    public Lent Lend(string sql, SqliteTransaction? transaction, params object[] values)
    {
        if (idle.TryGetValue(sql, out var command))
        {
            idle.Remove(sql);
        }
        else
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), values[i]);
        }

        return new Lent(this, command);
    }

    private void TakeBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (idle.Count >= Most || idle.ContainsKey(command.CommandText))
        {
            command.Dispose();
            return;
        }

        idle.Add(command.CommandText, command);
    }

    /// <summary>A command in use.</summary>
    internal sealed class Lent(KeptCommands owner, SqliteCommand command) : IDisposable
    {
        public SqliteCommand Command => command;

        public void Dispose() => owner.TakeBack(command);
    }
}
