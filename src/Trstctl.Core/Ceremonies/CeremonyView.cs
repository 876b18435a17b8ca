using Trstctl.Ceremonies.Presence;

namespace Trstctl.Ceremonies;

/// <summary>A ceremony with what remains to be done.</summary>
public sealed record CeremonyView(CeremonyRecord Record, CeremonyStatus Status, IReadOnlyList<string> WaitingFor)
{
    /// <summary>What it made or changed, as that stands now.</summary>
    public IReadOnlyList<Document> Made { get; init; } = [];

    /// <summary>By when somebody has to act: approve while approvals are gathered, then execute; null after its end.</summary>
    public DateTime? Due => Status switch
    {
        CeremonyStatus.Pending => Record.GatherBy,
        CeremonyStatus.Ready => Record.UseBy,
        _ => null,
    };

    /// <summary>What the newest session has of the shares that it asked for, once somebody released one; else null.</summary>
    internal GatheredShares? Shares { get; init; }

    /// <summary>Who can act: those who can still approve, then who may execute, and in between who can still release a share; empty after
    /// its end.</summary>
    public string Next => Status switch
    {
        CeremonyStatus.Pending => Words.Or(WaitingFor),
        CeremonyStatus.Ready when Shares is { Missing.Count: > 0 } => $"{Words.Or(Shares.Missing)} releases ({Shares})",
        CeremonyStatus.Ready => $"{Words.Or(Record.Executors)} executes{(Shares is null ? string.Empty : $" ({Shares})")}",
        _ => string.Empty,
    };

    /// <summary>True until it was completed, denied, stopped, voided, or expired.</summary>
    public bool IsOpen => Status is CeremonyStatus.Pending or CeremonyStatus.Ready;
}

/// <summary>Finding ceremonies; reads the verified state.</summary>
public sealed class CeremonyQueries(StoreConnection connection)
{
    public IReadOnlyList<CeremonyView> All(CancellationToken cancellation = default) => List(false, all => all, cancellation);

    /// <summary>Oldest first.</summary>
    /// <param name="pending">Only those that did not end.</param>
    /// <param name="select">Takes what it needs of them: what is not asked for costs nothing.</param>
    public IReadOnlyList<CeremonyView> List(
        bool pending, Func<IEnumerable<CeremonyView>, IEnumerable<CeremonyView>> select, CancellationToken cancellation = default) =>
        connection.Read<IReadOnlyList<CeremonyView>>(
            (_, ledger) => ledger is null ? []
                : select(AsOpened(Records(pending, ledger.State)).Select(record => View(ledger, record))).ToArray(),
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
            var found = ledger is null || end.Length < CeremonyRecord.EndLength
                ? []
                : ledger.State.By<CeremonyRecord>(
                    CeremonyRecord.KindName, CeremonyRecord.End, end.Substring(end.Length - CeremonyRecord.EndLength))
                .Select(record => record.CeremonyId)
                .Where(id => id.EndsWith(end, StringComparison.Ordinal))
                .ToArray();
            return found.Length switch
            {
                1 => found[0],
                0 => throw NotFound(idOrEnd),
                _ => throw new TrstException(ErrorId.CeremonyAmbiguous, end, string.Join(", ", found.Take(5))),
            };
        },
        cancellation);

    private static IEnumerable<CeremonyRecord> Records(bool pending, IProjection state) => pending
        ? state.By<CeremonyRecord>(CeremonyRecord.KindName, CeremonyRecord.Pending, string.Empty)
        : state.All<CeremonyRecord>(CeremonyRecord.KindName);

    // Ids are drawn of their time, and of one second in any order. Lazily, since what is not asked for is not read.
    private static IEnumerable<CeremonyRecord> AsOpened(IEnumerable<CeremonyRecord> byId)
    {
        var second = new List<CeremonyRecord>();
        foreach (var record in byId)
        {
            if (second.Count > 0 && second[0].OpenedAt != record.OpenedAt)
            {
                foreach (var opened in second.OrderBy(opened => opened.StartedAt))
                {
                    yield return opened;
                }

                second.Clear();
            }

            second.Add(record);
        }

        foreach (var opened in second.OrderBy(opened => opened.StartedAt))
        {
            yield return opened;
        }
    }

    private CeremonyView View(VerifiedLedger ledger, CeremonyRecord record)
    {
        var status = record.StatusAt(connection.ShownTime(ledger, record.CeremonyId));
        return new CeremonyView(record, status, status is CeremonyStatus.Pending ? record.WaitingFor : [])
        {
            Made = CeremonyResults.Of(record, ledger.State),
            Shares = status == CeremonyStatus.Ready && record.Releases.Count > 0 ? KeysToOpen.Gathered(record, ledger.State) : null,
        };
    }

    private static TrstException NotFound(string id) => new(ErrorId.CeremonyNotFound, CanonicalText.Escape(id));
}
