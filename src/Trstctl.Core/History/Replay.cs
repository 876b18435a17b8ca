namespace Trstctl.History;

/// <summary>An event that has no effect on the state, and why.</summary>
public sealed record VoidEvent(long Sequence, string Type, DateTime Time, string Actor, string? Ceremony, string Reason);

/// <summary>
/// Decides which events have an effect (PROTOCOL section 5a): statements that verify and that their signers may make, and what a
/// ceremony made whose quorum stands. Whoever has the ledger key can append anything; what proves nothing is void, and is as if it
/// were not there.
/// </summary>
internal sealed class Replay(string tenantId, IProjection state, Func<LedgerPoint, bool> isAncestor)
{
    private readonly HashSet<Digest> said = [];

    public IProjection State => state;

    /// <summary>The founding roster: self-certifying, since its digest is the tenant id.</summary>
    public Roster? Founding { get; private set; }

    /// <summary>UTC: of the latest signed statement or completion that has an effect. What nobody signed moves no clock, so that nobody
    /// can put it far ahead alone.</summary>
    public DateTime Time { get; private set; }

    /// <summary>The same over a state that a transaction changes.</summary>
    public Replay Branch(IProjection branch)
    {
        var copy = new Replay(tenantId, branch, isAncestor) { Founding = Founding, Time = Time };
        copy.said.UnionWith(said);
        return copy;
    }

    /// <summary>Takes the event's effect into the state; returns why it has none, or null.</summary>
    public string? Admit(EventHeader header, LedgerEvent item)
    {
        var changed = new List<Document>();
        bool isProof;
        try
        {
            DemandHeader(header, item);
            var statement = AdmitStatement(header, item);
            isProof = statement is not null || AdmitCompletion(header, item);
            item.Apply(new StateBranch(state, changed.Add), header);
            if (statement is { } digest)
            {
                said.Add(digest);
            }
        }
        catch (TrstException e)
        {
            return e.Message;
        }
        catch (VoidReason reason)
        {
            return reason.Message;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            // Its bytes are the ledger's, so nothing is damaged: it was written so.
            return "it cannot be read";
        }

        changed.ForEach(state.Put);
        Founding ??= (item as CeremonyStarted)?.FoundingRoster(tenantId);
        Time = isProof ? header.Time : Time;
        return null;
    }

    /// <summary>Of the ceremony that an event is of, which its header has to name; null where it is of none.</summary>
    public string? OperationOf(LedgerEvent item, string? ceremony) => item is CeremonyStarted started
        ? Plan.FromSigned(started.SignedPlan).Operation
        : ceremony is null ? null : state.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremony)?.Operation;

    private void DemandHeader(EventHeader header, LedgerEvent item)
    {
        if (!item.IsNote && !string.Equals(header.Operation, OperationOf(item, header.Ceremony), StringComparison.Ordinal))
        {
            throw new VoidReason("its header names another operation");
        }

        var isHosts = item.IsNote || item is CeremonyCompleted or RequestAnswered or CeremonyExpired or StoreRestored;
        if (isHosts && !header.Actor.StartsWith(Actors.HostPrefix, StringComparison.Ordinal))
        {
            throw new VoidReason("it is a host's word, and names somebody else");
        }

        if (!item.IsNote && header.Time < Time)
        {
            throw new VoidReason($"its time lies before {UtcTime.Format(Time)}, when the ledger was already");
        }
    }

    // The digest of the statement, which counts once; null for an event that is none.
    private Digest? AdmitStatement(EventHeader header, LedgerEvent item)
    {
        var rules = new StatementRules(tenantId, state, isAncestor, header);
        if (rules.Demand(item) is not { } statement)
        {
            return null;
        }

        // Of what was said and not of its signature: to an ECDSA signature there is always a second one that verifies.
        var digest = Digest.Of(SignedStatement.Read(statement).Content);
        return said.Contains(digest) ? throw new VoidReason("it repeats a statement that stands before it") : digest;
    }

    // True of a completion, which a quorum proves.
    private bool AdmitCompletion(EventHeader header, LedgerEvent item)
    {
        var rules = new CompletionRules(tenantId, state, header);
        switch (item)
        {
            case CeremonyCompleted completed:
                rules.Demand(completed.Completion);
                return true;
            case RequestAnswered answered:
                rules.Demand(answered);
                return false;
            case CeremonyExpired when state.DemandPending(header.Ceremony).StatusAt(header.Time) != CeremonyStatus.Expired:
                throw new VoidReason("no deadline of the ceremony has passed");
            default:
                return false;
        }
    }
}

/// <summary>Why an event has no effect.</summary>
internal sealed class VoidReason(string reason) : Exception(reason);
