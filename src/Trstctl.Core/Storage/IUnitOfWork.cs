namespace Trstctl.Storage;

/// <summary>One tenant's store. A unit of work is one transaction; one is open at a time per store object.</summary>
internal interface ITenantStore : IDisposable
{
    /// <summary>A consistent view that nobody's writing changes.</summary>
    IUnitOfWork Read();

    /// <summary>Takes the tenant's write lock; waits for other writers until cancelled.</summary>
    IUnitOfWork Write(CancellationToken cancellation);

    /// <summary>True while what was erased still stands in the write-ahead log, since others read; each act and each opening tries
    /// again.</summary>
    bool ErasureWaits { get; }
}

public interface IUnitOfWork : IDisposable
{
    /// <summary>The stored copy of the state.</summary>
    IStoredDocuments Documents { get; }

    StoredEvent? Event(long sequence);

    /// <summary>Events in order from a sequence number on, streamed.</summary>
    IEnumerable<StoredEvent> EventsFrom(long sequence);

    void InsertEvent(long sequence, StoredEvent item);

    /// <summary>The newest checkpoint as a signed note, or null in an empty ledger.</summary>
    string? LatestCheckpoint();

    /// <summary>The note that covers so many events, or null.</summary>
    string? Checkpoint(long size);

    /// <summary>Of a file that may be damaged: the highest sequence number that any event has, -1 without events.</summary>
    long LastSequence();

    /// <summary>What is wrong with the file's structure, whatever lies in it; null where it is whole.</summary>
    string? Fault();

    void InsertCheckpoint(long size, string note);

    /// <summary>Small settings that are no secrets: names, sealer records.</summary>
    byte[]? Setting(string name);

    void PutSetting(string name, byte[] value);

    /// <summary>Erases a setting as <see cref="DeleteSealedKey"/> a record.</summary>
    void DropSetting(string name);

    byte[]? SealedKey(string keyId, int generation);

    void InsertSealedKey(string keyId, int generation, byte[] record);

    /// <summary>Erases one sealed record; secure_delete overwrites it, and the write-ahead log is emptied after the commit.</summary>
    void DeleteSealedKey(string keyId, int generation);

    /// <summary>Released shares that wait for the session that asked for them: sealed to its memory, and no part of the history.
    /// Streamed: nobody signed how many there are.</summary>
    IEnumerable<byte[]> Releases(string ceremony);

    void PutRelease(string ceremony, string custodian, byte[] release);

    /// <summary>The session of the ceremony that said that it is over: the digest of its public key, or null. Nobody signed it.</summary>
    byte[]? EndedSession(string ceremony);

    void PutEndedSession(string ceremony, byte[] session);

    /// <summary>Erases what a ceremony's sessions were sent, and what they said of their end.</summary>
    void DeleteReleases(string ceremony);

    /// <summary>Erases every release: no session lives on in a restored store.</summary>
    void DropReleases();

    /// <summary>Empties the stored copy of the state, before a rebuild.</summary>
    void DropDocuments();

    void Commit();
}
