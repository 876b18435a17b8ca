namespace Trstctl.History;

/// <summary>Statements that concern no pending ceremony: suspensions, restorations, retired keys, drills, answers to requests.</summary>
internal sealed class TenantStatementRules(
    string tenantId, IProjection state, Func<LedgerPoint, bool> isAncestor, EventHeader header, DateTime ledgerTime)
    : StatementProof(tenantId, state, isAncestor, header, ledgerTime)
{
    public Said? Demand(LedgerEvent item) => item switch
    {
        TenantSuspended suspended => Suspended(suspended),
        StoreRestored restored => Restored(restored),
        PrincipalKeyRetired retired => Retired(retired),
        CustodianDrilled drilled => Drilled(drilled),
        RequestAnswered answered => Answered(answered),
        UnreadableEvent unreadable => throw new VoidReason(unreadable.Fault),
        _ => null,
    };

    private Said Suspended(TenantSuspended suspended)
    {
        var said = SuspensionStatement.FromSigned(suspended.Statement);
        DemandHeader(said.Custodian, null);
        var (roster, tenant) = (RosterInForce(said.Epoch), TenantRecord.Of(State));
        Require(Named(roster, said.Custodian).IsCustodian, "its signer is no custodian");
        Require(
            !tenant.Spent.Contains(TenantRecord.SpentEntry(said.Epoch, said.Custodian), StringComparer.Ordinal),
            "its custodian suspended before in this epoch");
        DemandSince(said.Checkpoint);
        return Signed(roster, said.Custodian, suspended.Statement, ContentTypes.Suspension, said.Tenant, Lately(said.Time));
    }

    // Over exactly what the copy held, so that one of a test, which somebody else files elsewhere, restores nothing. By its own clock: the
    // copy's may be far ahead.
    private Said Restored(StoreRestored restored)
    {
        var said = RestorationStatement.FromSigned(restored.Statement);
        DemandHeader(said.Principal, null);
        var roster = RosterInForce(said.Epoch);
        Require(Named(roster, said.Principal).MayOpen, "its signer is neither operator nor custodian");
        Require(Uuid.IsWritten(said.StoreId), "its store's id is not a UUID as it is written");
        Require(
            said.Checkpoint.Size == Header.Sequence && IsAncestor(said.Checkpoint), "it was not made over the events before it alone");
        var signed = Signed(roster, said.Principal, restored.Statement, ContentTypes.Restoration, said.Tenant, OnlyOne(roster, said));
        var last = LedgerKeys.Open(restored.LastCheckpoint, TenantId, LedgerKeys.Counting(State, roster));
        Require(
            new LedgerPoint(last.Size, last.Root) == said.Checkpoint, "the copy's last checkpoint is another than its statement says");
        return signed;
    }

    // What was said in the branch that was lost belongs to that, though the copy has its checkpoint. A retired key stays retired.
    private void DemandSince(SeenCheckpoint seen)
    {
        DemandHistory(seen);
        Require(seen.Size >= TenantRecord.Of(State).TakenUpAt, "it was made before a restored copy was taken up");
    }

    // One of each key stands at a time, so that nobody makes more than a resumption can name.
    private DateTime OnlyOne(Roster roster, RestorationStatement said)
    {
        var key = Named(roster, said.Principal).KeyIdentity;
        Require(TenantRecord.Of(State).Restorations.All(standing => standing.Key != key), "another restoration of its signer stands");
        return Now(said.Time);
    }

    private Said Retired(PrincipalKeyRetired retired)
    {
        var said = PrincipalKeyRetirement.FromSigned(retired.Statement);
        DemandHeader(said.Principal, null);
        var roster = RosterRecord.Current(State)?.Roster ?? throw new VoidReason("there is no roster");
        Require(said.Key == Named(roster, said.Principal).KeyIdentity, "it does not name its owner's key");
        DemandHistory(said.Checkpoint);
        return Signed(roster, said.Principal, retired.Statement, ContentTypes.KeyRetirement, said.Tenant, Lately(said.Time), false);
    }

    private Said Drilled(CustodianDrilled drilled)
    {
        var said = DrillStatement.FromSigned(drilled.Statement);
        DemandHeader(said.Custodian, null);
        var roster = RosterInForce(said.Epoch);
        Require(Named(roster, said.Custodian).IsCustodian, "its signer is no custodian");
        DemandSince(said.Checkpoint);
        var statement = Signed(roster, said.Custodian, drilled.Statement, ContentTypes.Drill, said.Tenant, Lately(said.Time));
        Drill.DemandAnswers(said, State);
        return statement;
    }

    private Said Answered(RequestAnswered answered)
    {
        var said = AnswerStatement.FromSigned(answered.Statement);
        DemandHeader(said.Signer, said.Ceremony);
        var roster = RosterInForce(said.Epoch);
        Require(Named(roster, said.Signer).MayOpen, "its signer is neither operator nor custodian");
        DemandSince(said.Checkpoint);
        var ceremony = State.DemandCeremony(said.Ceremony).Verified(State);
        var statement = Signed(roster, said.Signer, answered.Statement, ContentTypes.Answer, said.Tenant, IsOf(ceremony, said.Time));
        AnswerRules.Demand(said, State);
        return statement;
    }
}
