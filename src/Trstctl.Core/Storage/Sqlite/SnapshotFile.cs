using System.Text;
using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

/// <summary>What lies in a snapshot's file is not what this build wrote there, or nobody can read it.</summary>
internal sealed class SnapshotUnusable(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>A client's snapshot in a file of its own folder: items by kind and id, what they are found by, and the ledger's tree. One view
/// of it is held as long as it is open, whatever other processes write; each item has its digest. It is as trusted as the module's own
/// files: who can write here can replace those.</summary>
internal sealed class SnapshotFile : IDisposable
{
    private const int Version = 1;
    private const int Page = 64;

    private const string Tables =
        "CREATE TABLE head(body BLOB NOT NULL, digest BLOB NOT NULL) STRICT;"
        + "CREATE TABLE items(kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, digest BLOB NOT NULL, "
        + "PRIMARY KEY(kind, id)) STRICT;"
        + "CREATE TABLE found(kind TEXT NOT NULL, by TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, "
        + "PRIMARY KEY(kind, by, value, id)) STRICT, WITHOUT ROWID;"
        + "CREATE TABLE nodes(level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(level, idx)) STRICT, "
        + "WITHOUT ROWID;"
        + "CREATE TABLE times(size INTEGER PRIMARY KEY, time TEXT NOT NULL) STRICT;"
        + "CREATE TABLE voids(seq INTEGER PRIMARY KEY, body BLOB NOT NULL, digest BLOB NOT NULL) STRICT;";

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);
    private SqliteTransaction? current;

    private SnapshotFile(SqliteConnection connection) => this.connection = connection;

    /// <summary>One view of it; null where there is none yet.</summary>
    public static SnapshotFile? Open(string path) => !File.Exists(path) ? null
        : OwnerOnly.IsLink(path) ? throw new SnapshotUnusable("it is a link")
        : Opened(path, file => file.current = file.connection.BeginTransaction(deferred: true));

    /// <summary>To write into what is there.</summary>
    public static SnapshotFile OpenToWrite(string path) => Opened(path, _ => { });

    /// <summary>To write into an empty one in the place of whatever is there.</summary>
    public static SnapshotFile Create(string path)
    {
        Delete(path);
        OwnerOnly.CreateFile(path).Dispose();
        return Opened(path, file =>
        {
            file.Number("PRAGMA journal_mode=WAL");
            file.Execute($"BEGIN; {Tables} PRAGMA user_version={Version}; COMMIT");
        });
    }

    // The file first: without the log that belongs to it, it may be half of what it was.
    public static void Delete(string path)
    {
        foreach (var suffix in new[] { string.Empty, "-wal", "-shm", "-journal" })
        {
            File.Delete(path + suffix);
        }
    }

    public byte[]? Head() => Guarded(() => Rows("SELECT body, digest FROM head", row => Checked("head", row)).SingleOrDefault());

    public byte[]? Find(string kind, string id) => Guarded(
        () => Rows("SELECT body, digest FROM items WHERE kind=$1 AND id=$2", row => Checked(kind + "\n" + id, row), kind, id)
            .SingleOrDefault());

    /// <summary>In their order.</summary>
    public IEnumerable<string> Ids(string kind) => Paged(
        string.Empty, last => Rows($"SELECT id FROM items WHERE kind=$1 AND id>$2 ORDER BY id LIMIT {Page}", Text, kind, last));

    /// <summary>In their order.</summary>
    public IEnumerable<string> Ids(string kind, string by, string value) => Paged(
        string.Empty,
        last => Rows(
            $"SELECT id FROM found WHERE kind=$1 AND by=$2 AND value=$3 AND id>$4 ORDER BY id LIMIT {Page}", Text, kind, by, value, last));

    /// <summary>In the order of the values that begin so.</summary>
    public IEnumerable<(string Value, string Id)> Sorted(string kind, string by, string prefix) => Paged(
        (Value: prefix, Id: string.Empty),
        last => Rows(
            "SELECT value, id FROM found WHERE kind=$1 AND by=$2 AND (value, id)>($3, $4) ORDER BY value, id LIMIT "
                + FormattableString.Invariant($"{Page}"),
            row => (Value: row.GetString(0), Id: row.GetString(1)), kind, by, last.Value, last.Id))
        .TakeWhile(item => item.Value.StartsWith(prefix, StringComparison.Ordinal));

    public string? LastId(string kind) => Guarded(
        () => Rows("SELECT id FROM items WHERE kind=$1 ORDER BY id DESC LIMIT 1", Text, kind).SingleOrDefault());

    public Digest? Node(int level, long index) => Guarded(() => Rows(
        "SELECT hash FROM nodes WHERE level=$1 AND idx=$2",
        row => (Digest?)new Digest(row.GetFieldValue<byte[]>(0)), level, index).SingleOrDefault());

    /// <summary>The ledger's time when it had this size.</summary>
    public string? TimeAt(long size) => Guarded(
        () => Rows("SELECT time FROM times WHERE size<=$1 ORDER BY size DESC LIMIT 1", Text, size).SingleOrDefault());

    public long VoidsBefore(long size) => Guarded(
        () => Rows("SELECT count(*) FROM voids WHERE seq<$1", row => row.GetInt64(0), size).Single());

    /// <summary>From a sequence number on.</summary>
    public IEnumerable<byte[]> Voids(long from) => Paged(
        (Sequence: from - 1, Body: Array.Empty<byte>()),
        last => Rows(
            $"SELECT seq, body, digest FROM voids WHERE seq>$1 ORDER BY seq LIMIT {Page}",
            row => (Sequence: row.GetInt64(0), Body: Checked("void", row, 1)), last.Sequence)).Select(item => item.Body);

    /// <summary>Writes all of it or nothing.</summary>
    /// <param name="before">The head that is expected there.</param>
    /// <returns>False where another process wrote since, or writes now; nothing is written then.</returns>
    public bool Write(byte[]? before, Action<SnapshotFile> write) => Guarded(() =>
    {
        try
        {
            current = connection.BeginTransaction();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED)
        {
            return false;
        }

        using (current)
        {
            var isSame = Head() is { } now ? before?.AsSpan().SequenceEqual(now) == true : before is null;
            if (isSame)
            {
                write(this);
                current.Commit();
            }

            current = null;
            return isSame;
        }
    });

    // The following within Write alone.
    public void PutHead(byte[] body)
    {
        Execute("DELETE FROM head");
        Execute("INSERT INTO head(body, digest) VALUES($1, $2)", body, DigestOf("head", body));
    }

    public void Put(
        string kind, string id, byte[] body, IEnumerable<(string By, string Value)> before, IEnumerable<(string By, string Value)> now)
    {
        foreach (var (by, value) in before)
        {
            Execute("DELETE FROM found WHERE kind=$1 AND by=$2 AND value=$3 AND id=$4", kind, by, value, id);
        }

        foreach (var (by, value) in now)
        {
            Execute("INSERT OR IGNORE INTO found(kind, by, value, id) VALUES($1, $2, $3, $4)", kind, by, value, id);
        }

        Execute(
            "INSERT INTO items(kind, id, body, digest) VALUES($1, $2, $3, $4) "
                + "ON CONFLICT(kind, id) DO UPDATE SET body=excluded.body, digest=excluded.digest",
            kind, id, body, DigestOf(kind + "\n" + id, body));
    }

    public void PutNode(int level, long index, Digest hash) =>
        Execute("INSERT OR REPLACE INTO nodes(level, idx, hash) VALUES($1, $2, $3)", level, index, hash.ToArray());

    public void PutTime(long size, string time) => Execute("INSERT OR REPLACE INTO times(size, time) VALUES($1, $2)", size, time);

    public void PutVoid(long sequence, byte[] body) =>
        Execute("INSERT OR REPLACE INTO voids(seq, body, digest) VALUES($1, $2, $3)", sequence, body, DigestOf("void", body));

    public void Dispose()
    {
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }

        commands.Clear();
        current?.Dispose();
        connection.Dispose();
    }

    private static SnapshotFile Opened(string path, Action<SnapshotFile> begin)
    {
        var file = new SnapshotFile(new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 1,
        }.ToString()));
        try
        {
            return file.Guarded(() =>
            {
                file.connection.Open();
                file.Execute("PRAGMA synchronous=NORMAL; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY");
                begin(file);
                return file.Number("PRAGMA user_version") == Version ? file
                    : throw new SnapshotUnusable("it is no snapshot of this version");
            });
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static byte[] Checked(string name, SqliteDataReader row, int at = 0)
    {
        var body = row.GetFieldValue<byte[]>(at);
        return DigestOf(name, body).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(at + 1))
            ? body
            : throw new SnapshotUnusable($"its {name.Split('\n')[0]} does not match its digest");
    }

    private static byte[] DigestOf(string name, byte[] body) => Digest.Of([.. Encoding.UTF8.GetBytes(name + "\n"), .. body]).ToArray();

    private static string Text(SqliteDataReader row) => row.GetString(0);

    // Everything that reads may meet a file that is no database, or one with other tables. Whoever was given an item may ask it for more
    // at any time.
    private T Guarded<T>(Func<T> act)
    {
        lock (commands)
        {
            try
            {
                return act();
            }
            catch (Exception e) when (e is SqliteException or InvalidCastException or InvalidOperationException or ArgumentException)
            {
                throw new SnapshotUnusable(e.Message, e);
            }
        }
    }

    // A page at a time, so that nothing is held open between them.
    private IEnumerable<T> Paged<T>(T first, Func<T, IEnumerable<T>> next)
    {
        for (var from = first; ;)
        {
            var page = Guarded(() => next(from).ToArray());
            foreach (var item in page)
            {
                yield return item;
            }

            if (page.Length < Page)
            {
                yield break;
            }

            from = page[page.Length - 1];
        }
    }

    private IEnumerable<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params object[] values)
    {
        using var rows = Prepared(sql, values).ExecuteReader();
        while (rows.Read())
        {
            yield return read(rows);
        }
    }

    private void Execute(string sql, params object[] values) => Prepared(sql, values).ExecuteNonQuery();

    private long Number(string sql) => Prepared(sql, []).ExecuteScalar() is long number ? number : 0;

    private SqliteCommand Prepared(string sql, object[] values)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            commands.Add(sql, command);
            for (var i = 1; i <= values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = FormattableString.Invariant($"${i}") });
            }
        }

        command.Transaction = current;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }
}
