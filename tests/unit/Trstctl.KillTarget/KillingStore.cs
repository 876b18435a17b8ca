using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.State;
using Trstctl.Storage;

namespace Trstctl.KillTarget;

/// <summary>A tenant's store that passes a kill point before every write, and before and after every commit.</summary>
internal sealed class KillingStore(ITenantStore store, KillPoints points) : ITenantStore
{
    public bool ErasureWaits => store.ErasureWaits;

    public IUnitOfWork Read() => store.Read();

    public IUnitOfWork Write(CancellationToken cancellation) => new KillingWork(store.Write(cancellation), points);

    public void Dispose() => store.Dispose();
}

internal sealed class KillingWork(IUnitOfWork work, KillPoints points) : IUnitOfWork
{
    public IStoredDocuments Documents => new KillingDocuments(work.Documents, points);

    public StoredEvent? Event(long sequence) => work.Event(sequence);

    public IEnumerable<StoredEvent> EventsFrom(long sequence) => work.EventsFrom(sequence);

    public string? LatestCheckpoint() => work.LatestCheckpoint();

    public string? Checkpoint(long size) => work.Checkpoint(size);

    public long LastSequence() => work.LastSequence();

    public string? Fault() => work.Fault();

    public byte[]? Setting(string name) => work.Setting(name);

    public byte[]? SealedKey(string keyId, int generation) => work.SealedKey(keyId, generation);

    public void InsertEvent(long sequence, StoredEvent item) => Pass(() => work.InsertEvent(sequence, item));

    public void InsertCheckpoint(long size, string note) => Pass(() => work.InsertCheckpoint(size, note));

    public void PutSetting(string name, byte[] value) => Pass(() => work.PutSetting(name, value));

    public void DropSetting(string name) => Pass(() => work.DropSetting(name));

    public void InsertSealedKey(string keyId, int generation, byte[] record) => Pass(() => work.InsertSealedKey(keyId, generation, record));

    public void DeleteSealedKey(string keyId, int generation) => Pass(() => work.DeleteSealedKey(keyId, generation));

    public IEnumerable<byte[]> Releases(string ceremony) => work.Releases(ceremony);

    public byte[]? EndedSession(string ceremony) => work.EndedSession(ceremony);

    public void PutEndedSession(string ceremony, byte[] session) => Pass(() => work.PutEndedSession(ceremony, session));

    public void PutRelease(string ceremony, string custodian, byte[] release) => Pass(() => work.PutRelease(ceremony, custodian, release));

    public void DeleteReleases(string ceremony) => Pass(() => work.DeleteReleases(ceremony));

    public void DropReleases() => Pass(work.DropReleases);

    public void DropDocuments() => Pass(work.DropDocuments);

    public void Commit()
    {
        Pass(work.Commit);
        points.Pass();
    }

    public void Dispose() => work.Dispose();

    private void Pass(Action write)
    {
        points.Pass();
        write();
    }
}

internal sealed class KillingDocuments(IStoredDocuments documents, KillPoints points) : IStoredDocuments
{
    public byte[]? Find(string kind, string id) => documents.Find(kind, id);

    public IEnumerable<(string Kind, string Id, byte[] Body)> All() => documents.All();

    public void Put(Document document)
    {
        points.Pass();
        documents.Put(document);
    }
}
