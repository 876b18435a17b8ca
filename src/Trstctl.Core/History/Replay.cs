namespace Trstctl.History;

/// <summary>
/// Decides which events have an effect (PROTOCOL section 5a): statements that verify and that their signers may make, and what a
/// ceremony made whose quorum stands. Whoever has the ledger key can append anything; what proves nothing is void, and is as if it
/// were not there.
/// </summary>
/// <param name="past">What was before this replay began; null where it begins with the first event.</param>
/// <param name="founding">The same.</param>
/// <param name="voidsBefore">The same: how many events without effect lie before a size of the ledger.</param>
internal sealed class Replay(
    string tenantId, IProjection state, Func<LedgerPoint, bool> isAncestor, PastTime? past = null, Roster? founding = null,
    Func<long, int>? voidsBefore = null)
{
    // Far from the ends of the calendar, where nothing can be added to a time.
    private const int FirstYear = 2000;
    private const int LastYear = 9000;

    private readonly List<long> voids = [];
    private PastTime? times = past;

    public IProjection State => state;

    /// <summary>The founding roster: self-certifying, since its digest is the tenant id.</summary>
    public Roster? Founding { get; private set; } = founding;

    /// <summary>The ledger's time, UTC: the latest own time of a statement that has an effect. What nobody signed moves no clock; what a
    /// quorum corrects it to, it is.</summary>
    public DateTime Time { get; private set; } = PastTime.At(long.MaxValue, past);

    /// <summary>The same at every size up to now.</summary>
    public PastTime? Times => times;

    /// <summary>The same over a state that a transaction changes.</summary>
    public Replay Branch(IProjection branch) => new(tenantId, branch, isAncestor, times, Founding, VoidsBefore);

    /// <summary>Takes the event's effect into the state; returns why it has none, or null.</summary>
    public string? Admit(EventHeader header, LedgerEvent item)
    {
        var reason = ReasonAgainst(header, item);
        if (reason is not null)
        {
            voids.Add(header.Sequence);
        }

        return reason;
    }

    /// <summary>How many events have no effect up to a size of the ledger.</summary>
    public int VoidsBefore(long size) => (voidsBefore?.Invoke(size) ?? 0) + voids.Count(sequence => sequence < size);

    private string? ReasonAgainst(EventHeader header, LedgerEvent item)
    {
        var changed = new List<Document>();
        DateTime time;
        try
        {
            DemandHeader(header, item);
            var said = AdmitStatement(header, item);
            time = TimeAfter(item, header, said, changed.Add);
            var dated = item.DatedBy is { } point ? header with { Time = Earlier(PastTime.At(point.Size, times), said!.Time) } : header;
            item.Apply(new StateBranch(state, changed.Add), dated);
        }
        catch (TrstException e)
        {
            return e.Message;
        }
        catch (VoidReason reason)
        {
            return reason.Message;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException or SnapshotUnusable))
        {
            // Its bytes are the ledger's, so nothing is damaged: it was written so.
            return "it cannot be read";
        }

        // A row that cannot be written says nothing about the event.
        changed.ForEach(state.Put);
        Time = time;
        Founding ??= (item as CeremonyStarted)?.FoundingRoster(tenantId);
        times = PastTime.After(header.Sequence + 1, Time, times);
        return null;
    }

    /// <summary>Of the ceremony that an event is of, which its header has to name; null where it is of none.</summary>
    public string? OperationOf(LedgerEvent item, string? ceremony) => PlanOf(item, ceremony)?.Operation;

    /// <summary>Of the ceremony that an event is of, or null.</summary>
    public Plan? PlanOf(LedgerEvent item, string? ceremony) => item is CeremonyStarted started
        ? started.Plan
        : ceremony is null ? null : state.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremony)?.Plan;

    private void DemandHeader(EventHeader header, LedgerEvent item)
    {
        if (!item.IsNote && !string.Equals(header.Operation, OperationOf(item, header.Ceremony), StringComparison.Ordinal))
        {
            throw new VoidReason("its header names another operation");
        }

        var isHosts = item.IsNote;
        if (isHosts && !header.Actor.StartsWith(Actors.HostPrefix, StringComparison.Ordinal))
        {
            throw new VoidReason("it is a host's word, and names somebody else");
        }

        if (!item.IsNote && header.Time.Year is < FirstYear or > LastYear)
        {
            throw new VoidReason("its time is none that a clock shows");
        }

        if (!item.IsNote && header.Time < Time && !OwnClock.Governs(item, header.Ceremony, state))
        {
            throw new VoidReason($"its time lies before {UtcTime.Format(Time)}, when the ledger was already");
        }
    }

    // What was said, of a completion by its executor; null for an event that is no statement.
    private Said? AdmitStatement(EventHeader header, LedgerEvent item) =>
        item is CeremonyCompleted completed
            ? new CompletionRules(tenantId, state, isAncestor, header, Time).Demand(completed.Completion)
            : new StatementRules(tenantId, state, isAncestor, header, Time, VoidsBefore, size => PastTime.At(size, times)).Demand(item)
                ?? new TenantStatementRules(tenantId, state, isAncestor, header, Time).Demand(item);

    private DateTime TimeAfter(LedgerEvent item, EventHeader header, Said? said, Action<Document> remember)
    {
        if (said is null)
        {
            return Time;
        }

        if (said.Time.Year is < FirstYear or > LastYear)
        {
            throw new VoidReason("its statement's time is none that a clock shows");
        }

        var content = Digest.Of(said.Content);
        if (state.Find<AdmittedStatement>(AdmittedStatement.KindName, content.Hex) is not null)
        {
            throw new VoidReason("it repeats a statement that stands before it");
        }

        var corrects = item is CeremonyCompleted && OwnClock.Governs(item, header.Ceremony, state);
        // Not by a key that a plan only proposes: its opener could propose another each time.
        var moves = RosterRecord.Current(state)?.Roster is not { } roster || roster.FindByKey(said.Signer.SigningKey) is not null;
        var time = corrects || (moves && said.Time > Time) ? said.Time : Time;
        remember(new AdmittedStatement(
            content, header.Sequence, said.Signer.Name, said.Signer.KeyIdentity, said.Time, moves));
        return time;
    }

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}

/// <summary>Why an event has no effect.</summary>
internal sealed class VoidReason(string reason) : Exception(reason);
