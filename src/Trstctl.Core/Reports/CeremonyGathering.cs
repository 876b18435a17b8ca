using System.Globalization;

namespace Trstctl.Reports;

/// <summary>Puts a report together from the verified state and the ledger's events. Each signature that it speaks of is verified here and
/// now: what does not verify is said, and counts for nothing.</summary>
internal sealed class CeremonyGathering
{
    private readonly StoreConnection connection;
    private readonly IUnitOfWork work;
    private readonly VerifiedLedger ledger;
    private readonly DateTime now;
    private readonly Gate gate;
    private readonly VerifiedCeremony ceremony;
    private readonly Completion? completion;
    private readonly List<string> faults = [];

    public CeremonyGathering(StoreConnection connection, IUnitOfWork work, VerifiedLedger ledger, string ceremonyId)
    {
        (this.connection, this.work, this.ledger) = (connection, work, ledger);
        now = connection.ShownTime(ledger, ceremonyId);
        gate = new Gate(ledger, work, now);
        ceremony = gate.Verify(ceremonyId);
        completion = Record.CompletedAt is { } at ? gate.Event<CeremonyCompleted>(at).Completion : null;
    }

    private CeremonyRecord Record => ceremony.Record;

    private Plan Plan => ceremony.Plan;

    private IProjection State => gate.State.Verified;

    public CeremonyReport Gather()
    {
        var plan = new PlanGathering(gate, ceremony, now).Gather(faults);
        var words = Record.Statements.Select(Word).ToArray();
        var groups = Groups();
        var met = groups.All(group => group.IsMet);
        var artefacts = completion is null ? [] : new ArtefactGathering(ceremony, completion, State).Gather();
        var execution = completion is null ? null : Execution(completion);
        if (!met && (completion is not null || Record.HasQuorum))
        {
            faults.Insert(0, "The quorum does not verify any more: it is not shown as met.");
        }

        faults.AddRange(artefacts.Where(a => !a.AsApproved).Select(a => $"The {a.Kind} \"{a.Name}\" is not what was approved."));
        return new CeremonyReport
        {
            Origin = new(
                CanonicalText.Escape(connection.Tenant), ledger.TenantId, connection.Now, Software.Name, ledger.Size, ledger.Head.Root.Hex),
            CeremonyId = Record.CeremonyId,
            Operation = Record.Operation,
            Title = Record.Title,
            Purpose = Record.Purpose,
            Status = StatusOf(met),
            EndReason = Record.EndReason,
            IsQuorumMet = met,
            Faults = faults.Select(CanonicalText.Escape).ToArray(),
            Plan = plan,
            Quorum = groups,
            Words = words,
            Execution = execution,
            Artefacts = artefacts,
            Keys = (completion?.Keys ?? []).Select(KeyOf).ToArray(),
            Events = new EventGathering(work, ledger).Gather(Record),
            Due = Due(artefacts, met).ToArray(),
            Blanks = CeremonyBlanks.All,
        };
    }

    // As the record says it, but that a quorum which does not verify is none.
    private CeremonyStatus StatusOf(bool met) => Record.Status != CeremonyStatus.Pending ? Record.Status
        : now > (met ? Record.UseBy : Record.GatherBy) ? CeremonyStatus.Expired
        : met ? CeremonyStatus.Ready
        : CeremonyStatus.Pending;

    private IReadOnlyList<ReportedGroup> Groups()
    {
        var approvals = gate.Count(ceremony)
            .Where(a => completion is null
                || completion.Counted.Contains(new CountedStatement(a.Voter.Name, a.Voter.Epoch, a.Statement)))
            .ToArray();
        return ceremony.Electorate.Groups.Select(group => new ReportedGroup(
            group.Name, group.Needed,
            QuorumCount.CountIn(group, ceremony, approvals).Select(a => a.Voter.Name).ToArray(),
            group.Voters.Where(v => ceremony.Electorate.MayCount(group, v, Plan.Opener))
                .Select(v => new ReportedVoter(v.Name, v.Principal.Person, v.Epoch, KeyOf(v.Principal)))
                .ToArray())).ToArray();
    }

