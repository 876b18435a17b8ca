namespace Trstctl.Ceremonies;

/// <summary>An approval that was verified, signature and all, in this call.</summary>
internal sealed record CountedApproval(Voter Voter, Digest Statement);

/// <summary>A ceremony whose plan this process verified itself: signed by its opener, well formed, in its place of the ledger.</summary>
internal record VerifiedCeremony(CeremonyRecord Record, Plan Plan, Electorate Electorate, CeremonyOperation Operation);

/// <summary>The same, its bytes made again from its subject, and if it passed, with the approvals of its quorum.</summary>
internal sealed record ExaminedCeremony(
    CeremonyRecord Record,
    Plan Plan,
    Electorate Electorate,
    CeremonyOperation Operation,
    Composition Composition,
    IReadOnlyList<CountedApproval> Approvals)
    : VerifiedCeremony(Record, Plan, Electorate, Operation);

/// <summary>What stands between a ceremony and a key (PROTOCOL section 3). Reads the verified ledger only; every signature is
/// verified here and now, every time.</summary>
internal sealed class Gate(VerifiedLedger ledger, IUnitOfWork work, DateTime now)
{
    public VerifiedState State { get; } = new(ledger.State, work.Documents);

    /// <summary>The quorum is there, and nothing forbids to run now: pending, of the current epoch, within its clocks, not
    /// suspended, every group of approvals complete, and possible in this store.</summary>
    public ExaminedCeremony Pass(string ceremonyId)
    {
        var passed = Pass(Examine(ceremonyId));
        passed.Composition.DemandClean();
        return passed;
    }

    /// <summary>The same of a plan that this process examined already, as its ceremony stands now. The plan is the ledger's, byte for
    /// byte, so what follows from its bytes alone (lint) is not asked again.</summary>
    public ExaminedCeremony Pass(ExaminedCeremony before)
    {
        var record = State.Ceremony(before.Plan.Ceremony);
        if (record.StartedAt != before.Record.StartedAt || record.PlanDigest != before.Plan.Digest)
        {
            throw Refuse(before.Plan, "the ledger holds another plan by now");
        }

        var examined = before with { Record = record };
        DemandPending(record);
        DemandCurrentEpoch(examined);
        Suspension.DemandRunnable(this, examined.Operation);
        var approvals = Count(examined);
        var lacking = QuorumCount.Lacking(examined, approvals);
        DemandClocks(examined.Record, quorum: lacking is null);
        if (lacking is not null)
        {
            throw QuorumCount.NotMet(examined, approvals, lacking);
        }

        examined.Operation.DemandPossible(examined.Plan.Subject, State.Verified);
        return examined with { Approvals = approvals };
    }

    /// <summary>Everything about the plan that does not depend on approvals, clocks or the ceremony's end.</summary>
    public ExaminedCeremony Examine(string ceremonyId)
    {
        WorkDone.Examined();
        var (record, plan, electorate, operation) = Verify(ceremonyId);
        return new ExaminedCeremony(record, plan, electorate, operation, DemandSameBytes(plan, operation), []);
    }

    private VerifiedCeremony Verify(string ceremonyId)
    {
        var record = State.Ceremony(ceremonyId);
        var (header, started) = ledger.Event<CeremonyStarted>(work, record.StartedAt);
        var signed = started.SignedPlan;
        var plan = Plan.FromSigned(signed);
        var operation = OperationCatalogue.Demand(plan.Operation);
        var electorate = ElectorateOf(plan);
        DemandSignedByOpener(signed, plan, electorate.Roster);
        DemandWellFormed(plan, electorate, header.Time);
        return new VerifiedCeremony(record, plan, electorate, operation);
    }

    /// <summary>A ceremony that ran, with its quorum verified again, as history: what was approved is its plan's bytes, and whether
    /// today's code would make the same ones is not asked.</summary>
    public VerifiedCeremony DemandCompleted(string ceremonyId)
    {
        var made = Verify(ceremonyId);
        return made.Record.Status == CeremonyStatus.Completed && QuorumCount.Lacking(made, Count(made)) is null
            ? made
            : throw new TrstException(ErrorId.LedgerInvalid, made.Record.StartedAt, "its ceremony was not completed with a quorum");
    }

    public void DemandPending(CeremonyRecord record)
    {
        if (record.Status != CeremonyStatus.Pending)
        {
            throw new TrstException(
                ErrorId.CeremonyNotPending, null, record.CeremonyId, Uuid.Short(record.CeremonyId),
                record.Status.ToString().ToLowerInvariant());
        }
    }

