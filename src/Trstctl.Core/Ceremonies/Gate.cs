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
        Suspension.DemandRunnable(State.Tenant(), examined.Operation);
        SnapshotProof.Demand(examined, ledger, work);
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

    /// <summary>The plan as its opener signed it, in its place of the ledger; whether its bytes follow from its subject is not asked.
    /// </summary>
    public VerifiedCeremony Verify(string ceremonyId)
    {
        var ceremony = State.Ceremony(ceremonyId).Verified(State.Verified);
        DemandSignedByOpener(
            ledger.Event<CeremonyStarted>(work, ceremony.Record.StartedAt).Event.SignedPlan, ceremony);
        return ceremony;
    }

    public void DemandPending(CeremonyRecord record)
    {
        if (record.Status != CeremonyStatus.Pending)
        {
            throw new TrstException(
                ErrorId.CeremonyNotPending, null, record.CeremonyId, Uuid.Short(record.CeremonyId),
                AsciiFold.Word(record.Status), Ended(record), Reason(record));
        }
    }

    // For whoever runs it again because the first time ended in doubt; and by whom, where somebody ended it.
    private static string Ended(CeremonyRecord record) => record.CompletedAt is { } sequence
        ? $" by event {sequence} ({string.Join(", ", [record.Operation, record.Title, .. record.Results])})"
        : record.EndedBy.Count == 0 ? string.Empty : $" by {string.Join(", ", record.EndedBy)}";

    // His words: last, and in quotes that nothing in them ends.
    private static string Reason(CeremonyRecord record) => record is { CompletedAt: null, EndReason: { } reason }
        ? $". The reason given: \"{CanonicalText.Line(reason).Replace('"', '\'')}\""
        : string.Empty;

    public void DemandClocks(CeremonyRecord record, bool quorum)
    {
        var (name, deadline) = quorum ? ("use-by", record.UseBy) : ("gather-by", record.GatherBy);
        if (now > deadline)
        {
            throw new TrstException(
                ErrorId.CeremonyExpired, null, record.CeremonyId, Uuid.Short(record.CeremonyId), name, UtcTime.Format(deadline),
                UtcTime.Format(now), string.Empty);
        }
    }

    /// <summary>The approvals that count somewhere: verified, of distinct people with distinct keys.</summary>
    public IReadOnlyList<CountedApproval> Count(VerifiedCeremony examined)
    {
        var valid = examined.Record.Approvals.Select(word => Valid(word, examined)).OfType<CountedApproval>().ToArray();
        return valid.Where(a => examined.Electorate.Groups.Any(g => QuorumCount.CountIn(g, examined, valid).Contains(a))).ToArray();
    }

    /// <summary>Why a custodian's word does not stand, or null.</summary>
    public string? FaultOf(StatementRecord word, VerifiedCeremony examined) =>
        examined.Electorate.Find(word.Custodian, word.Epoch) is not { } voter ? "nobody of this name and epoch may speak here"
        : word.Time > now && OwnClock.Governs(examined.Plan) ? "it was made later"
        : Decisions.Fault(
            ledger.Event<StatementMade>(work, word.Sequence).Event.Statement, word.Decision, voter, examined, ledger.Contains,
            State.Verified, word.Time, now);

    private CountedApproval? Valid(StatementRecord word, VerifiedCeremony examined) => FaultOf(word, examined) is null
        ? new CountedApproval(
            examined.Electorate.Find(word.Custodian, word.Epoch)!,
            Digest.Of(ledger.Event<StatementMade>(work, word.Sequence).Event.Statement))
        : null;

    /// <summary>The roster that is in force.</summary>
    public Roster CurrentRoster() => State.CurrentRoster()?.Roster ?? throw new TrstException(ErrorId.TenantHasNoRoster);

    /// <summary>Every statement and signature of another event that the gate's ledger holds.</summary>
    public T Event<T>(long sequence)
        where T : LedgerEvent => ledger.Event<T>(work, sequence).Event;

    private void DemandSignedByOpener(byte[] signed, VerifiedCeremony ceremony)
    {
        var plan = ceremony.Plan;
        var opener = ceremony.Electorate.Roster.Find(plan.Opener);
        if (opener is null || !opener.MayOpen)
        {
            throw Refuse(plan, $"its opener {CanonicalText.Escape(plan.Opener)} may not open ceremonies");
        }

        try
        {
            opener.Verify(signed, ContentTypes.Plan);
            PrincipalKeyRetirements.DemandUsedInTime(
                opener, State.Verified, plan.OpenedAt, ceremony.Operation.BarsExpiredKeys);
        }
        catch (TrstException e) when (e.Id is ErrorId.ApprovalInvalid or ErrorId.CustodianExpired or ErrorId.CustodianRetired)
        {
            throw new TrstException(ErrorId.PlanInvalid, e, plan.Ceremony, Uuid.Short(plan.Ceremony), e.Message);
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
