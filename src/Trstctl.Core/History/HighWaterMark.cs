namespace Trstctl.History;

/// <summary>A client that saw more than a restored copy: it goes on for the resumption that takes the copy up, and nothing else.</summary>
/// <param name="Point">What it saw.</param>
/// <param name="IsNew">Whether the restoration of this event lies beyond all that store and mark share.</param>
internal sealed record SeenBeyond(LedgerPoint Point, Func<long, bool> IsNew);

/// <summary>Holds a store against what this client saw of its tenant (PROTOCOL sections 5 and 5a).</summary>
/// <param name="accepted">A head that people agreed upon, whatever this client saw.</param>
internal sealed class HighWaterMark(ClientState client, string location, string tenantName, LedgerPoint? accepted)
{
    private ClientMark? place;

    /// <summary>Both marks: the tenant's, and that of the place where it was seen.</summary>
    public SeenBeyond? HoldBoth(ClientMark? mark, VerifiedLedger ledger)
    {
        var left = place is null ? null : HoldPlace(place, ledger);
        var beyond = Hold(mark, ledger);
        if (place is null || place.Point != ledger.Head || place.Left != left)
        {
            var next = ledger.Mark.Remembering(place) with { Left = left };
            client.RaisePlace(location, tenantName, place, next);
            place = next;
        }

        return left is null ? beyond : new SeenBeyond(
            left.Point, restoration => restoration >= left.From && beyond?.IsNew(restoration) != false);
    }

    // What was left at this place, where a copy stands there that is new and that nobody resumed: an older resumption in it, which
    // ended here, is not taken up for all that. Nor does a resumption lead away who only looked at the copy, where it takes up nothing of
    // it or forgot keys that were retired here. What is told is what was left first, not a copy in between. Null where the place's history
    // goes on, was taken up since, or is what people agreed upon.
    private LeftPlace? HoldPlace(ClientMark seen, VerifiedLedger ledger)
    {
        var tenant = TenantRecord.Of(ledger.State);
        if (ledger.Contains(seen.Point))
        {
            return seen.Left is not { } left || tenant.IsRestored ? seen.Left
                : ledger.Head == accepted || (tenant.TakenUp >= left.From && ledger.Retires(seen.Retired)) ? null
                : throw Forked(left.Point, ledger);
        }

        if (ledger.Head == accepted || IsTakenUpSince(seen, tenant, ledger))
        {
            return null;
        }

        return tenant.Restorations.FirstOrDefault(r => r.Sequence < ledger.Size && seen.IsNew(ledger.PointAt(r.Sequence + 1))) is { } copy
            ? new LeftPlace(seen.Left?.Point ?? seen.Point, copy.Sequence)
            : throw Forked(seen.Point, ledger);
    }

    /// <summary>What this client saw of the tenant; at a place that it never saw, of the one that is shown there. Asked anew before every
    /// look at the store, with what it saw of the place: another process of it may have seen more.</summary>
    public ClientMark? Of(string? tenant, ITenantStore store)
    {
        place = client.PlaceMark(location, tenantName);
        var known = tenant ?? Shown(store);
        return known is null ? null : client.Mark(known);
    }

    /// <summary>A mark follows the store by itself; a restored copy raises none before it is resumed. It goes over to another history
    /// where people settled a fork, and behind a resumption whose restoration it never knew: the quorum took that copy up. Where the copy
    /// lacks a key's retirement that it saw, people decide: thieves may be that quorum.</summary>
    /// <returns>Not null where the client goes on for a resumption alone.</returns>
    private SeenBeyond? Hold(ClientMark? mark, VerifiedLedger ledger)
    {
        var tenant = TenantRecord.Of(ledger.State);
        if (mark is null || ledger.Contains(mark.Point))
        {
            if (!tenant.IsRestored && (mark is null || mark.Point.Size < ledger.Size))
            {
                client.Raise(ledger.TenantId, ledger.Mark, ledger.Contains);
            }

            return null;
        }

        bool IsNew(long restoration) => restoration < ledger.Size && mark.IsNew(ledger.PointAt(restoration + 1));
        if (tenant.IsRestored && tenant.Restorations.Any(restoration => IsNew(restoration.Sequence)))
        {
            return new SeenBeyond(mark.Point, IsNew);
        }

        var isTakenUp = IsTakenUpSince(mark, tenant, ledger);
        if (ledger.Head != accepted && (tenant.IsRestored || !isTakenUp))
        {
            throw Forked(mark.Point, ledger);
        }

        client.GiveUp(ledger.TenantId, mark, ledger.Mark);
        return null;
    }

    /// <summary>Of the founding event; another is damage.</summary>
    public static string TenantOf(StoredEvent first)
    {
        try
        {
            return EventHeader.FromBytes(first.Header).Tenant;
        }
        catch (TrstException e)
        {
            throw new TrstException(ErrorId.LedgerInvalid, e, null, 0, e.Message);
        }
    }

    private static string? Shown(ITenantStore store)
    {
        using var work = store.Read();
        try
        {
            return work.Event(0) is { } first ? EventHeader.FromBytes(first.Header).Tenant : null;
        }
        catch (TrstException e) when (e.Id == ErrorId.FormatInvalid)
        {
            // Said where the ledger is read.
            return null;
        }
    }

    // By a resumption that came after what this client saw: not one of a recovery exercise, or of a copy that was given up long ago.
    private static bool IsTakenUpSince(ClientMark mark, TenantRecord tenant, VerifiedLedger ledger) =>
        tenant.TakenUp is { } takenUp && mark.IsNew(ledger.PointAt(takenUp + 1)) && tenant.TakenUpTime >= mark.Time
        && ledger.Mark.Epoch >= mark.Epoch
        && ledger.Retires(mark.Retired);

    private static TrstException Forked(LedgerPoint seen, VerifiedLedger ledger) => new(
        ErrorId.LedgerForked, seen.Size, ledger.Size, seen.Size > ledger.Size ? "it is shorter" : "its history differs");
}