    public void DemandClocks(CeremonyRecord record, bool quorum)
    {
        var (name, deadline) = quorum ? ("use-by", record.UseBy) : ("gather-by", record.GatherBy);
        if (now > deadline)
        {
            throw new TrstException(
                ErrorId.CeremonyExpired, null, record.CeremonyId, Uuid.Short(record.CeremonyId), name, UtcTime.Format(deadline),
                UtcTime.Format(now));
        }
    }

    /// <summary>The approvals that count somewhere: verified, of distinct people with distinct keys.</summary>
    /// <param name="examined">The ceremony.</param>
    /// <param name="asMade">True asks whether they were good when they were made, whatever became of their keys since.</param>
    public IReadOnlyList<CountedApproval> Count(VerifiedCeremony examined, bool asMade = false)
    {
        var valid = new List<CountedApproval>();
        foreach (var word in examined.Record.Approvals)
        {
            if (examined.Electorate.Find(word.Custodian, word.Epoch) is { } voter && ValidApproval(voter, examined, asMade) is { } approval)
            {
                valid.Add(approval);
            }
        }

        return valid.Where(a => examined.Electorate.Groups.Any(g => QuorumCount.CountIn(g, examined, valid).Contains(a))).ToArray();
    }

    /// <summary>The voter's approval that verifies, or null; one that somebody forged in his name does not hide his own.</summary>
    public CountedApproval? ValidApproval(Voter voter, VerifiedCeremony examined, bool asMade = false)
    {
        foreach (var said in examined.Record.Statements.Where(s => s.Decision == Decision.Approve && voter.IsNamed(s.Custodian, s.Epoch)))
        {
            var (_, made) = ledger.Event<StatementMade>(work, said.Sequence);
            if (Decisions.Fault(made.Statement, Decision.Approve, voter, examined, ledger, said.Time, asMade ? null : now) is null)
            {
                return new CountedApproval(voter, Digest.Of(made.Statement));
            }
        }

        return null;
    }

    /// <summary>Whose statements did not verify when they were made: a forged denial stops a ceremony that its custodian wanted.</summary>
    public IReadOnlyList<string> Unverified(VerifiedCeremony examined) => examined.Record.Statements
        .Where(s => examined.Electorate.Find(s.Custodian, s.Epoch) is not { } voter
            || Decisions.Fault(
                ledger.Event<StatementMade>(work, s.Sequence).Event.Statement, s.Decision, voter, examined, ledger, s.Time,
                now: null) is not null)
        .Select(s => s.Custodian)
        .ToArray();

    /// <summary>The roster that is in force, every change of it verified to the last signature.</summary>
    public Roster CurrentRoster()
    {
        var current = State.CurrentRoster() ?? throw new TrstException(ErrorId.TenantHasNoRoster);
        ProveRosters(current.Roster.Epoch);
        return current.Roster;
    }

    /// <summary>Every statement and signature of another event that the gate's ledger holds.</summary>
    public T Event<T>(long sequence)
        where T : LedgerEvent => ledger.Event<T>(work, sequence).Event;

    private Electorate ElectorateOf(Plan plan)
    {
        if (plan.Quorum.Epoch > 0)
        {
            if (State.Roster(plan.Quorum.Epoch) is null)
            {
                throw Refuse(plan, $"there is no roster of epoch {plan.Quorum.Epoch}");
            }

            ProveRosters(plan.Quorum.Epoch);
            return Electorates.Of(plan, State.Verified);
        }

        var founding = RosterOperation.Read(plan.Subject).Roster;
        return string.Equals(founding.Digest.Hex, ledger.TenantId, StringComparison.Ordinal)
            ? Electorate.OfFounders(founding, plan.Opener)
            : throw Refuse(plan, "its roster is not the tenant's founding roster");
    }

