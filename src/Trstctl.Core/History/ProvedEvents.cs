namespace Trstctl.History;

/// <summary>Stored events in a row, as the verified tree holds them.</summary>
public static class ProvedEvents
{
    /// <summary>From a place on, up to the last that was verified: each is proved to be what the tree holds there, and one that is
    /// missing is a fault, not the end.</summary>
    public static IEnumerable<(StoredEvent Item, long Sequence)> EventsFrom(this VerifiedLedger ledger, IUnitOfWork work, long sequence)
    {
        using var stored = work.EventsFrom(sequence).GetEnumerator();
        for (var at = sequence; at < ledger.Size; at++)
        {
            yield return (ledger.Proved(stored.MoveNext() ? stored.Current : null, at), at);
        }
    }
}
