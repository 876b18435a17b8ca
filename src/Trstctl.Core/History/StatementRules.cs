namespace Trstctl.History;

/// <summary>Which signed statements are admitted: they verify under a key of whose word it is, he may say it, and it is about this
/// ceremony, at this place of this history.</summary>
internal sealed class StatementRules(string tenantId, IProjection state, Func<LedgerPoint, bool> isAncestor, EventHeader header)
{
    /// <summary>The statement's bytes, or null where the event is none.</summary>
    public byte[]? Demand(LedgerEvent item) => item switch
    {
        CeremonyStarted started => Started(started),
        StatementMade made => Decided(made),
        CeremonyCancelled cancelled => Cancelled(cancelled),
        KeyOpenRequested requested => Requested(requested),
        KeyShareReleased released => Released(released),
        TenantSuspended suspended => Suspended(suspended),
        PrincipalKeyRetired retired => Retired(retired),
        CustodianDrilled drilled => Drilled(drilled),
        UnreadableEvent unreadable => throw new VoidReason(unreadable.Fault),
        _ => null,
    };

    private byte[] Started(CeremonyStarted started)
    {
        var plan = Plan.FromSigned(started.SignedPlan);
        DemandHeader(plan.Opener, plan.Ceremony);
        DemandTenant(plan.Tenant);
        var operation = OperationCatalogue.Demand(plan.Operation);
        var electorate = ElectorateInForce(plan);
        var opener = electorate.Roster.Find(plan.Opener);
        Require(opener is { MayOpen: true }, $"{CanonicalText.Escape(plan.Opener)} may not open ceremonies");
        opener!.Verify(started.SignedPlan, ContentTypes.Plan);
        DemandKey(opener, expires: operation is not RosterOperation);
        Require(string.Equals(plan.Operation, operation.Name, StringComparison.Ordinal), "its operation is not written so");
        Require(plan.Quorum == electorate.Rule, "its quorum is not that of the roster");
        Require(IsNear(plan.OpenedAt), "it was not opened when its event says");
        Require(plan.OpenedAt < plan.GatherBy && plan.GatherBy < plan.UseBy, "its clocks are not in order");
        Require(isAncestor(plan.Previous), "it was made over another history");
        DemandRunnable(operation);
        return started.SignedPlan;
    }

    private byte[] Decided(StatementMade made)
    {
        var approval = Approval.FromSigned(made.Statement);
        DemandHeader(approval.Custodian, approval.Ceremony);
        var ceremony = state.DemandPending(approval.Ceremony).Verified(state);
        var voter = ceremony.Electorate.Find(approval.Custodian, approval.Epoch)
            ?? throw new VoidReason($"{CanonicalText.Escape(approval.Custodian)} has no word in this ceremony");
        PrincipalKeyRetirements.DemandNotRetired(voter.Principal, state);
        if (Decisions.Fault(made.Statement, made.Decision, voter, ceremony, isAncestor, state, header.Time) is { } fault)
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

        return made.Statement;
    }

    private byte[] Cancelled(CeremonyCancelled cancelled)
    {
        var said = StopStatement.FromSigned(cancelled.Cancellation);
        DemandHeader(said.Principal, said.Ceremony);
        var ceremony = state.DemandPending(said.Ceremony).Verified(state);
        Require(string.Equals(said.Principal, ceremony.Plan.Opener, StringComparison.Ordinal), "its signer did not open the ceremony");
        Require(said.PlanDigest == ceremony.Plan.Digest, "it is of another plan");
        return Signed(
            ceremony.Electorate.Roster, said.Principal, cancelled.Cancellation, ContentTypes.Cancellation, said.Tenant, said.Time, false);
    }

