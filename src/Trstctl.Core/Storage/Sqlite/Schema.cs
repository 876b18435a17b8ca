using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>The schema of a tenant's file, which holds these tables and nothing else: a planted trigger, view or index could hide what is
/// written, or change it.</summary>
internal static class Schema
{
    /// <summary>As <c>PRAGMA user_version</c> says it.</summary>
    public const int Version = 1;

    // Each text stands in the file letter by letter, whatever ends this source's lines.
    private static readonly Dictionary<string, string> Tables = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["settings"] = "name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
        ["events"] = "seq INTEGER PRIMARY KEY, header BLOB NOT NULL, salt BLOB NOT NULL, data BLOB NOT NULL)",
        ["checkpoints"] = "size INTEGER PRIMARY KEY, note TEXT NOT NULL)",
        ["documents"] = "kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID",
        ["sealed_keys"] = "key_id TEXT NOT NULL, generation INTEGER NOT NULL, record BLOB NOT NULL, "
            + "PRIMARY KEY(key_id, generation)) WITHOUT ROWID",
        ["releases"] = "ceremony TEXT NOT NULL, custodian TEXT NOT NULL, release BLOB NOT NULL, "
            + "PRIMARY KEY(ceremony, custodian)) WITHOUT ROWID",
    }.ToDictionary(table => table.Key, table => $"CREATE TABLE {table.Key}({table.Value}", StringComparer.Ordinal);

    /// <summary>Makes the tables in a new file, which is empty; refuses one that holds anything else.</summary>
    public static void Open(KeptCommands commands, bool isNew)
    {
        var connection = commands.Connection;
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (version < Version && Scalar(connection, "SELECT 1 FROM sqlite_schema") is not null)
        {
            throw Refuse($"it holds tables and says that it is of version {version}");
        }

        if (version > Version)
        {
            throw new TrstException(ErrorId.StoreVersionUnsupported, version, Version);
        }

        if (version < Version)
        {
            if (!isNew)
            {
                throw Refuse("it is empty");
            }

            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var table in Tables.Values)
            {
                Execute(connection, table);
            }

            Execute(connection, $"PRAGMA user_version = {Version}");
            transaction.Commit();
        }

        DemandExact(commands, null);
    }

    /// <summary>Of the file.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.StoreDamaged"/>.</exception>
    public static void DemandExact(KeptCommands commands, SqliteTransaction? transaction)
    {
        var missing = new HashSet<string>(Tables.Keys, StringComparer.Ordinal);
        var pages = new HashSet<long>();
        using var lent = commands.Lend(
            "SELECT type, substr(name, 1, 64), substr(coalesce(sql, ''), 1, 512), rootpage FROM sqlite_schema", transaction);
        using var reader = lent.Command.ExecuteReader();
        while (reader.Read())
        {
            var (type, name, sql, page) = (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3));
            if (!missing.Remove(name) || type != "table" || sql != Tables[name])
            {
                throw Refuse($"it holds a {CanonicalText.Escape(type)} {CanonicalText.Escape(name)} that this module did not make");
            }

            if (!pages.Add(page))
            {
                throw Refuse($"the table {name} shares its pages with another");
            }
        }

        if (missing.Count > 0)
        {
            throw Refuse($"the table {missing.First()} is missing");
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static TrstException Refuse(string fault) => new(ErrorId.StoreDamaged, fault);

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