    private ReportedWord Word(StatementRecord word)
    {
        var fault = ledger.Event<LedgerEvent>(work, word.Sequence).Event is StatementMade ? gate.FaultOf(word, ceremony) : null;
        if (fault is not null)
        {
            faults.Add($"The word of {word.Custodian} in event {Number(word.Sequence)} does not stand: {fault}");
        }

        return new(word.Custodian, word.Epoch, word.Decision, word.Time, word.Sequence, word.Statement.Hex, fault is null)
        {
            Reason = word.Reason,
            Fault = fault is null ? null : CanonicalText.Escape(fault),
        };
    }

    private ReportedExecution Execution(Completion made)
    {
        var said = ExecutionStatement.FromSigned(made.Execution);
        var executor = ceremony.Electorate.Roster.Find(said.Executor);
        var stands = Stands(executor, made.Execution, ContentTypes.Execution, $"The execution statement of {said.Executor}");
        var at = Record.CompletedAt!.Value;
        return new(
            said.Executor, executor?.Person ?? string.Empty, executor is null ? string.Empty : KeyOf(executor), said.Host, said.Time,
            ledger.Event<CeremonyCompleted>(work, at).Header.Time, at, ReportedPoint.From(ledger.PointAt(at + 1)),
            Digest.Of(made.Execution).Hex, stands, Record.Releases.Select(r => r.Custodian).ToArray(),
            made.Witnesses.Select(Witness).ToArray(), Record.Results.Select(id => ResultWords.Tell(id, State)).ToArray());
    }

    private ReportedWitness Witness(byte[] statement)
    {
        var said = WitnessStatement.FromSigned(statement);
        var witness = ceremony.Electorate.Roster.Find(said.Witness);
        return new(
            said.Witness, witness?.Person ?? string.Empty, said.Time, Digest.Of(statement).Hex,
            Stands(witness, statement, ContentTypes.Witness, $"The statement of the witness {said.Witness}"));
    }

    private bool Stands(Principal? signer, byte[] statement, string type, string what)
    {
        try
        {
            return signer?.Verify(statement, type) is not null;
        }
        catch (TrstException e)
        {
            faults.Add($"{what} does not verify: {e.Message}");
            return false;
        }
    }

    private static ReportedKey KeyOf(KeySealing sealing) => new(
        sealing.Header.Algorithm.Name, sealing.Header.KeyId, sealing.Header.Generation, sealing.Header.Custody, sealing.Header.Level,
        sealing.Record.Hex, sealing.Header.Quorum?.Needed ?? 0,
        (sealing.Header.Quorum?.Holders ?? []).Select(holder => holder.Custodian).ToArray());

    private IEnumerable<ReportedLine> Due(IReadOnlyList<ReportedArtefact> artefacts, bool met)
    {
        if (StatusOf(met) is CeremonyStatus.Pending or CeremonyStatus.Ready)
        {
            yield return met
                ? new("execute by", $"{ReportText.Time(Record.UseBy)}, by {string.Join(" or ", Plan.Executors)}")
                : new("approve by", $"{ReportText.Time(Record.GatherBy)}: {string.Join(", ", Record.WaitingFor)}");
        }

        var ends = artefacts.Where(a => a.Kind == "certificate").Select(a => new CertificateView(a.Der)).ToArray();
        foreach (var view in ends)
        {
            yield return new("certificate ends", $"{ReportText.Time(view.NotAfter)}: {view.Subject}");
        }

        if (ends.Length > 0)
        {
            var last = ends.Max(view => view.NotAfter);
            yield return new(
                "keep this record", last.Year > 9997
                    ? "for ever: the certificate has no end"
                    : $"until {ReportText.Day(last.AddYears(2))} at the earliest: two years after the end of the last certificate here, or "
                        + "after the destruction of its key if that is later");
        }
    }

    private static string KeyOf(Principal principal) => new CertificateView(principal.SigningCertificate).Thumbprint;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
