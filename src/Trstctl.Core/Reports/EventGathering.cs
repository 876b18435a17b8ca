using System.Globalization;

namespace Trstctl.Reports;

/// <summary>The events of a ceremony, each proved to be what the verified tree holds at its place.</summary>
internal sealed class EventGathering(IUnitOfWork work, VerifiedLedger ledger)
{
    public IReadOnlyList<ReportedEvent> Gather(CeremonyRecord record) => work.EventsFrom(record.StartedAt)
        .Select((item, i) => (Item: item, Sequence: record.StartedAt + i))
        .Where(stored => stored.Sequence < ledger.Size
            && string.Equals(EventHeader.FromBytes(stored.Item.Header).Ceremony, record.CeremonyId, StringComparison.Ordinal))
        .Select(stored => Tell(stored.Item, stored.Sequence))
        .ToArray();

    private ReportedEvent Tell(StoredEvent item, long sequence)
    {
        var (header, known) = ledger.Demand(item, sequence);
        var reason = ledger.VoidReason(sequence);
        var words = reason is null ? Words(known).Select(CanonicalText.Line).ToArray() : [];
        return new(sequence, header.Time, header.Type, header.Actor, words)
        {
            Void = reason is null ? null : CanonicalText.Escape(reason),
        };
    }

    private static IEnumerable<string> Words(LedgerEvent known) => known switch
    {
        Refused refused => [$"{refused.Act}: {refused.Error}: {refused.Text}"],
        StatementMade { Said.Reason: { } reason } => [$"reason: {reason}"],
        CeremonyCancelled stopped => [$"reason: {StopStatement.FromSigned(stopped.Cancellation).Reason}"],
        KeyOpenRequested asked => Asked(OpenRequest.FromSigned(asked.Request)),
        KeyShareReleased released => [$"to the session {released.Said.Session.Hex.Substring(0, 16)}"],
        _ => known.Words,
    };

    private static IEnumerable<string> Asked(OpenRequest said) =>
    [
        $"asks for the shares of {said.Keys.Count.ToString(CultureInfo.InvariantCulture)} key(s) on {said.Host}",
        $"session {said.SessionDigest.Hex.Substring(0, 16)}: {PgpWords.Anchor(said.SessionDigest)}",
    ];
}
