using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>The schema of a tenant's file. A migration is appended, never edited; PRAGMA user_version counts them.</summary>
internal static class Schema
{
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE settings(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE events(seq INTEGER PRIMARY KEY, header BLOB NOT NULL, salt BLOB NOT NULL, data BLOB NOT NULL);
        CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, note TEXT NOT NULL);
        CREATE TABLE documents(kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;
        CREATE TABLE sealed_keys(
            key_id TEXT NOT NULL, generation INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY(key_id, generation)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE releases(
            ceremony TEXT NOT NULL, custodian TEXT NOT NULL, release BLOB NOT NULL, PRIMARY KEY(ceremony, custodian)) WITHOUT ROWID;
        """,
    ];

    public static int Version => Migrations.Length;

    public static void Migrate(SqliteConnection connection, bool readOnly)
    {
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (version > Version || (readOnly && version < Version))
        {
            throw new TrstException(ErrorId.StoreVersionUnsupported, version, Version);
        }

        if (version == Version)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        for (; version < Version; version++)
        {
            Execute(connection, Migrations[version]);
        }

        Execute(connection, $"PRAGMA user_version = {version}");
        transaction.Commit();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
