namespace Trstctl.History;

/// <summary>Which signed statements are admitted: they verify under a key of whose word it is, he may say it, and it is about this
/// ceremony, at this place of this history.</summary>
internal sealed class StatementRules(
    string tenantId, IProjection state, Func<LedgerPoint, bool> isAncestor, EventHeader header, DateTime ledgerTime)
{
    // How long before its event a statement may be made that is of no ceremony.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>How many of the first so many events are void.</summary>
    public required Func<long, int> VoidsBefore { get; init; }

    /// <summary>What was said, or null where the event is no statement.</summary>
    public Said? Demand(LedgerEvent item) => item switch
    {
        CeremonyStarted started => Started(started),
        StatementMade made => Decided(made),
        CeremonyCancelled cancelled => Cancelled(cancelled),
        CeremonyExpired expired => Expired(expired),
        KeyOpenRequested requested => Requested(requested),
        KeyShareReleased released => Released(released),
        TenantSuspended suspended => Suspended(suspended),
        StoreRestored restored => Restored(restored),
        PrincipalKeyRetired retired => Retired(retired),
        CustodianDrilled drilled => Drilled(drilled),
        RequestAnswered answered => Answered(answered),
        UnreadableEvent unreadable => throw new VoidReason(unreadable.Fault),
        _ => null,
    };

    private Said Started(CeremonyStarted started)
    {
        var plan = Plan.FromSigned(started.SignedPlan);
        DemandHeader(plan.Opener, plan.Ceremony);
        DemandTenant(plan.Tenant);
        var operation = OperationCatalogue.Demand(plan.Operation);
        var electorate = ElectorateInForce(plan);
        var opener = electorate.Roster.Find(plan.Opener);
        Require(opener is { MayOpen: true }, $"{CanonicalText.Escape(plan.Opener)} may not open ceremonies");
        opener!.Verify(started.SignedPlan, ContentTypes.Plan, out var signingTime);
        DemandKey(opener, OwnClock.Of(plan, plan.OpenedAt, header.Time), expires: operation is not RosterOperation);
        Require(string.Equals(plan.Operation, operation.Name, StringComparison.Ordinal), "its operation is not written so");
        Require(plan.Quorum == electorate.Rule, "its quorum is not that of the roster");
        Require(
            plan.Executors.Count > 0 && plan.Executors.All(name => electorate.Roster.Find(name) is { } p && plan.MayExecute(p)),
            "it names no executors, or somebody who may not execute");
        Require(
            plan.OpenedAt == signingTime && (OwnClock.Governs(plan) || IsNear(plan.OpenedAt)), "it was not opened when its event says");
        Require(plan.OpenedAt < plan.GatherBy && plan.GatherBy < plan.UseBy, "its clocks are not in order");
        Require(isAncestor(plan.Previous), "it was made over another history");
        Require(
            plan.Previous.Size >= TenantRecord.Of(state).TakenUpAt, "it was made before the resumption that took up a restored copy");
        Require(
            operation.VoidsSaid(plan.Subject) is not { } voids || voids == VoidsBefore(plan.Previous.Size),
            "it says another number of void events than there are");
        DemandRunnable(operation);
        operation.DemandStart(plan, state, ledgerTime);
        return new Said(plan.Bytes, opener, plan.OpenedAt);
    }

    private Said Decided(StatementMade made)
    {
        var content = SignedStatement.Read(made.Statement).Content;
        var approval = Approval.FromBytes(content);
        DemandHeader(approval.Custodian, approval.Ceremony);
        var ceremony = state.DemandPending(approval.Ceremony).Verified(state);
        var voter = ceremony.Electorate.Find(approval.Custodian, approval.Epoch)
            ?? throw new VoidReason($"{CanonicalText.Escape(approval.Custodian)} has no word in this ceremony");
        PrincipalKeyRetirements.DemandNotRetired(voter.Principal, state);
        if (Decisions.Fault(made.Statement, made.Decision, voter, ceremony, isAncestor, state, At(ceremony, approval.Time)) is { } fault)
        {
            throw new VoidReason(fault);
        }

        Require(
            ceremony.Record.WordOf(voter.Name, voter.Epoch) is null or { Decision: Decision.Approve },
            "its custodian denied or withdrew before");
        if (made.Decision == Decision.Approve)
        {
            ceremony.Electorate.DemandApprover(voter, ceremony.Plan.Opener, ceremony.Plan.Ceremony);
            DemandRunnable(ceremony.Operation);
        }

        return new Said(content, voter.Principal, approval.Time);
    }

    private Said Cancelled(CeremonyCancelled cancelled)
    {
        var said = StopStatement.FromSigned(cancelled.Cancellation);
        DemandHeader(said.Principal, said.Ceremony);
        var ceremony = state.DemandPending(said.Ceremony).Verified(state);
        Require(string.Equals(said.Principal, ceremony.Plan.Opener, StringComparison.Ordinal), "its signer did not open the ceremony");
        Require(said.PlanDigest == ceremony.Plan.Digest, "it is of another plan");
        Require(At(ceremony, said.Time) <= ceremony.Plan.UseBy, "its ceremony has expired");
        return Signed(
            ceremony.Electorate.Roster, said.Principal, cancelled.Cancellation, ContentTypes.Cancellation, said.Tenant,
            IsOf(ceremony, said.Time), false);
    }

    private Said Expired(CeremonyExpired expired)
    {
        var said = ExpiryStatement.FromSigned(expired.Statement);
        DemandHeader(said.Signer, said.Ceremony);
        var ceremony = state.DemandPending(said.Ceremony).Verified(state);
        Require(said.PlanDigest == ceremony.Plan.Digest, "it is of another plan");
        var signer = Expiry.Observer(ceremony, said.Signer, said.Epoch)
            ?? throw new VoidReason("its signer neither opened the ceremony nor would end it by a denial");
        Require(
            new[] { At(ceremony, said.Time), said.Time }.All(time => ceremony.Record.StatusAt(time) == CeremonyStatus.Expired),
            "no deadline of the ceremony has passed");
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        return Signed(
            signer, expired.Statement, ContentTypes.Expiry, said.Tenant, Now(said.Time), ceremony.Operation is not RosterOperation);
    }

    private Said Requested(KeyOpenRequested requested)
    {
        var said = OpenRequest.FromSigned(requested.Request);
        DemandHeader(said.Executor, said.Ceremony);
        var ceremony = state.DemandPending(said.Ceremony).Verified(state);
        Require(said.PlanDigest == ceremony.Plan.Digest, "it is of another plan");
        Require(header.Time <= ceremony.Plan.UseBy, "its ceremony has expired");
        Require(
            ceremony.Electorate.Roster.Find(said.Executor) is { } executor && ceremony.Plan.MayExecute(executor),
            "its signer does not execute this plan");
        Require(CompletionRules.Lacking(ceremony, state) is null, "the quorum is not there");
        Require(
            said.Keys.SequenceEqual(KeysToOpen.Of(ceremony.Operation, ceremony.Plan, state)), "it asks for other keys than the plan opens");
        DemandRunnable(ceremony.Operation);
        return Signed(
            ceremony.Electorate.Roster, said.Executor, requested.Request, ContentTypes.OpenRequest, said.Tenant, Now(said.Time),
            ceremony.Operation is not RosterOperation);
    }

    private Said Released(KeyShareReleased released)
    {
        var said = ReleaseStatement.FromSigned(released.Statement);
        DemandHeader(said.Custodian, said.Ceremony);
        var ceremony = state.DemandPending(said.Ceremony).Verified(state);
        Require(said.PlanDigest == ceremony.Plan.Digest, "it is of another plan");
        Require(header.Time <= ceremony.Plan.UseBy, "its ceremony has expired");
        Require(said.Session == ceremony.Record.Session, "it answers another session than the newest");
        Require(ceremony.Electorate.Roster.Find(said.Custodian) is { IsCustodian: true }, "its signer is no custodian");
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        DemandRunnable(ceremony.Operation);
        return Signed(
            ceremony.Electorate.Roster, said.Custodian, released.Statement, ContentTypes.ShareRelease, said.Tenant,
            IsOf(ceremony, said.Time),
            ceremony.Operation is not RosterOperation);
    }

    private Said Suspended(TenantSuspended suspended)
    {
        var said = SuspensionStatement.FromSigned(suspended.Statement);
        DemandHeader(said.Custodian, null);
        var (roster, tenant) = (RosterInForce(said.Epoch), TenantRecord.Of(state));
        Require(roster.Find(said.Custodian) is { IsCustodian: true }, "its signer is no custodian");
        Require(
            !tenant.Spent.Contains(TenantRecord.SpentEntry(said.Epoch, said.Custodian), StringComparer.Ordinal),
            "its custodian suspended before in this epoch");
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        return Signed(roster, said.Custodian, suspended.Statement, ContentTypes.Suspension, said.Tenant, Lately(said.Time));
    }

    // Over exactly what the copy held, so that one of a test, which somebody else files elsewhere, restores nothing. By its own clock: the
    // copy's may be far ahead.
    private Said Restored(StoreRestored restored)
    {
        var said = RestorationStatement.FromSigned(restored.Statement);
        DemandHeader(said.Principal, null);
        var roster = RosterInForce(said.Epoch);
        Require(roster.Find(said.Principal) is { MayOpen: true }, "its signer is neither operator nor custodian");
        Require(
            said.Checkpoint.Size == header.Sequence && isAncestor(said.Checkpoint), "it was not made over the events before it alone");
        var last = LedgerKeys.Open(restored.LastCheckpoint, tenantId, LedgerKeys.Counting(state, roster));
        Require(
            new LedgerPoint(last.Size, last.Root) == said.Checkpoint, "the copy's last checkpoint is another than its statement says");
        return Signed(roster, said.Principal, restored.Statement, ContentTypes.Restoration, said.Tenant, Now(said.Time));
    }

    private Said Retired(PrincipalKeyRetired retired)
    {
        var said = PrincipalKeyRetirement.FromSigned(retired.Statement);
        DemandHeader(said.Principal, null);
        var roster = RosterInForce(said.Epoch);
        Require(said.Key == Digest.Of(roster.Demand(said.Principal).SigningKey), "it does not name its owner's key");
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        return Signed(roster, said.Principal, retired.Statement, ContentTypes.KeyRetirement, said.Tenant, Lately(said.Time), false);
    }

    private Said Drilled(CustodianDrilled drilled)
    {
        var said = DrillStatement.FromSigned(drilled.Statement);
        DemandHeader(said.Custodian, null);
        var roster = RosterInForce(said.Epoch);
        Require(roster.Find(said.Custodian) is { IsCustodian: true }, "its signer is no custodian");
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        var statement = Signed(roster, said.Custodian, drilled.Statement, ContentTypes.Drill, said.Tenant, Lately(said.Time));
        Drill.DemandAnswers(said, state);
        return statement;
    }

    private Said Answered(RequestAnswered answered)
    {
        var said = AnswerStatement.FromSigned(answered.Statement);
        DemandHeader(said.Signer, said.Ceremony);
        var roster = RosterInForce(said.Epoch);
        Require(roster.Find(said.Signer) is { MayOpen: true }, "its signer is neither operator nor custodian");
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        var ceremony = state.DemandCeremony(said.Ceremony).Verified(state);
        var statement = Signed(roster, said.Signer, answered.Statement, ContentTypes.Answer, said.Tenant, IsOf(ceremony, said.Time));
        AnswerRules.Demand(said, state);
        return statement;
    }

    private Said Signed(
        Roster roster, string name, byte[] statement, string contentType, string tenant, DateTime time, bool expires = true) =>
        Signed(roster.Demand(name), statement, contentType, tenant, time, expires);

    private Said Signed(Principal signer, byte[] statement, string contentType, string tenant, DateTime time, bool expires)
    {
        DemandTenant(tenant);
        var content = signer.Verify(statement, contentType, out var signingTime);
        DemandKey(signer, header.Time, expires);
        Require(time == signingTime, "it names two times");
        return new Said(content, signer, time);
    }

    // At the founding the one whose digest is the tenant id, and only for the first plan; later the one in force.
    private Electorate ElectorateInForce(Plan plan)
    {
        if (RosterRecord.Current(state) is { } current)
        {
            Require(plan.Quorum.Epoch == current.Roster.Epoch, $"the roster of epoch {current.Roster.Epoch} is in force");
        }
        else
        {
            Require(plan.Quorum.Epoch == 0, $"there is no roster of epoch {plan.Quorum.Epoch}");
            Require(!state.All<CeremonyRecord>(CeremonyRecord.KindName).Any(), "the founding ceremony is another");
            Require(RosterOperation.Founds(plan, tenantId), "its roster is not the tenant's founding roster");
        }

        return Electorates.Of(plan, state);
    }

    private Roster RosterInForce(int epoch) => RosterRecord.Current(state)?.Roster is { } roster && roster.Epoch == epoch
        ? roster
        : throw new VoidReason($"the roster of epoch {epoch} is not in force");

    private void DemandHeader(string signer, string? ceremony)
    {
        Require(string.Equals(header.Actor, Actors.Principal(signer), StringComparison.Ordinal), "its header names another actor");
        Require(string.Equals(header.Ceremony, ceremony, StringComparison.Ordinal), "its header names another ceremony");
    }

    private void DemandTenant(string tenant) =>
        Require(string.Equals(tenant, tenantId, StringComparison.Ordinal), "it belongs to another tenant");

    private void DemandKey(Principal signer, DateTime at, bool expires)
    {
        PrincipalKeyRetirements.DemandNotRetired(signer, state);
        if (expires)
        {
            signer.DemandValidAt(at);
        }
    }

    private void DemandRunnable(CeremonyOperation operation) => Suspension.DemandRunnable(TenantRecord.Of(state), operation);

    // When the event is taken to happen; by its own clock a ceremony's statements follow one another.
    private DateTime At(VerifiedCeremony ceremony, DateTime own)
    {
        var at = OwnClock.Of(ceremony.Plan, own, header.Time);
        Require(
            !OwnClock.Governs(ceremony.Plan) || ceremony.Record.Statements.All(word => word.Time <= own),
            "it was made before the ceremony's last statement");
        return at;
    }

    // Three rules for a statement's own time, which it returns: from the start of its ceremony on, within an hour, or lately.
    private DateTime IsOf(VerifiedCeremony ceremony, DateTime own)
    {
        var at = At(ceremony, own);
        Require(
            own >= ceremony.Plan.OpenedAt - Decisions.Tolerance && own <= at + Decisions.Tolerance, "it was not made when its event says");
        return own;
    }

    private DateTime Now(DateTime own)
    {
        Require(IsNear(own), "it was not made when its event says");
        return own;
    }

    private DateTime Lately(DateTime own)
    {
        Require(
            own >= header.Time - Longest - Decisions.Tolerance && own <= header.Time + Decisions.Tolerance,
            "it was not made when its event says");
        return own;
    }

    private bool IsNear(DateTime time) => (time - header.Time).Duration() <= Decisions.Tolerance;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new VoidReason(otherwise);
        }
    }
}
