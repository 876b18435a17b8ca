namespace Trstctl.History;

/// <summary>A client that saw more than a restored copy: it goes on for the resumption that takes the copy up, and nothing else.</summary>
/// <param name="Point">What it saw.</param>
/// <param name="IsNew">Whether the restoration of this event lies beyond all that store and mark share.</param>
internal sealed record SeenBeyond(LedgerPoint Point, Func<long, bool> IsNew);

/// <summary>Holds a store against what this client saw of its tenant (PROTOCOL sections 5 and 5a).</summary>
/// <param name="accepted">A head that people agreed upon, whatever this client saw.</param>
internal sealed class HighWaterMark(ClientState client, LedgerPoint? accepted)
{
    /// <summary>What this client saw of the tenant; at a place that it never saw, of the one that is shown there.</summary>
    public ClientMark? Of(string? tenant, ITenantStore store)
    {
        var known = tenant ?? Shown(store);
        return known is null ? null : client.Mark(known);
    }

    /// <summary>A mark follows the store by itself; a restored copy raises none before it is resumed. It goes over to another history
    /// where people settled a fork, and behind a resumption whose restoration it never knew: the quorum took that copy up.</summary>
    /// <returns>Not null where the client goes on for a resumption alone.</returns>
    public SeenBeyond? Hold(ClientMark? mark, VerifiedLedger ledger)
    {
        var tenant = TenantRecord.Of(ledger.State);
        if (mark is null || ledger.Contains(mark.Point))
        {
            if (!tenant.IsRestored && (mark is null || mark.Point.Size < ledger.Size))
            {
                client.Raise(ledger.TenantId, ledger.Mark);
            }

            return null;
        }

        bool IsNew(long restoration) => mark.IsNew(ledger.PointAt(restoration + 1));
        if (tenant.IsRestored && tenant.Restorations.Any(restoration => IsNew(restoration.Sequence)))
        {
            return new SeenBeyond(mark.Point, IsNew);
        }

        if (tenant.IsRestored || (ledger.Head != accepted && !(tenant.TakenUp is { } takenUp && IsNew(takenUp))))
        {
            throw new TrstException(
                ErrorId.LedgerForked, mark.Point.Size, ledger.Size,
                mark.Point.Size > ledger.Size ? "it is shorter" : "its history differs");
        }

        client.GiveUp(ledger.TenantId, mark, ledger.Mark);
        return null;
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
}
