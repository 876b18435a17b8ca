using Microsoft.Data.Sqlite;

namespace Trstctl.Storage.Sqlite;

internal sealed class SqliteUnitOfWork(
    KeptCommands commands, SqliteTransaction transaction, WriteAheadLog log, Action leave) : IUnitOfWork
{
    private bool left;
    private bool erased;

    public IStoredDocuments Documents => new SqliteDocuments(this);

    public StoredEvent? Event(long sequence) =>
        Query("SELECT header, salt, data FROM events WHERE seq = $1", ReadEvent, sequence).FirstOrDefault();

    public IEnumerable<StoredEvent> EventsFrom(long sequence) =>
        Query("SELECT header, salt, data FROM events WHERE seq >= $1 ORDER BY seq", ReadEvent, sequence);

    public void InsertEvent(long sequence, StoredEvent item) => Execute(
        "INSERT INTO events(seq, header, salt, data) VALUES($1, $2, $3, $4)", sequence, item.Header, item.Salt, item.Data);

    public string? LatestCheckpoint() =>
        Query("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1", row => row.GetString(0)).FirstOrDefault();

    public string? Checkpoint(long size) =>
        Query("SELECT note FROM checkpoints WHERE size = $1", row => row.GetString(0), size).FirstOrDefault();

    public long LastSequence() =>
        Query("SELECT seq FROM events ORDER BY seq DESC LIMIT 1", row => row.GetInt64(0)).DefaultIfEmpty(-1).First();

    public string? Fault()
    {
        try
        {
            return Query("PRAGMA quick_check(1)", row => row.GetString(0)).FirstOrDefault(said => said != "ok");
        }
        catch (TrstException e) when (e.Kind == ErrorKind.Damaged)
        {
            return e.Message;
        }
    }

    public void InsertCheckpoint(long size, string note) =>
        Execute("INSERT INTO checkpoints(size, note) VALUES($1, $2)", size, note);

    public byte[]? Setting(string name) =>
        Query("SELECT value FROM settings WHERE name = $1", row => row.GetFieldValue<byte[]>(0), name).FirstOrDefault();

    public void PutSetting(string name, byte[] value) =>
        Execute("INSERT INTO settings(name, value) VALUES($1, $2) ON CONFLICT(name) DO UPDATE SET value = excluded.value", name, value);

    public void DropSetting(string name)
    {
        erased |= Setting(name) is not null;
        Execute("DELETE FROM settings WHERE name = $1", name);
    }

    public byte[]? SealedKey(string keyId, int generation) => Query(
        "SELECT record FROM sealed_keys WHERE key_id = $1 AND generation = $2", row => row.GetFieldValue<byte[]>(0), keyId,
        generation).FirstOrDefault();

    // A record that no completion names is nobody's: one that somebody put there is in nobody's way.
    public void InsertSealedKey(string keyId, int generation, byte[] record) => Execute(
        "INSERT INTO sealed_keys(key_id, generation, record) VALUES($1, $2, $3) ON CONFLICT(key_id, generation) DO UPDATE SET record = "
            + "excluded.record",
        keyId,
        generation,
        record);

    public void DeleteSealedKey(string keyId, int generation)
    {
        erased = true;
        Execute("DELETE FROM sealed_keys WHERE key_id = $1 AND generation = $2", keyId, generation);
    }

    public IEnumerable<byte[]> Releases(string ceremony) => Query(
        "SELECT release FROM releases WHERE ceremony = $1 AND custodian <> '' ORDER BY custodian", row => row.GetFieldValue<byte[]>(0),
        ceremony);

    public void PutRelease(string ceremony, string custodian, byte[] release) => Execute(
        "INSERT INTO releases(ceremony, custodian, release) VALUES($1, $2, $3) ON CONFLICT(ceremony, custodian) DO UPDATE SET release "
            + "= excluded.release",
        ceremony,
        custodian,
        release);

    // No custodian has an empty name.
    public byte[]? EndedSession(string ceremony) => Query(
        "SELECT release FROM releases WHERE ceremony = $1 AND custodian = ''", row => row.GetFieldValue<byte[]>(0), ceremony)
        .FirstOrDefault();

    public void PutEndedSession(string ceremony, byte[] session) => PutRelease(ceremony, string.Empty, session);

    public void DeleteReleases(string ceremony)
    {
        erased |= Query("SELECT 1 FROM releases WHERE ceremony = $1 AND custodian <> ''", _ => true, ceremony).Any();
        Execute("DELETE FROM releases WHERE ceremony = $1", ceremony);
    }

    public void DropReleases()
    {
        erased = true;
        Execute("DELETE FROM releases");
    }

    public void DropDocuments() => Execute("DELETE FROM documents");

    public void Commit() => SqliteFaults.Guard(() =>
    {
        // Also where it fails: what failed may have happened.
        if (erased)
        {
            log.Erase();
        }

        transaction.Commit();
        return true;
    });

    public void Dispose()
    {
        if (left)
        {
            return;
        }

        left = true;
        try
        {
            transaction.Dispose();
        }
        catch (SqliteException)
        {
            // Nothing of it happened, or it is looked for.
        }
        finally
        {
            leave();
        }
    }

    internal void Execute(string sql, params object[] values) =>
        SqliteFaults.Guard(() => commands.Execute(sql, transaction, values));

    internal IEnumerable<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params object[] values)
    {
        using var lent = commands.Lend(sql, transaction, values);
        using var rows = SqliteFaults.Guard(lent.Command.ExecuteReader);
        while (SqliteFaults.Guard(rows.Read))
        {
            yield return SqliteFaults.Guard(() => read(Whole(rows)));
        }
    }

    // No column may be null; a damaged file has what its schema forbids.
    private static SqliteDataReader Whole(SqliteDataReader row)
    {
        for (var i = 0; i < row.FieldCount; i++)
        {
            if (row.IsDBNull(i))
            {
                throw new TrstException(ErrorId.StoreDamaged, "a stored value is missing");
            }
        }

        return row;
    }

    private static StoredEvent ReadEvent(SqliteDataReader row) =>
        new(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2));
}
