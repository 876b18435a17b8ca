using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.KillTarget.Living;

/// <summary>
/// Looks at the store after each kill, by what it verified before: the ledger goes on from there, every word of it counts, and whatever
/// a ceremony completed is there whole, or nothing of it. Each fault is a line.
/// </summary>
internal sealed class Judge(string folder)
{
    private VerifiedLedger? ledger;
    private long judged;

    public long Size => ledger?.Size ?? 0;

    /// <summary>How many ceremonies of each operation were completed.</summary>
    public IEnumerable<IGrouping<string, CeremonyRecord>> Completed => ledger!.State
        .All<CeremonyRecord>(CeremonyRecord.KindName).Where(c => c.Status == CeremonyStatus.Completed).GroupBy(c => c.Operation);

    private string Database => Path.Combine(folder, "store", "tenants", "default.db");

    public IReadOnlyList<string> Faults()
    {
        try
        {
            using var store = SqliteTenantStore.Open(Database, readOnly: false);
            using var work = store.Read();
            ledger ??= new VerifiedLedger(EventHeader.FromBytes(work.Event(0)!.Header).Tenant);
            ledger.Advance(work);
            var faults = Events(work).Concat(Rows(work)).Concat(Keys((SqliteUnitOfWork)work)).Concat(Client()).Concat(Shares()).ToArray();
            judged = ledger.Size;
            return faults;
        }
        catch (TrstException e)
        {
            return [$"{e.Id}: {e.Message}"];
        }
    }

    /// <summary>Everything from the first event on, as who connects and asks Test-TrstLedger.</summary>
    public IReadOnlyList<string> AuditFaults()
    {
        try
        {
            using var connection = Store.Connect(Path.Combine(folder, "store"), Life.Options(folder));
            return new LedgerAudit(connection).Run().Faults;
        }
        catch (TrstException e)
        {
            return [$"{e.Id}: {e.Message}"];
        }
    }

    private IEnumerable<string> Events(IUnitOfWork work)
    {
        if (work.LastSequence() != ledger!.Size - 1)
        {
            yield return $"events to {work.LastSequence()}, and the checkpoint covers {ledger.Size}";
        }

        foreach (var item in ledger.Voids.Where(v => v.Sequence >= judged))
        {
            yield return $"event {item.Sequence}, {item.Type}, is void: {item.Reason}";
        }
    }

    private IEnumerable<string> Rows(IUnitOfWork work)
    {
        var rows = work.Documents.All().ToDictionary(row => row.Kind + " " + row.Id, row => row.Body);
        foreach (var document in ledger!.Everything)
        {
            if (!rows.Remove(document.Kind + " " + document.Id, out var row) || !row.AsSpan().SequenceEqual(document.ToBytes()))
            {
                yield return $"the row of {document.Kind} {document.Id} is not what the events make";
            }
        }

        foreach (var name in rows.Keys)
        {
            yield return $"nothing makes the row of {name}";
        }
    }

    private IEnumerable<string> Keys(SqliteUnitOfWork work)
    {
        var stored = work.Query(
            "SELECT key_id, generation, record FROM sealed_keys",
            row => (Id: row.GetString(0) + " " + row.GetInt32(1), Record: row.GetFieldValue<byte[]>(2))).ToDictionary(
            row => row.Id, row => Digest.Of(row.Record));
        var known = ledger!.State.All<KeyRecord>(KeyRecord.KindName).Where(key => key.IsKept)
            .SelectMany(key => new[] { key, key.Before }).OfType<KeyRecord>().ToDictionary(
            key => key.KeyId + " " + key.Generation, key => key.RecordDigest);
        foreach (var (id, digest) in known)
        {
            if (!stored.Remove(id, out var found) || found != digest)
            {
                yield return $"key {id} has no record, or another";
            }
        }

        foreach (var id in stored.Keys)
        {
            yield return $"the record of key {id} has no ceremony";
        }

        var waiting = work.Query("SELECT DISTINCT ceremony FROM releases WHERE custodian <> ''", row => row.GetString(0)).ToArray();
        foreach (var id in waiting.Where(
            id => ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, id) is not { Status: CeremonyStatus.Pending }))
        {
            yield return $"released shares of ceremony {id}, which ended, are kept";
        }
    }

    private IEnumerable<string> Client()
    {
        var mark = new ClientState(new ClientFolder(Path.Combine(folder, "client"), new Warnings())).Marks(ledger!.TenantId).Tenant;
        if (mark is null || !ledger.Contains(mark.Point))
        {
            yield return $"the client saw {mark?.Point}, which the store does not hold";
        }
    }

    // Erin's: written before the commit, so a file without a ceremony is no fault, and a ceremony without its file is one.
    private IEnumerable<string> Shares()
    {
        var files = Directory.GetFiles(Path.Combine(folder, "shares")).ToLookup(file => Path.GetFileName(file).Split('.')[0]);
        foreach (var key in ledger!.State.All<KeyRecord>(KeyRecord.KindName).Where(key => key.IsQuorum))
        {
            if (!files[key.Ceremony].Any(file => new FileInfo(file).Length > 0))
            {
                yield return $"Erin has no file of the shares that ceremony {key.Ceremony} dealt";
            }
        }
    }
}
