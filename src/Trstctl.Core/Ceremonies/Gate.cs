using Trstctl.Canonical;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Ledger;
using Trstctl.Ledger.Events;
using Trstctl.Rosters;
using Trstctl.Storage;

namespace Trstctl.Ceremonies;

/// <summary>An approval that was verified, signature and all, in this call.</summary>
internal sealed record CountedApproval(Principal Custodian, Digest Statement);

/// <summary>A ceremony whose plan, and if passed whose quorum, this process verified itself.</summary>
internal sealed record PassedGate(
    CeremonyRecord Record, Plan Plan, Electorate Electorate, ICeremonyOperation Operation, IReadOnlyList<CountedApproval> Approvals);

/// <summary>
/// What stands between a ceremony and a key (PROTOCOL section 3). Reads the verified ledger only; every signature is verified
/// here and now, every time.
/// </summary>
internal sealed class Gate(VerifiedLedger ledger, IUnitOfWork work, DateTime now)
{
    private readonly VerifiedState state = new(ledger.State, work.Documents);

    public VerifiedState State => state;

    /// <summary>The quorum is there, and nothing forbids to run now.</summary>
    public PassedGate Pass(string ceremonyId)
    {
        var examined = Examine(ceremonyId);
        DemandPending(examined.Record);
        DemandCurrentEpoch(examined);
        var approvals = Count(examined);
        DemandClocks(examined.Record, approvals.Count >= examined.Electorate.Needed);
        if (approvals.Count < examined.Electorate.Needed)
        {
            throw NotMet(examined, approvals);
        }

        examined.Operation.DemandPossible(examined.Plan.Subject, state.Verified);
        return examined with { Approvals = approvals };
    }

    /// <summary>Everything about the plan that does not depend on approvals, clocks or the ceremony's end.</summary>
    public PassedGate Examine(string ceremonyId)
    {
        var record = state.Ceremony(ceremonyId);
        var (header, started) = ledger.Event<CeremonyStarted>(work, record.StartedAt);
        var signed = started.SignedPlan;
        var plan = Plan.FromSigned(signed);
        var operation = OperationCatalogue.Demand(plan.Operation);
        var electorate = ElectorateOf(plan);
        DemandSignedByOpener(signed, plan, electorate.Roster);
        DemandWellFormed(plan, electorate, header.Time);
        DemandSameBytes(plan, operation);
        return new PassedGate(record, plan, electorate, operation, []);
    }

    /// <summary>A ceremony that ran, with its quorum verified again, as history.</summary>
    public PassedGate DemandCompleted(string ceremonyId)
    {
        var examined = Examine(ceremonyId);
        var approvals = Count(examined);
        return examined.Record.Status == CeremonyStatus.Completed && approvals.Count >= examined.Electorate.Needed
            ? examined with { Approvals = approvals }
            : throw new TrstException(ErrorId.LedgerInvalid, examined.Record.StartedAt, "its ceremony was not completed with a quorum");
    }

    public void DemandPending(CeremonyRecord record)
    {
        if (record.Status != CeremonyStatus.Pending)
        {
            throw new TrstException(ErrorId.CeremonyNotPending, null, record.CeremonyId, Uuid.Short(record.CeremonyId), record.Status.ToString().ToLowerInvariant());
        }
    }

    public void DemandClocks(CeremonyRecord record, bool quorum)
    {
        var (name, deadline) = quorum ? ("use-by", record.UseBy) : ("gather-by", record.GatherBy);
        if (now > deadline)
        {
            throw new TrstException(
                ErrorId.CeremonyExpired, null, record.CeremonyId, Uuid.Short(record.CeremonyId), name, UtcTime.Format(deadline), UtcTime.Format(now));
        }
    }

    /// <summary>The approvals that count: verified, of distinct people with distinct keys, none of them the opener's.</summary>
    public IReadOnlyList<CountedApproval> Count(PassedGate examined)
    {
        var counted = new List<CountedApproval>();
        foreach (var approval in examined.Record.Approvals)
        {
            var voter = examined.Electorate.Voters.FirstOrDefault(v => string.Equals(v.Name, approval.Custodian, StringComparison.Ordinal));
            if (voter is null || !IsDistinct(voter, examined, counted))
            {
                continue;
            }

            var (_, made) = ledger.Event<StatementMade>(work, approval.Sequence);
            if (Statements.Fault(made.Statement, Decision.Approve, voter, examined, ledger, approval.Time, now) is null)
            {
                counted.Add(new CountedApproval(voter, Digest.Of(made.Statement)));
            }
        }

        return counted;
    }

    /// <summary>Whose denials and withdrawals do not verify: a forged one stops a ceremony that its custodian wanted.</summary>
    public IReadOnlyList<string> UnverifiedRefusals(PassedGate examined) => examined.Record.Statements
        .Where(s => s.Decision != Decision.Approve)
        .Where(s => examined.Electorate.Roster.Find(s.Custodian) is not { } voter
            || Statements.Fault(ledger.Event<StatementMade>(work, s.Sequence).Event.Statement, s.Decision, voter, examined, ledger, s.Time, now) is not null)
        .Select(s => s.Custodian)
        .ToArray();

    /// <summary>The roster that is in force, its founding verified to the last signature.</summary>
    public Electorate CurrentElectorate()
    {
        var current = state.CurrentRoster() ?? throw new TrstException(ErrorId.TenantHasNoRoster);
        DemandFounded(current);
        return Electorate.Of(current.Roster);
    }

