namespace Trstctl.History;

/// <summary>A client that saw more than a restored copy: it goes on for the resumption that takes the copy up, and nothing else.</summary>
/// <param name="Point">What it saw.</param>
/// <param name="IsNew">Whether the restoration of this event lies beyond all that store and mark share.</param>
internal sealed record SeenBeyond(LedgerPoint Point, Func<long, bool> IsNew);

/// <summary>What a client remembers of a store when it looks at it.</summary>
/// <param name="Tenant">Whose mark that is; null where nobody is shown and nobody pinned.</param>
/// <param name="Pins">The tenant that it knows at each of the store's places; null where it was never there.</param>
/// <param name="Mark">What it saw of the tenant.</param>
/// <param name="Places">What it saw at each of the store's places.</param>
internal sealed record Remembered(
    string? Tenant, IReadOnlyList<string?> Pins, ClientMark? Mark, IReadOnlyList<ClientMark?> Places)
{
    public string? Pinned => Pins.FirstOrDefault(pin => pin is not null);

    /// <summary>Whether a mark is missing that was written with a pin.</summary>
    public bool LacksMark => Mark is null || Pins.Where((pin, i) => pin is not null && Places[i] is null).Any();
}

/// <summary>Holds a store against what this client saw of its tenant (PROTOCOL sections 5 and 5a).</summary>
/// <param name="places">The real path of its folder, and its id: another spelling of the path is no other store, and a path keeps what
/// stood there whatever id the store claims.</param>
/// <param name="accepted">A head that people agreed upon, whatever this client saw.</param>
internal sealed class HighWaterMark(ClientState client, IReadOnlyList<string> places, string tenantName, LedgerPoint? accepted)
{
    private readonly Digest[] keys = [.. places.Select(place => ClientState.KeyOf(place, tenantName))];

    /// <summary>What this client remembers; at a place that it never saw, of the tenant that is shown there. Asked anew before every look
    /// at the store: another process of it may have seen more.</summary>
    /// <param name="shown">The tenant that is shown there.</param>
    /// <param name="otherwise">What holds where this client's folder cannot be read.</param>
    public Remembered Of(string? tenant, Func<string?> shown, Remembered? otherwise)
    {
        try
        {
            return Of(tenant, shown);
        }
        catch (TrstException) when (otherwise is not null)
        {
            return otherwise;
        }
    }

    /// <inheritdoc cref="Of(string?, Func{string?}, Remembered?)"/>
    public Remembered Of(string? tenant, Func<string?> shown)
    {
        var pins = places.Select(place => client.PinnedTenant(place, tenantName)).ToArray();
        var known = tenant ?? pins.FirstOrDefault(pin => pin is not null) ?? shown();
        var marks = known is null ? ClientMarks.None : client.Marks(known);
        return new Remembered(known, pins, marks.Tenant, [.. keys.Select(marks.At)]);
    }

    /// <summary>Trust on first use, then never again: a store that holds another tenant than the pinned one is refused.</summary>
    public void DemandPinned(Remembered seen, string found)
    {
        for (var i = 0; i < places.Count; i++)
        {
            if (seen.Pins[i] is { } pinned && !string.Equals(found, pinned, StringComparison.Ordinal))
            {
                throw new TrstException(
                    ErrorId.TrustAnchorMissing, pinned, CanonicalText.Escape(found), client.PinFile(places[i], tenantName));
            }
        }
    }

    /// <summary>Every mark: the tenant's, and that of each place where it was seen; and pins it.</summary>
    /// <returns>Not null where the client goes on for a resumption alone; and what it remembers now.</returns>
    public (SeenBeyond? Beyond, Remembered Now) Hold(Remembered seen, VerifiedLedger ledger)
    {
        if (seen.Tenant != ledger.TenantId)
        {
            // What was shown is not what was read.
            seen = Of(ledger.TenantId, () => null);
        }

        var lefts = seen.Places.Select(place => place is null ? null : HoldPlace(place, ledger)).ToArray();
        var (beyond, mark, change) = HoldMark(seen.Mark, ledger);
        ledger.Untold = mark?.Untold;
        var now = new Remembered(
            ledger.TenantId,
            [.. places.Select(_ => ledger.TenantId)],
            mark,
            [.. seen.Places.Select((place, i) => Raised(place, lefts[i], ledger))]);
        Keep(seen, now, change, ledger);

        // What is told is what was left at the path.
        foreach (var left in lefts.OfType<LeftPlace>().Reverse())
        {
            var before = beyond;
            beyond = new SeenBeyond(
                left.Point, restoration => restoration >= left.From && before?.IsNew(restoration) != false);
        }

        return (beyond, now);
    }