    private byte[] Requested(KeyOpenRequested requested)
    {
        var said = OpenRequest.FromSigned(requested.Request);
        DemandHeader(said.Executor, said.Ceremony);
        var ceremony = state.DemandPending(said.Ceremony).Verified(state);
        Require(said.PlanDigest == ceremony.Plan.Digest, "it is of another plan");
        Require(header.Time <= ceremony.Plan.UseBy, "its ceremony has expired");
        Require(ceremony.Electorate.Roster.Find(said.Executor) is { MayOpen: true }, "its signer may not execute ceremonies");
        Require(CompletionRules.Lacking(ceremony, state) is null, "the quorum is not there");
        Require(
            said.Keys.SequenceEqual(KeysToOpen.Of(ceremony.Operation, ceremony.Plan, state)), "it asks for other keys than the plan opens");
        DemandRunnable(ceremony.Operation);
        return Signed(
            ceremony.Electorate.Roster, said.Executor, requested.Request, ContentTypes.OpenRequest, said.Tenant, said.Time,
            ceremony.Operation is not RosterOperation);
    }

    private byte[] Released(KeyShareReleased released)
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
            ceremony.Electorate.Roster, said.Custodian, released.Statement, ContentTypes.ShareRelease, said.Tenant, said.Time,
            ceremony.Operation is not RosterOperation);
    }

    private byte[] Suspended(TenantSuspended suspended)
    {
        var said = SuspensionStatement.FromSigned(suspended.Statement);
        DemandHeader(said.Custodian, null);
        var (roster, tenant) = (RosterInForce(said.Epoch), TenantRecord.Of(state));
        Require(roster.Find(said.Custodian) is { IsCustodian: true }, "its signer is no custodian");
        Require(tenant.Suspension is null, "the tenant is suspended already");
        Require(
            !tenant.Spent.Contains(TenantRecord.SpentEntry(said.Epoch, said.Custodian), StringComparer.Ordinal),
            "the quorum ended a suspension of this custodian in this epoch");
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        return Signed(roster, said.Custodian, suspended.Statement, ContentTypes.Suspension, said.Tenant, said.Time);
    }

    private byte[] Retired(PrincipalKeyRetired retired)
    {
        var said = PrincipalKeyRetirement.FromSigned(retired.Statement);
        DemandHeader(said.Principal, null);
        var roster = RosterInForce(said.Epoch);
        Require(said.Key == Digest.Of(roster.Demand(said.Principal).SigningKey), "it does not name its owner's key");
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        return Signed(roster, said.Principal, retired.Statement, ContentTypes.KeyRetirement, said.Tenant, said.Time, false);
    }

    private byte[] Drilled(CustodianDrilled drilled)
    {
        var said = DrillStatement.FromSigned(drilled.Statement);
        DemandHeader(said.Custodian, null);
        var roster = RosterInForce(said.Epoch);
        Require(roster.Find(said.Custodian) is { IsCustodian: true }, "its signer is no custodian");
        Drill.DemandAnswers(said, state);
        Require(isAncestor(said.Checkpoint), "it was made over another history");
        return Signed(roster, said.Custodian, drilled.Statement, ContentTypes.Drill, said.Tenant, said.Time);
    }

    private byte[] Signed(
        Roster roster, string name, byte[] statement, string contentType, string tenant, DateTime time, bool expires = true)
    {
        DemandTenant(tenant);
        var signer = roster.Demand(name);
        signer.Verify(statement, contentType);
        DemandKey(signer, expires);
        Require(IsNear(time), "it was not made when its event says");
        return statement;
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

    private void DemandKey(Principal signer, bool expires)
    {
        PrincipalKeyRetirements.DemandNotRetired(signer, state);
        if (expires)
        {
            signer.DemandValidAt(header.Time);
        }
    }

    private void DemandRunnable(CeremonyOperation operation) => Suspension.DemandRunnable(TenantRecord.Of(state), operation);

    private bool IsNear(DateTime time) => (time - header.Time).Duration() <= Decisions.Tolerance;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new VoidReason(otherwise);
        }
    }
}
