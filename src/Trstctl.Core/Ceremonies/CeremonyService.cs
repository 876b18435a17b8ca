namespace Trstctl.Ceremonies;

/// <summary>The life of any ceremony; of operations it knows the founding alone.</summary>
public sealed class CeremonyService(StoreConnection connection)
{
    public static IEnumerable<string> Operations => OperationCatalogue.Names;

    /// <summary>The name of the operation that somebody typed; <see cref="ErrorId.OperationUnknown"/> says which there are.</summary>
    public static string DemandOperation(string typed) => OperationCatalogue.Demand(typed).Name;

    /// <summary>Makes the plan, has its opener sign it, and records it.</summary>
    /// <param name="warn">Hears before anybody signs which relying parties the plan would leave behind.</param>
    public CeremonyRecord Start(
        CeremonyRequest request, SigningIdentity opener, CancellationToken cancellation = default, Action<PathFinding>? warn = null)
    {
        PlanDraft.DemandClocks(request);
        return request.Roster is not null && IsUnfounded()
            ? Found(request, opener, cancellation)
            : Recording(null, "Start", Refused.RefusedType, cancellation, () => StartUnderRoster(request, opener, warn, cancellation));
    }

    /// <summary>Verifies the plan and renders it in plain words.</summary>
    public PlanReview Review(string ceremonyId, CancellationToken cancellation = default) => connection.Read(
        (work, ledger) =>
        {
            var now = connection.ShownTime(Demand(ledger), ceremonyId);
            return PlanReview.Of(new Gate(ledger!, work, now).Examine(ceremonyId), ledger!.State, now, ledger.Seen.GivenUp);
        },
        cancellation);

    /// <summary>Refuses what <see cref="Decide"/> would refuse, before anybody is asked.</summary>
    /// <returns>True where this decision stands already.</returns>
    public bool DemandDecidable(
        string ceremonyId, Decision decision, Digest planDigest, SigningIdentity identity, SigningIdentity? sealing = null,
        CancellationToken cancellation = default)
    {
        _ = connection.DemandLedgerKey();
        return Recording(
            ceremonyId, decision.ToString(), Refused.ApprovalRejectedType, cancellation,
            () => Draft(ceremonyId, decision, planDigest, identity, sealing, cancellation).AlreadySaid, identity);
    }

