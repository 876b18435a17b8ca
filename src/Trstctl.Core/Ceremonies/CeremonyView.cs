namespace Trstctl.Ceremonies;

/// <summary>A ceremony with what remains to be done.</summary>
public sealed record CeremonyView(CeremonyRecord Record, CeremonyStatus Status, IReadOnlyList<string> WaitingFor)
{
    /// <summary>True until it was completed, denied, stopped, voided, or expired.</summary>
    public bool IsOpen => Status is CeremonyStatus.Pending or CeremonyStatus.Ready;
}

/// <summary>Finding ceremonies; reads the verified state.</summary>
public sealed class CeremonyQueries(StoreConnection connection)
{
    public IReadOnlyList<CeremonyView> All(CancellationToken cancellation = default) => connection.Read<IReadOnlyList<CeremonyView>>(
        (_, ledger) => ledger is null
            ? []
            : ledger.State.All<CeremonyRecord>(CeremonyRecord.KindName).Select(record => View(ledger, record)).ToArray(),
        cancellation);

    public CeremonyView Get(string ceremonyId, CancellationToken cancellation = default) => connection.Read(
        (_, ledger) => ledger?.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId) is { } record
            ? View(ledger, record)
            : throw NotFound(ceremonyId),
        cancellation);

    /// <summary>The full id for an id or its last eight (or more) digits.</summary>
    public string Resolve(string idOrEnd, CancellationToken cancellation = default) => connection.Read(
        (_, ledger) =>
        {
            var end = AsciiFold.Lower(idOrEnd.Trim());
            var found = (ledger?.State.All<CeremonyRecord>(CeremonyRecord.KindName) ?? [])
                .Select(record => record.CeremonyId)
                .Where(id => string.Equals(id, end, StringComparison.Ordinal)
                    || (end.Length >= 8 && id.EndsWith(end, StringComparison.Ordinal)))
                .ToArray();
            return found.Length switch
            {
                1 => found[0],
                0 => throw NotFound(idOrEnd),
                _ => throw new TrstException(ErrorId.CeremonyAmbiguous, end),
            };
        },
        cancellation);

    private CeremonyView View(VerifiedLedger ledger, CeremonyRecord record)
    {
        var status = record.StatusAt(connection.ShownTime(ledger, record.CeremonyId));
        return new CeremonyView(record, status, status is CeremonyStatus.Pending ? record.WaitingFor : []);
    }

    private static TrstException NotFound(string id) => new(ErrorId.CeremonyNotFound, CanonicalText.Escape(id));
}
