using Trstctl.Ceremonies.Operations;
using Trstctl.Ledger;
using Trstctl.Ledger.Events;
using Trstctl.Rosters;
using Trstctl.Storage;

namespace Trstctl.Ceremonies;

/// <summary>A ceremony with what remains to be done.</summary>
public sealed record CeremonyView(CeremonyRecord Record, CeremonyStatus Status, IReadOnlyList<string> WaitingFor);

/// <summary>Finding ceremonies; reads the verified state.</summary>
public sealed class CeremonyQueries(StoreConnection connection)
{
    public IReadOnlyList<CeremonyView> All(CancellationToken cancellation = default) => connection.Read<IReadOnlyList<CeremonyView>>(
        (work, ledger) => ledger is null
            ? []
            : ledger.State.All<CeremonyRecord>(CeremonyRecord.KindName).Select(record => View(work, ledger, record)).ToArray(),
        cancellation);

    public CeremonyView Get(string ceremonyId, CancellationToken cancellation = default) => connection.Read(
        (work, ledger) => ledger?.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId) is { } record
            ? View(work, ledger, record)
            : throw NotFound(ceremonyId),
        cancellation);

    /// <summary>The full id for an id or its last eight (or more) digits.</summary>
    public string Resolve(string idOrEnd, CancellationToken cancellation = default) => connection.Read(
        (_, ledger) =>
        {
            var end = idOrEnd.Trim().ToLowerInvariant();
            var found = (ledger?.State.All<CeremonyRecord>(CeremonyRecord.KindName) ?? [])
                .Select(record => record.CeremonyId)
                .Where(id => string.Equals(id, end, StringComparison.Ordinal) || (end.Length >= 8 && id.EndsWith(end, StringComparison.Ordinal)))
                .ToArray();
            return found.Length switch
            {
                1 => found[0],
                0 => throw NotFound(idOrEnd),
                _ => throw new TrstException(ErrorId.CeremonyAmbiguous, end),
            };
        },
        cancellation);

    private CeremonyView View(IUnitOfWork work, VerifiedLedger ledger, CeremonyRecord record)
    {
        var status = record.StatusAt(connection.LedgerTime(ledger));
        return new CeremonyView(record, status, status is CeremonyStatus.Pending ? WaitingFor(work, ledger, record) : []);
    }

    private static IReadOnlyList<string> WaitingFor(IUnitOfWork work, VerifiedLedger ledger, CeremonyRecord record)
    {
        var electorate = record.Epoch == 0
            ? Electorate.OfFounders(Founding(work, ledger, record), record.Opener)
            : ledger.State.Find<RosterRecord>(RosterRecord.KindName, RosterRecord.IdOf(record.Epoch)) is { } roster ? Electorate.Of(roster.Roster) : null;
        return electorate is null
            ? []
            : electorate.Voters
                .Where(v => electorate.OpenerCounts || !electorate.IsOpener(v, record.Opener))
                .Where(v => record.WordOf(v.Name) is null)
                .Select(v => v.Name)
                .ToArray();
    }

    private static Roster Founding(IUnitOfWork work, VerifiedLedger ledger, CeremonyRecord record) =>
        RosterOperation.Read(Plan.FromSigned(ledger.Event<CeremonyStarted>(work, record.StartedAt).Event.SignedPlan).Subject).Roster;

    private static TrstException NotFound(string id) => new(ErrorId.CeremonyNotFound, Canonical.CanonicalText.Escape(id));
}