    // The chain of trust: pinned tenant id -> founding roster -> the founders' signatures -> each change by its own quorums.
    // The statements are part of the verified, unchanging past: once a process is enough.
    private void ProveRosters(int epoch)
    {
        while (ledger.ProvedEpoch < epoch)
        {
            var next = ledger.ProvedEpoch + 1;
            var record = State.Roster(next) ?? throw new TrstException(ErrorId.StoreDamaged, $"the roster of epoch {next} is missing");
            var before = next == 1 ? ledger.TenantId : State.Roster(next - 1)!.Roster.Digest.Hex;
            var follows = next == 1 ? record.Roster.Digest.Hex : record.Roster.Previous?.Hex;
            if (record.Roster.Epoch != next || !string.Equals(follows, before, StringComparison.Ordinal))
            {
                throw new TrstException(ErrorId.StoreDamaged, $"the roster of epoch {next} does not descend from the founding roster");
            }

            var change = Verify(record.Ceremony);
            if (change.Plan.Quorum.Epoch != next - 1
                || change.Operation is not RosterOperation
                || RosterOperation.Read(change.Plan.Subject).Roster.Digest != record.Roster.Digest
                || QuorumCount.Lacking(change, Count(change)) is not null)
            {
                throw new TrstException(
                    ErrorId.StoreDamaged,
                    next == 1
                        ? "the founding roster was not signed by every founder"
                        : $"the roster of epoch {next} was not approved by its quorums");
            }

            ledger.ProvedEpoch = next;
        }
    }

    private void DemandSignedByOpener(byte[] signed, Plan plan, Roster roster)
    {
        var opener = roster.Find(plan.Opener);
        if (opener is null || !opener.MayOpen)
        {
            throw Refuse(plan, $"its opener {CanonicalText.Escape(plan.Opener)} may not open ceremonies");
        }

        try
        {
            opener.Verify(signed, ContentTypes.Plan);
            PrincipalKeyRetirements.DemandUsedInTime(opener, State.Verified, plan.OpenedAt);
        }
        catch (TrstException e) when (e.Id is ErrorId.ApprovalInvalid or ErrorId.CustodianExpired or ErrorId.CustodianRetired)
        {
            throw new TrstException(ErrorId.PlanInvalid, e, plan.Ceremony, Uuid.Short(plan.Ceremony), e.Message);
        }
    }

    private void DemandWellFormed(Plan plan, Electorate electorate, DateTime started)
    {
        var fault = !string.Equals(plan.Tenant, ledger.TenantId, StringComparison.Ordinal) ? "it belongs to another tenant"
            : plan.Quorum != electorate.Rule ? "its quorum is not that of the roster"
            : (plan.OpenedAt - started).Duration() > Decisions.Tolerance ? "it was not opened when its event says"
            : plan.GatherBy <= plan.OpenedAt || plan.UseBy <= plan.GatherBy ? "its clocks are not in order"
            : null;
        if (fault is not null)
        {
            throw Refuse(plan, fault);
        }

        if (!ledger.Contains(plan.Previous))
        {
            throw new TrstException(ErrorId.CheckpointNotAncestor, plan.Previous.Size);
        }
    }

    // Consent is to bytes: purpose and artefacts are made again from the subject and must come out the same.
    private Composition DemandSameBytes(Plan plan, CeremonyOperation operation)
    {
        Composition again;
        try
        {
            again = operation.Compose(plan.Subject, State.Verified);
        }
        catch (TrstException e)
        {
            throw new TrstException(ErrorId.PlanInvalid, e, plan.Ceremony, Uuid.Short(plan.Ceremony), e.Message);
        }

        var artefacts = new JsonArray(again.Artefacts.Select(a => a.ToApprovedJson()));
        var fault = !string.Equals(again.Purpose, plan.Purpose, StringComparison.Ordinal) ? "its purpose does not follow from its subject"
            : !string.Equals(again.Title, plan.Title, StringComparison.Ordinal) ? "its title does not follow from its subject"
            : again.Custody != plan.Custody || again.Level != plan.Level ? "its custody or level does not follow from its subject"
            : !artefacts.Equals(new JsonArray(plan.Artefacts.Select(ArtefactReader.Approved)))
                ? "the bytes to be signed do not follow from its subject"
            : null;
        return fault is null ? again : throw Refuse(plan, fault);
    }

    private void DemandCurrentEpoch(ExaminedCeremony examined)
    {
        var current = State.CurrentRoster()?.Roster.Epoch ?? 0;
        if (examined.Plan.Quorum.Epoch != current)
        {
            throw new TrstException(
                ErrorId.EpochSuperseded, null, examined.Plan.Ceremony, Uuid.Short(examined.Plan.Ceremony), examined.Plan.Quorum.Epoch,
                current);
        }
    }

    private static TrstException Refuse(Plan plan, string reason) =>
        new(ErrorId.PlanInvalid, null, plan.Ceremony, Uuid.Short(plan.Ceremony), reason);
}