    /// <summary>Signs and records a decision on the plan with this digest.</summary>
    /// <param name="sealing">Opens what is sealed to the custodian, where the roster names another certificate for that.</param>
    public CeremonyRecord Decide(
        string ceremonyId, Decision decision, Digest planDigest, SigningIdentity identity, string? reason,
        CancellationToken cancellation = default, SigningIdentity? sealing = null) =>
        Recording(ceremonyId, decision.ToString(), Refused.ApprovalRejectedType, cancellation, () =>
        {
            var draft = Draft(ceremonyId, decision, planDigest, identity, sealing, cancellation);
            if (draft.AlreadySaid)
            {
                return draft.Examined.Record;
            }

            var statement = draft.Sign(reason);
            return connection.Write(
                (writer, ledger) =>
                {
                    var now = writer.TimeOf(ceremonyId);
                    var again = new PendingDecision(
                        ledger, writer.Work, now, ceremonyId, decision, planDigest, identity, sealing);
                    if (!again.AlreadySaid)
                    {
                        Decisions.DemandValid(statement, decision, again.Voter, again.Examined, ledger, now);
                        writer.Append(new StatementMade(decision, statement), Actors.Principal(again.Voter.Name), ceremonyId);
                    }

                    return writer.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId)!;
                },
                cancellation);
        }, identity);

    /// <summary>The opener takes the request back.</summary>
    public CeremonyRecord Stop(string ceremonyId, SigningIdentity identity, string reason, CancellationToken cancellation = default) =>
        Recording(ceremonyId, "Stop", Refused.RefusedType, cancellation, () =>
        {
            var (plan, principal, head, time) = connection.Read(
                (work, ledger) =>
                {
                    var now = connection.LedgerTime(ledger, ceremonyId);
                    var gate = new Gate(Demand(ledger), work, now);
                    var examined = gate.Examine(ceremonyId);
                    gate.DemandPending(examined.Record);
                    var owner = DemandOpener(examined, identity);
                    gate.DemandClocks(examined.Record, examined.Record.HasQuorum);
                    PrincipalKeyRetirements.DemandNotRetired(owner, gate.State.Verified);
                    return (examined.Plan, owner, ledger!.Seen, now);
                },
                cancellation);
            var cancellationStatement = new StopStatement(
                plan.Tenant, plan.Ceremony, plan.Digest, principal.Name, plan.Quorum.Epoch, head,
                CanonicalText.Enter("Reason", reason, Approval.MaxReason), time);
            var signed = Sign(identity, ContentTypes.Cancellation, cancellationStatement.ToBytes(), principal, time);
            return connection.Write(
                (writer, ledger) =>
                {
                    var gate = new Gate(ledger, writer.Work, writer.TimeOf(ceremonyId));
                    gate.DemandPending(gate.State.Ceremony(ceremonyId));
                    writer.Append(new CeremonyCancelled(signed), Actors.Principal(principal.Name), ceremonyId);
                    return writer.State.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremonyId)!;
                },
                cancellation);
        }, identity);

    /// <summary>Runs an approved plan.</summary>
    public IReadOnlyList<Document> Execute(
        string ceremonyId, ExpectedPlan expected, ExecutionOptions options, CancellationToken cancellation = default) =>
        Recording(
            ceremonyId, "Execute", Refused.RefusedType, cancellation,
            () => new CeremonyExecution(connection, expected, options, cancellation).Run(ceremonyId), options.Executor);

    private PendingDecision Draft(
        string ceremonyId, Decision decision, Digest planDigest, SigningIdentity identity, SigningIdentity? sealing,
        CancellationToken cancellation) => connection.Read(
        (work, ledger) => new PendingDecision(
            Demand(ledger), work, connection.LedgerTime(ledger, ceremonyId), ceremonyId, decision, planDigest, identity, sealing),
        cancellation);

    private bool IsUnfounded() => connection.Read((_, ledger) =>
    {
        var proposed = ledger?.State.All<CeremonyRecord>(CeremonyRecord.KindName).FirstOrDefault();
        return proposed is null || ledger!.State.All<RosterRecord>(RosterRecord.KindName).Any()
            ? ledger is null
            : throw new TrstException(ErrorId.GenesisAlreadyStarted, Uuid.Short(proposed.CeremonyId));
    });

    private CeremonyRecord StartUnderRoster(
        CeremonyRequest request, SigningIdentity opener, Action<PathFinding>? warn, CancellationToken cancellation)
    {
        var operation = OperationCatalogue.Demand(request.Operation);
        var (plan, principal, paths) = connection.Read(
            (work, ledger) =>
            {
                var byHost = ledger is not null && operation.StartsByHostClock(ledger.State);
                var now = byHost ? connection.Now : connection.LedgerTime(ledger);
                var gate = new Gate(ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), work, now);
                var roster = gate.CurrentRoster();
                Suspension.DemandRunnable(gate.State.Tenant(), operation);
                (request.LedgerKey, request.Voids) = (connection.LedgerPublicKey, ledger.VoidCount);
                (request.Sealer, request.SealerBefore) = (connection.SealerIdentity, connection.SealerBefore);
                request.StoreId = connection.StoreId;
                var principal = DemandPrincipal(roster, opener, roster.Epoch);
                PrincipalKeyRetirements.DemandUsable(principal, gate.State.Verified, now, operation.BarsExpiredKeys);
                var subject = operation.Resolve(request, gate.State.Verified, now);
                operation.NewKeys(subject).ToList().ForEach(algorithm => algorithm.DemandGenerated());
                operation.DemandPossible(subject, gate.State.Verified);
                var electorate = operation.Electorate(subject, roster);
                var draft = PlanDraft.Compose(request, operation, subject, gate.State.Verified, electorate, principal, ledger, now);
                operation.DemandStart(draft, gate.State.Verified, ledger.LastTime, ledger.VoidCount);
                ledger.DemandMayGoOn(draft);
                return (draft, principal, warn is null ? null : PlannedPaths.Try(operation, draft, gate.State.Verified));
            },
            cancellation);
        foreach (var finding in paths?.Findings ?? [])
        {
            warn!(finding);
        }

        var signed = Sign(plan, opener, principal);
        return connection.Write((writer, ledger) => Record(writer, ledger, plan, signed), cancellation);
    }

    // Under the lock once more: the epoch may have changed while the opener's card was asked.
    private static CeremonyRecord Record(LedgerWriter writer, VerifiedLedger ledger, Plan plan, byte[] signed)
    {
        var gate = new Gate(ledger, writer.Work, OwnClock.Governs(plan) ? plan.OpenedAt : writer.Now);
        var roster = gate.CurrentRoster();
        if (roster.Digest != plan.Quorum.Roster)
        {
            throw new TrstException(ErrorId.EpochSuperseded, Uuid.Short(plan.Ceremony), plan.Quorum.Epoch, roster.Epoch);
        }

        Suspension.DemandRunnable(gate.State.Tenant(), OperationCatalogue.DemandExact(plan.Operation));

        writer.Append(new CeremonyStarted(signed), Actors.Principal(plan.Opener), plan.Ceremony);
        return writer.State.Find<CeremonyRecord>(CeremonyRecord.KindName, plan.Ceremony)!;
    }

    private CeremonyRecord Found(CeremonyRequest request, SigningIdentity opener, CancellationToken cancellation)
    {
        var operation = OperationCatalogue.Demand(request.Operation);
        var draft = request.Roster!;
        if (request.LeaveBehind.Count > 0)
        {
            throw new TrstException(ErrorId.ParameterForeign, nameof(request.LeaveBehind), "a founding, before which there is no key");
        }

        var roster = Roster.Found(
            SecretRandom.Bytes(Roster.NonceLength), draft.Threshold, draft.Policy, draft.Principals, connection.LedgerPublicKey,
            connection.SealerIdentity);
        var principal = DemandPrincipal(roster, opener, 0);
        principal.DemandValidAt(connection.Now);
        var empty = new VerifiedLedger(roster.Digest.Hex);
        var plan = PlanDraft.Compose(
            request, operation, RosterOperation.Found(roster), empty.State, Electorate.OfFounders(roster, principal.Name), principal, empty,
            connection.Now);
        var signed = Sign(plan, opener, principal);
        return connection.Found(
            roster.Digest,
            (writer, _) =>
            {
                writer.Append(new StoreCreated(connection.StoreId, Software.Name), Actors.Host);
                writer.Append(new TenantCreated(connection.Tenant), Actors.Host);
                writer.Append(new CeremonyStarted(signed), Actors.Principal(principal.Name), plan.Ceremony);
                return writer.State.Find<CeremonyRecord>(CeremonyRecord.KindName, plan.Ceremony)!;
            },
            cancellation);
    }

    private static byte[] Sign(Plan plan, SigningIdentity identity, Principal opener) =>
        Sign(identity, ContentTypes.Plan, plan.Bytes, opener, plan.OpenedAt);

    // Verified before it is recorded: the same key under another certificate than the roster's would count nowhere.
    private static byte[] Sign(SigningIdentity identity, string contentType, byte[] content, Principal signer, DateTime time)
    {
        var signed = SignedStatement.Sign(identity, contentType, content, time);
        signer.Verify(signed, contentType);
        return signed;
    }

    private static Principal DemandPrincipal(Roster roster, SigningIdentity identity, int epoch)
    {
        var principal = roster.FindByKey(identity.Spki)
            ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", epoch, string.Empty);
        return principal.MayOpen ? principal : throw new TrstException(ErrorId.RoleMissing, principal.Name, "operator");
    }

    private static Principal DemandOpener(ExaminedCeremony examined, SigningIdentity identity)
    {
        var opener = examined.Electorate.Roster.Demand(examined.Plan.Opener);
        return opener.Owns(identity.Spki)
            ? opener
            : throw new TrstException(ErrorId.NotOpener, opener.Name, Uuid.Short(examined.Plan.Ceremony), $"the key {identity.Thumbprint}");
    }

    private static VerifiedLedger Demand(VerifiedLedger? ledger) => ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster);

    private T Recording<T>(
        string? ceremonyId, string act, string type, CancellationToken cancellation, Func<T> run, SigningIdentity? identity = null) =>
        new RefusalLog(connection).Recording(ceremonyId, act, type, cancellation, run, identity);
}
