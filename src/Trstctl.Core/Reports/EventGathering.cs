using System.Globalization;

namespace Trstctl.Reports;

/// <summary>The events of a ceremony, each proved to be what the verified tree holds at its place. So is every other event since its
/// start: its header decides whether it is one of them, and one that is missing would be missed by nobody.</summary>
internal sealed class EventGathering(IUnitOfWork work, VerifiedLedger ledger)
{
    public IReadOnlyList<ReportedEvent> Gather(CeremonyRecord record) => ledger.EventsFrom(work, record.StartedAt)
        .Where(stored => string.Equals(EventHeader.FromBytes(stored.Item.Header).Ceremony, record.CeremonyId, StringComparison.Ordinal))
        .Select(stored => Tell(stored.Item, stored.Sequence, record))
        .ToArray();

    private ReportedEvent Tell(StoredEvent item, long sequence, CeremonyRecord record)
    {
        var (header, known) = ledger.Demand(item, sequence);
        var reason = ledger.VoidReason(sequence);
        var words = reason is null ? new[] { EventWords.Of(known, record) }.Concat(More(known)) : [];
        return new(sequence, header.Time, header.Type, header.Actor, words.Select(CanonicalText.Line).ToArray())
        {
            Void = reason is null ? null : CanonicalText.Escape(reason),
        };
    }

    private static IEnumerable<string> More(LedgerEvent known) => known switch
    {
        Refused refused => [refused.Text],
        KeyOpenRequested asked => Asked(OpenRequest.FromSigned(asked.Request)),
        KeyShareReleased released => [$"to the session {released.Said.Session.Hex.Substring(0, 16)}"],
        _ => known.Words,
    };

    private static IEnumerable<string> Asked(OpenRequest said) =>
    [
        $"{said.Keys.Count.ToString(CultureInfo.InvariantCulture)} key(s), on {said.Host}",
        $"session {said.SessionDigest.Hex.Substring(0, 16)}: {PgpWords.Anchor(said.SessionDigest)}",
    ];
}
