using Microsoft.Data.Sqlite;
using Trstctl.Ledger;
using Trstctl.State;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>The rows of a tenant's file in memory, read as the file is.</summary>
internal sealed class StoredRows : IUnitOfWork, IStoredDocuments
{
    public StoredRows(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        Each("SELECT seq, header, salt, data FROM events", row =>
            Events.Add(row.GetInt64(0), new StoredEvent(B(row, 1), B(row, 2), B(row, 3))));
        Each("SELECT size, note FROM checkpoints", row => Checkpoints.Add(row.GetInt64(0), row.GetString(1)));
        Each("SELECT kind, id, body FROM documents", row => Documents.Add((row.GetString(0), row.GetString(1)), B(row, 2)));
        Each("SELECT key_id, generation, record FROM sealed_keys", row => SealedKeys.Add((row.GetString(0), row.GetInt32(1)), B(row, 2)));
        Each("SELECT ceremony, custodian, release FROM releases", row => Releases.Add((row.GetString(0), row.GetString(1)), B(row, 2)));
        Each("SELECT name, value FROM settings", row => Settings.Add(row.GetString(0), B(row, 1)));

        static byte[] B(SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

        void Each(string sql, Action<SqliteDataReader> read)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                read(rows);
            }
        }
    }

    private StoredRows(StoredRows other)
    {
        Events = new(other.Events);
        Checkpoints = new(other.Checkpoints);
        Documents = new(other.Documents);
        SealedKeys = new(other.SealedKeys);
        Releases = new(other.Releases);
        Settings = new(other.Settings);
    }

    public SortedList<long, StoredEvent> Events { get; } = [];

    public SortedList<long, string> Checkpoints { get; } = [];

    public Dictionary<(string Kind, string Id), byte[]> Documents { get; } = [];

    public Dictionary<(string Key, int Generation), byte[]> SealedKeys { get; } = [];

    public Dictionary<(string Ceremony, string Custodian), byte[]> Releases { get; } = [];

    public Dictionary<string, byte[]> Settings { get; } = [];

    IStoredDocuments IUnitOfWork.Documents => this;

    public StoredRows Copy() => new(this);

    public StoredEvent? Event(long sequence) => Events.GetValueOrDefault(sequence);

    public IEnumerable<StoredEvent> EventsFrom(long sequence) => Events.Where(row => row.Key >= sequence).Select(row => row.Value);

    public string? LatestCheckpoint() => Checkpoints.Count == 0 ? null : Checkpoints.Values[^1];

    public string? Checkpoint(long size) => Checkpoints.GetValueOrDefault(size);

    public long LastSequence() => Events.Count == 0 ? -1 : Events.Keys[^1];

    public string? Fault() => null;

    public byte[]? Setting(string name) => Settings.GetValueOrDefault(name);

    public byte[]? SealedKey(string keyId, int generation) => SealedKeys.GetValueOrDefault((keyId, generation));

    IEnumerable<byte[]> IUnitOfWork.Releases(string ceremony) =>
        [.. Releases.Where(row => row.Key.Ceremony == ceremony).Select(row => row.Value)];

    public byte[]? Find(string kind, string id) => Documents.GetValueOrDefault((kind, id));

    public IEnumerable<(string Kind, string Id, byte[] Body)> All() => Documents.Select(row => (row.Key.Kind, row.Key.Id, row.Value));

    public void InsertEvent(long sequence, StoredEvent item) => throw new NotSupportedException();

    public void InsertCheckpoint(long size, string note) => throw new NotSupportedException();

    public void PutSetting(string name, byte[] value) => throw new NotSupportedException();

    public void DropSetting(string name) => throw new NotSupportedException();

    public void InsertSealedKey(string keyId, int generation, byte[] record) => throw new NotSupportedException();

    public void DeleteSealedKey(string keyId, int generation) => throw new NotSupportedException();

    public byte[]? EndedSession(string ceremony) => throw new NotSupportedException();

    public void PutEndedSession(string ceremony, byte[] session) => throw new NotSupportedException();

    public void PutRelease(string ceremony, string custodian, byte[] release) => throw new NotSupportedException();

    public void DeleteReleases(string ceremony) => throw new NotSupportedException();

    public void DropReleases() => throw new NotSupportedException();

    public void DropDocuments() => throw new NotSupportedException();

    public void Put(Document document) => throw new NotSupportedException();

    public void Commit() => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