    private Electorate ElectorateOf(Plan plan)
    {
        if (plan.Quorum.Epoch > 0)
        {
            var current = CurrentElectorate();
            return plan.Quorum.Epoch == current.Epoch ? current : throw Refuse(plan, $"there is no roster of epoch {plan.Quorum.Epoch}");
        }

        var founding = RosterOperation.Read(plan.Subject).Roster;
        return string.Equals(founding.Digest.Hex, ledger.TenantId, StringComparison.Ordinal)
            ? Electorate.OfFounders(founding, plan.Opener)
            : throw Refuse(plan, "its roster is not the tenant's founding roster");
    }

    // The chain of trust: pinned tenant id -> founding roster -> the founders' own signatures over it.
    private void DemandFounded(RosterRecord current)
    {
        if (current.Roster.Epoch != 1 || !string.Equals(current.Roster.Digest.Hex, ledger.TenantId, StringComparison.Ordinal))
        {
            throw new TrstException(ErrorId.StoreDamaged, $"the roster of epoch {current.Roster.Epoch} does not descend from the founding roster");
        }

        // The founders' statements are part of the verified, unchanging past: once a process is enough.
        if (ledger.FoundingProved)
        {
            return;
        }

        var founding = Examine(current.Ceremony);
        if (founding.Plan.Quorum.Epoch != 0 || Count(founding).Count < founding.Electorate.Needed)
        {
            throw new TrstException(ErrorId.StoreDamaged, "the founding roster was not signed by every founder");
        }

        ledger.FoundingProved = true;
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
            SignedStatement.Verify(signed, ContentTypes.Plan, opener.SigningCertificate, opener.Name);
            opener.DemandValidAt(plan.OpenedAt);
        }
        catch (TrstException e) when (e.Id is ErrorId.ApprovalInvalid or ErrorId.CustodianExpired)
        {
            throw new TrstException(ErrorId.PlanInvalid, e, plan.Ceremony, Uuid.Short(plan.Ceremony), e.Message);
        }
    }

    private void DemandWellFormed(Plan plan, Electorate electorate, DateTime started)
    {
        var fault = !string.Equals(plan.Tenant, ledger.TenantId, StringComparison.Ordinal) ? "it belongs to another tenant"
            : plan.Quorum != electorate.Rule ? "its quorum is not that of the roster"
            : (plan.OpenedAt - started).Duration() > Statements.Tolerance ? "it was not opened when its event says"
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
    private void DemandSameBytes(Plan plan, ICeremonyOperation operation)
    {
        Composition again;
        try
        {
            again = operation.Compose(plan.Subject, state.Verified);
        }
        catch (TrstException e)
        {
            throw new TrstException(ErrorId.PlanInvalid, e, plan.Ceremony, Uuid.Short(plan.Ceremony), e.Message);
        }

        var artefacts = new JsonArray(again.Artefacts.Select(a => a.ToJson()));
        var fault = !string.Equals(again.Purpose, plan.Purpose, StringComparison.Ordinal) ? "its purpose does not follow from its subject"
            : !string.Equals(again.Title, plan.Title, StringComparison.Ordinal) ? "its title does not follow from its subject"
            : again.Custody != plan.Custody || again.Level != plan.Level ? "its custody or level does not follow from its subject"
            : !string.Equals(CanonicalJson.WriteText(artefacts), CanonicalJson.WriteText(new JsonArray(plan.Artefacts)), StringComparison.Ordinal)
                ? "the bytes to be signed do not follow from its subject"
            : null;
        if (fault is not null)
        {
            throw Refuse(plan, fault);
        }
    }

    private void DemandCurrentEpoch(PassedGate examined)
    {
        var current = state.CurrentRoster()?.Roster.Epoch ?? 0;
        if (examined.Plan.Quorum.Epoch != current)
        {
            throw new TrstException(
                ErrorId.EpochSuperseded, null, examined.Plan.Ceremony, Uuid.Short(examined.Plan.Ceremony), examined.Plan.Quorum.Epoch, current);
        }
    }

    private static bool IsDistinct(Principal voter, PassedGate examined, IEnumerable<CountedApproval> counted) =>
        (examined.Electorate.OpenerCounts || !examined.Electorate.IsOpener(voter, examined.Plan.Opener))
        && counted.All(c => !c.Custodian.IsNamed(voter.Name) && !c.Custodian.SharesKeyWith(voter)
            && (examined.Electorate.OpenerCounts || !c.Custodian.IsSamePersonAs(voter)));

    private static TrstException NotMet(PassedGate examined, IReadOnlyList<CountedApproval> approvals)
    {
        var missing = examined.Electorate.Voters
            .Where(v => examined.Electorate.OpenerCounts || !examined.Electorate.IsOpener(v, examined.Plan.Opener))
            .Where(v => examined.Record.WordOf(v.Name) is null)
            .Select(v => v.Name)
            .ToArray();
        return new TrstException(
            ErrorId.QuorumNotMet,
            null,
            examined.Plan.Ceremony,
            approvals.Count,
            examined.Electorate.Needed,
            $"{examined.Operation.Name.ToLowerInvariant()} \"{examined.Plan.Title}\"",
            missing.Length == 0 ? "Nobody else" : Words.Or(missing),
            Uuid.Short(examined.Plan.Ceremony));
    }

    private static TrstException Refuse(Plan plan, string reason) =>
        new(ErrorId.PlanInvalid, null, plan.Ceremony, Uuid.Short(plan.Ceremony), reason);
}
