namespace Trstctl.History;

/// <summary>Which signed statements of a ceremony are admitted: they verify under a key of whose word it is, he may say it, and it is
/// about this ceremony, at this place of this history.</summary>
internal sealed class StatementRules(
    string tenantId, IProjection state, Func<LedgerPoint, bool> isAncestor, EventHeader header, DateTime ledgerTime,
    Func<long, int> voidsBefore, Func<long, DateTime> timeAt)
    : StatementProof(tenantId, state, isAncestor, header, ledgerTime)
{
    /// <summary>What was said, or null where the event is no statement.</summary>
    public Said? Demand(LedgerEvent item) => item switch
    {
        CeremonyStarted started => Started(started),
        StatementMade made => Decided(made),
        CeremonyCancelled cancelled => Cancelled(cancelled),
        CeremonyExpired expired => Expired(expired),
        KeyOpenRequested requested => Requested(requested),
        KeyShareReleased released => Released(released),
        _ => null,
    };

    private Said Started(CeremonyStarted started)
    {
        var plan = started.Plan;
        DemandHeader(plan.Opener, plan.Ceremony);
        DemandTenant(plan.Tenant);
        var operation = OperationCatalogue.DemandExact(plan.Operation);
        var electorate = ElectorateInForce(plan);
        var opener = Named(electorate.Roster, plan.Opener);
        Require(opener.MayOpen, $"{CanonicalText.Escape(plan.Opener)} may not open ceremonies");
        Require(Uuid.IsWritten(plan.Ceremony), "its ceremony's id is not a UUID as it is written");
        opener.Verify(started.Parts, ContentTypes.Plan, out var signingTime);
        DemandKey(opener, OwnClock.Of(plan, plan.OpenedAt, Header.Time), expires: operation.BarsExpiredKeys);
        Require(plan.Quorum == electorate.Rule, "its quorum is not that of the roster");
        Require(
            plan.Executors.Count > 0 && plan.Executors.All(name => electorate.Roster.Find(name) is { } p && plan.MayExecute(p)),
            "it names no executors, or somebody who may not execute");
        Require(plan.OpenedAt == signingTime && IsNear(plan.OpenedAt), "it was not opened when its event says");
        Require(plan.OpenedAt < plan.GatherBy && plan.GatherBy < plan.UseBy, "its clocks are not in order");
        Require(
            plan.GatherBy - plan.OpenedAt <= PlanDraft.LongestClock && plan.UseBy - plan.GatherBy <= PlanDraft.LongestClock,
            "its clocks are longer than may be");
        DemandHistory(plan.Previous);
        Require(plan.Previous.Size >= TenantRecord.Of(State).TakenUpAt, "it was made before a restored copy was taken up");
        DemandRunnable(operation);
        var before = timeAt(plan.Previous.Size);
        operation.DemandStart(plan, State, before < LedgerTime ? before : LedgerTime, voidsBefore(plan.Previous.Size));
        return new Said(plan.Bytes, opener, plan.OpenedAt);
    }

    private Said Decided(StatementMade made)
    {
        var approval = made.Said;
        DemandHeader(approval.Custodian, approval.Ceremony);
        var ceremony = State.DemandPending(approval.Ceremony).Verified(State);
        var voter = ceremony.Electorate.Find(approval.Custodian, approval.Epoch)
            ?? throw new VoidReason($"{CanonicalText.Escape(approval.Custodian)} has no word in this ceremony");
        var at = At(ceremony, approval.Time, voter.Name);
        DemandKey(voter.Principal, at, Decisions.Expires(made.Decision, ceremony.Operation));
        if (Decisions.Fault(made, voter, ceremony, IsAncestor, State, at) is { } fault)
        {
            throw new VoidReason(fault);
        }

        var word = ceremony.Record.WordOf(voter.Name, voter.Epoch);
        Require(word is null or { Decision: Decision.Approve }, "its custodian denied or withdrew before");
        Require(word is null || made.Decision != Decision.Approve, "its custodian approved before");
        if (made.Decision == Decision.Approve)
        {
            ceremony.Electorate.DemandApprover(voter, ceremony.Plan.Opener, ceremony.Plan.Ceremony);
            DemandRunnable(ceremony.Operation);
        }

        return new Said(made.Parts.Content, voter.Principal, approval.Time);
    }

    private Said Cancelled(CeremonyCancelled cancelled)
    {
        var said = StopStatement.FromSigned(cancelled.Cancellation);
        DemandHeader(said.Principal, said.Ceremony);
        var ceremony = State.DemandPending(said.Ceremony).Verified(State);
        Require(string.Equals(said.Principal, ceremony.Plan.Opener, StringComparison.Ordinal), "its signer did not open the ceremony");
        DemandPlace(ceremony, said.PlanDigest, said.Epoch, said.Checkpoint);
        Require(At(ceremony, said.Time, said.Principal) <= ceremony.Plan.UseBy, "its ceremony has expired");
        return Signed(
            ceremony.Electorate.Roster, said.Principal, cancelled.Cancellation, ContentTypes.Cancellation, said.Tenant,
            IsOf(ceremony, said.Time), false);
    }

    private Said Expired(CeremonyExpired expired)
    {
        var said = ExpiryStatement.FromSigned(expired.Statement);
        DemandHeader(said.Signer, said.Ceremony);
        var ceremony = State.DemandPending(said.Ceremony).Verified(State);
        Require(said.PlanDigest == ceremony.Plan.Digest, "it is of another plan");
        var signer = Expiry.Observer(ceremony, said.Signer, said.Epoch)
            ?? throw new VoidReason("its signer neither opened the ceremony nor would end it by a denial");
        Require(
            new[] { At(ceremony, said.Time, said.Signer), said.Time }.All(time => ceremony.Record.StatusAt(time) == CeremonyStatus.Expired),
            "no deadline of the ceremony has passed");
        DemandHistory(said.Checkpoint);
        return Signed(
            signer, expired.Statement, ContentTypes.Expiry, said.Tenant, Now(said.Time), ceremony.Operation.BarsExpiredKeys);
    }

    private Said Requested(KeyOpenRequested requested)
    {
        var said = OpenRequest.FromSigned(requested.Request);
        DemandHeader(said.Executor, said.Ceremony);
        var ceremony = State.DemandPending(said.Ceremony).Verified(State);
        DemandPlace(ceremony, said.PlanDigest, said.Epoch, said.Checkpoint);
        Require(Header.Time <= ceremony.Plan.UseBy, "its ceremony has expired");
        Require(ceremony.Plan.MayExecute(Named(ceremony.Electorate.Roster, said.Executor)), "its signer does not execute this plan");
        Require(CompletionRules.Lacking(ceremony, State) is null, "the quorum is not there");
        Require(
            said.Keys.SequenceEqual(KeysToOpen.Of(ceremony.Operation, ceremony.Plan, State)), "it asks for other keys than the plan opens");
        DemandRunnable(ceremony.Operation);
        return Signed(
            ceremony.Electorate.Roster, said.Executor, requested.Request, ContentTypes.OpenRequest, said.Tenant, Now(said.Time),
            ceremony.Operation.BarsExpiredKeys);
    }

    private Said Released(KeyShareReleased released)
    {
        var said = released.Said;
        DemandHeader(said.Custodian, said.Ceremony);
        var ceremony = State.DemandPending(said.Ceremony).Verified(State);
        DemandPlace(ceremony, said.PlanDigest, said.Epoch, said.Checkpoint);
        Require(Header.Time <= ceremony.Plan.UseBy, "its ceremony has expired");
        Require(said.Session == ceremony.Record.Session, "it answers another session than the newest");
        Require(Named(ceremony.Electorate.Roster, said.Custodian).IsCustodian, "its signer is no custodian");
        DemandRunnable(ceremony.Operation);
        return Signed(
            ceremony.Electorate.Roster, said.Custodian, released.Statement, ContentTypes.ShareRelease, said.Tenant,
            IsOf(ceremony, said.Time),
            ceremony.Operation.BarsExpiredKeys);
    }

    // At the founding the one whose digest is the tenant id, and only for the first plan; later the one in force.
    private Electorate ElectorateInForce(Plan plan)
    {
        if (RosterRecord.Current(State) is { } current)
        {
            Require(plan.Quorum.Epoch == current.Roster.Epoch, $"the roster of epoch {current.Roster.Epoch} is in force");
        }
        else
        {
            Require(plan.Quorum.Epoch == 0, $"there is no roster of epoch {plan.Quorum.Epoch}");
            Require(!State.All<CeremonyRecord>(CeremonyRecord.KindName).Any(), "the founding ceremony is another");
            Require(RosterOperation.Founding(plan, TenantId) is not null, "its roster is not the tenant's founding roster");
        }

        return Electorates.Of(plan, State);
    }

    private void DemandRunnable(CeremonyOperation operation) => Suspension.DemandRunnable(TenantRecord.Of(State), operation);
}
