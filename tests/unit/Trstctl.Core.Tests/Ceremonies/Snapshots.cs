using System.Text;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.History;
using Trstctl.History.Snapshots;
using Trstctl.Rosters;
using Trstctl.State;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>What a test asks of a client's snapshot, and does to it.</summary>
internal static class Snapshots
{
    private static readonly string[] Kinds =
    [
        AdmittedStatement.KindName, AuthorityRecord.KindName, CARequestRecord.KindName, CeremonyRecord.KindName,
        CrossCertificateRecord.KindName, DrillRecord.KindName, KeyRecord.KindName, RefusalRecord.KindName,
        RetiredPrincipalKeyRecord.KindName, RosterRecord.KindName, TenantRecord.KindName,
    ];

    /// <summary>The whole state with the plans of its ceremonies, what documents are found by, and what a ledger knows beside.</summary>
    public static string Text(StoreConnection connection) => connection.Read((_, ledger) => string.Join("\n",
    [
        .. Kinds.SelectMany(kind => ledger!.State.All<Document>(kind)).Select(document => Text(document, ledger!.State)),
        .. ledger!.Voids.Select(item => item.ToString()),
        $"{ledger.Head} {ledger.LastTime:O} {ledger.VoidCount} {ledger.Founding?.Digest}",
        .. Enumerable.Range(0, (int)ledger.Size + 1).Select(size => ledger.PointAt(size).ToString()),
    ]));

    /// <summary>How much of the ledger a connection took from its snapshot; 0 where it read all of it.</summary>
    public static long Kept(StoreConnection connection) => connection.Read((_, ledger) => ledger!.Snapshot?.Size ?? 0);

    /// <summary>Writes into it as this build would.</summary>
    public static void Edit(string path, Action<SnapshotFile> edit)
    {
        using var file = SnapshotFile.OpenToWrite(path);
        Assert.True(file.Write(file.Head(), edit));
    }

    public static void Put(this SnapshotFile file, Document document)
    {
        var before = file.Find(document.Kind, document.Id) is { } body
            ? DocumentCatalogue.Read(document.Kind, body, () => throw new NotSupportedException()).IndexedBy.ToArray()
            : [];
        file.Put(document.Kind, document.Id, document.ToBytes(), before, document.IndexedBy);
    }

    private static string Text(Document document, IProjection state)
    {
        var found = document.IndexedBy.Select(key =>
            $"{key.By}={key.Value}:{state.By<Document>(document.Kind, key.By, key.Value).Count(d => d.Id == document.Id)}"
                + $"{state.Sorted<Document>(document.Kind, key.By, key.Value).Count(d => d.Item.Id == document.Id)}");
        var plan = document is CeremonyRecord ceremony ? Encoding.UTF8.GetString(ceremony.Plan.Bytes) : null;
        return $"{document.Kind} {document.Id} {Encoding.UTF8.GetString(document.ToBytes())} {string.Join(" ", found)} {plan}";
    }
}