    // All of it at once, and nothing where nothing is new.
    private void Keep(Remembered seen, Remembered now, Func<ClientMarks, ClientMarks>? change, VerifiedLedger ledger)
    {
        string[] unpinned = [.. places.Where((_, i) => seen.Pins[i] is null)];
        var rises = now.Places.Where((place, i) => !ReferenceEquals(place, seen.Places[i])).Any();
        if (change is null && !rises && unpinned.Length == 0)
        {
            return;
        }

        client.Keep(
            ledger.TenantId,
            marks =>
            {
                var next = change?.Invoke(marks) ?? marks;
                for (var i = 0; rises && i < places.Count; i++)
                {
                    next = next.RaiseAt(keys[i], seen.Places[i], now.Places[i]!);
                }

                return next;
            },
            unpinned,
            tenantName,
            IsSettled(ledger));
    }

    private static ClientMark Raised(ClientMark? before, LeftPlace? left, VerifiedLedger ledger) =>
        before is not null && before.Point == ledger.Head && before.Left == left
            ? before
            : ledger.Mark.Remembering(before) with { Left = left };

    // What people agreed upon is their word on this head, and on none that comes after: who cannot keep it now refuses now.
    private bool IsSettled(VerifiedLedger ledger) => ledger.Head == accepted;

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
                : IsSettled(ledger) || (tenant.TakenUp >= left.From && ledger.Retires(seen.Retired)) ? null
                : throw Forked(left.Point, ledger);
        }

        if (IsSettled(ledger) || IsTakenUpSince(seen, tenant, ledger))
        {
            return null;
        }

        return tenant.Restorations.FirstOrDefault(r => r.Sequence < ledger.Size && seen.IsNew(ledger.PointAt(r.Sequence + 1))) is { } copy
            ? new LeftPlace(seen.Left?.Point ?? seen.Point, copy.Sequence)
            : throw Forked(seen.Point, ledger);
    }

    /// <summary>A mark follows the store by itself; a restored copy raises none before it is resumed. It goes over to another history
    /// where people settled a fork, and behind a resumption whose restoration it never knew: the quorum took that copy up. Where the copy
    /// lacks a key's retirement that it saw, people decide: thieves may be that quorum.</summary>
    private (SeenBeyond? Beyond, ClientMark? Now, Func<ClientMarks, ClientMarks>? Change) HoldMark(
        ClientMark? mark, VerifiedLedger ledger)
    {
        var tenant = TenantRecord.Of(ledger.State);
        if (mark is null || ledger.Contains(mark.Point))
        {
            if (tenant.IsRestored || mark?.Point.Size >= ledger.Size)
            {
                return (null, mark, null);
            }

            return (null, ledger.Mark.Remembering(mark), marks => marks.Raise(ledger.Mark, ledger.Contains));
        }

        bool IsNew(long restoration) => restoration < ledger.Size && mark.IsNew(ledger.PointAt(restoration + 1));
        if (tenant.IsRestored && tenant.Restorations.Any(restoration => IsNew(restoration.Sequence)))
        {
            return (new SeenBeyond(mark.Point, IsNew), mark, null);
        }

        var isTakenUp = IsTakenUpSince(mark, tenant, ledger);
        if (!IsSettled(ledger) && (tenant.IsRestored || !isTakenUp))
        {
            throw Forked(mark.Point, ledger);
        }

        return (null, ledger.Mark.Leaving(mark), marks => marks.GiveUp(mark, ledger.Mark));
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

    /// <summary>Of the file as it is; nothing proves it.</summary>
    public static string? Shown(IUnitOfWork work)
    {
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
