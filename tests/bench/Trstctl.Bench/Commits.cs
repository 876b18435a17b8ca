using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Trstctl.Bench;

/// <summary>What the disk allows: bare durable SQLite commits of one row each.</summary>
internal static class Commits
{
    public static void Print(string folder, string what, int count) => Figures.Rate(what, Figures.Time(() => Run(folder, count)), count);

    private static void Run(string folder, int count)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, Guid.NewGuid() + ".db")};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)");
        var body = RandomNumberGenerator.GetBytes(2048);
        for (var i = 0; i < count; i++)
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO t(body) VALUES($1)";
            command.Parameters.AddWithValue("$1", body);
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
