using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>
/// A database that is only read, wherever it stands. SQLite reads a write-ahead log through a file beside it that every process at work
/// there shares; where that file is missing and cannot be made, nobody is at work. Then a database without a log is read as one that never
/// changes, and one whose log was left behind as a copy of both, in a folder that only this user can enter and that goes with the
/// connection. Nothing is made beside the database.
/// </summary>
internal static class ReadOnlyDatabase
{
    private const int CannotOpen = 14;
    private const string LogSuffix = "-wal";

    // A store of 100,000 events has a tenth of it.
    private const long MaxCopy = 4L * 1024 * 1024 * 1024;

    public static SqliteConnection Open(string file)
    {
        try
        {
            return Probe(file);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == CannotOpen && File.Exists(file))
        {
            var log = new FileInfo(file + LogSuffix);
            return log.Exists && log.Length > 0 ? OpenCopy(file) : Probe(Address(file) + "?immutable=1");
        }
    }

    private static SqliteConnection OpenCopy(string file)
    {
        var folder = Path.Combine(Path.GetTempPath(), "trstctl-" + Guid.NewGuid().ToString("N"));
        OwnerOnly.CreateDirectory(folder);
        try
        {
            var copy = Path.Combine(folder, Path.GetFileName(file));
            foreach (var suffix in new[] { string.Empty, LogSuffix })
            {
                using var source = BoundedFile.Open(file + suffix, FileShare.ReadWrite);
                using var target = OwnerOnly.CreateFile(copy + suffix);
                if (source.Length > MaxCopy || !BoundedFile.Copy(source, target, MaxCopy))
                {
                    throw new TrstException(
                        ErrorId.FileUnreadable, file + suffix, $"its log was left behind, and it has more than {MaxCopy} bytes to copy");
                }
            }

            var connection = Probe(copy);
            connection.Disposed += (_, _) => Remove(folder);
            return connection;
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is this user's alone, and holds no secret that the store does not hold.
        }
    }

    // Opened is not read: what is missing shows at the first page.
    private static SqliteConnection Probe(string source)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            connection.Open();
            Schema.Execute(connection, "PRAGMA schema_version");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Address(string file)
    {
        var path = Path.GetFullPath(file).Replace(Path.DirectorySeparatorChar, '/');
        return "file:///" + string.Join("/", path.TrimStart('/').Split('/').Select(Uri.EscapeDataString));
    }
}
