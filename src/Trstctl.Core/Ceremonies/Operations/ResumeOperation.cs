namespace Trstctl.Ceremonies.Operations;

/// <summary>Ends the suspensions and restorations that its plan names, and no other: what came later stands on. Of a restored store it
/// takes up the copy, with the ledger key and the sealer that the quorum wants.</summary>
internal sealed class ResumeOperation() : TypedOperation<ResumeSubject>(ResumeSubject.Declare)
{
    public override string Name => "Resume";

    public override string Headline => "RESUME THE TENANT";

    public override string Thing => "the resumption of";

    public override string Deed => "resumed";

    public override bool RunsSuspended => true;

    public override bool RunsRestored => true;

    /// <summary>The time of a copy, or of a forged restoration, may be far ahead.</summary>
    protected override bool HasOwnClock(ResumeSubject subject) => subject.OfRestorations;

    public override bool StartsByHostClock(IProjection state) => TenantRecord.Of(state).IsRestored;

    /// <summary>The restoration whose copy the plan takes up; null where it is of another operation, or takes up none.</summary>
    public static long? TakesUp(Plan plan) => (plan.Subject as ResumeSubject)?.TakesUp;

    /// <summary>Ends whatever stands. Of restorations it takes up the one that this store came from; a store that goes on under the
    /// key in force was restored by somebody else, and takes up none.</summary>
    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var (tenant, inForce) = (TenantRecord.Of(state), InForce.LedgerKey(state));
        if (!Suspension.IsFrozen(tenant))
        {
            throw new TrstException(ErrorId.TenantNotSuspended);
        }

        var mine = request.LedgerKey ?? inForce;
        var taken = Same(mine, inForce) ? null : tenant.Restorations.FirstOrDefault(restoration => Same(restoration.LedgerKey, mine)
            && restoration.Sealer == request.Sealer
            && string.Equals(restoration.StoreId, request.StoreId, StringComparison.Ordinal));
        var isNew = taken is not null && taken.Sealer != InForce.Sealer(state);
        if (request.LeaveBehind.Count > 0 && !isNew)
        {
            throw new TrstException(ErrorId.ParameterForeign, nameof(request.LeaveBehind), "a resumption under the sealer in force");
        }

        return new ResumeSubject(
            [.. tenant.Suspensions.Select(s => s.Sequence).Concat(tenant.Restorations.Select(r => r.Sequence)).OrderBy(s => s)],
            tenant.IsRestored,
            taken?.Sequence,
            taken?.LedgerKey ?? inForce,
            taken?.Sealer,
            isNew ? OperationalKeys.Plan(request.SealerBefore == InForce.Sealer(state), request.LeaveBehind, state) : [],
            [.. request.RetiredSigners.Select(name => KeyOf(name, tenant)).Distinct()]);
    }

    protected override Composition Compose(ResumeSubject subject, IProjection state)
    {
        var ends = string.Join(
            "+", subject.Ends.Select(sequence => sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return new Composition($"resume:{ends}:{Digest.Of(subject.LedgerKey)}", $"what event {ends} stopped", []);
    }

    protected override void DemandPossible(ResumeSubject subject, IProjection state)
    {
        var tenant = TenantRecord.Of(state);
        var restorations = tenant.Restorations.Where(subject.Names).ToArray();
        if (tenant.Suspensions.Count(subject.Names) + restorations.Length != subject.Ends.Count)
        {
            throw new TrstException(ErrorId.TenantNotSuspended);
        }

        var taken = restorations.FirstOrDefault(restoration => restoration.Sequence == subject.TakesUp);
        Demand(subject.OfRestorations == restorations.Length > 0, "it does not say whether it ends restorations");
        Demand(subject.TakesUp is null || taken is not null, "it takes up a copy that it does not name");
        Demand(
            Same(subject.LedgerKey, taken?.LedgerKey ?? InForce.LedgerKey(state)),
            "its ledger key is not the candidate of the copy that it takes up, or without one not the one in force");
        Demand(subject.Sealer == taken?.Sealer, "its sealer is not the candidate of the copy that it takes up");
        Demand(taken is null || IsNewSealer(subject, state), "the sealer of the copy that it takes up is the one in force, and not new");
        Demand(
            IsNewSealer(subject, state) ? OperationalKeys.AreAll(subject.Keys, state) : subject.Keys.Count == 0,
            "the keys in Operational custody are not those that it lists");
        Demand(
            subject.Retires.All(key => Signers(tenant, subject).Any(s => s.Key == key)),
            "it retires a key that signed nothing of what it ends");
    }

    protected override IReadOnlyList<string> Opens(ResumeSubject subject, IProjection state) => subject.SealsAnew;

    protected override void Make(ResumeSubject subject, OperationScope scope)
    {
        if (subject.Sealer is { } sealer)
        {
            OperationalKeys.Make(subject.Keys, sealer, scope);
            scope.ForgetSealerBefore();
        }
    }

    /// <summary>A denial is dissent: one custodian who suspended must not be able to keep everybody out.</summary>
    protected override Electorate Electorate(ResumeSubject subject, Roster roster) =>
        base.Electorate(subject, roster) with { HasNoVeto = _ => true };

    protected override IReadOnlyList<Document> Apply(ResumeSubject subject, CompletedPlan done, IProjection state)
    {
        var tenant = TenantRecord.Of(state);
        if (tenant.Restorations.Any(subject.Names))
        {
            state.EndOthers(done.Plan, "the quorum resumed a restored store");
        }

        foreach (var key in subject.Retires)
        {
            state.Put(new RetiredPrincipalKeyRecord(key, done.Sequence, done.Time, "the quorum retired it when it resumed the tenant"));
        }

        OperationalKeys.Apply(subject.Keys, done, state);

        var resumed = tenant with
        {
            Suspensions = tenant.Suspensions.Where(s => !subject.Names(s)).ToArray(),
            Restorations = tenant.Restorations.Where(r => !subject.Names(r)).ToArray(),
            ResumedBy = done.Plan.Ceremony,
            LedgerKey = subject.LedgerKey,
            CuredAt = done.Sequence,
            Sealer = subject.Sealer ?? tenant.Sealer,
            TakenUp = subject.TakesUp ?? tenant.TakenUp,
            TakenUpAt = subject.TakesUp is null ? tenant.TakenUpAt : done.Sequence + 1,
            TakenUpTime = subject.TakesUp is null ? tenant.TakenUpTime : done.Time,
        };
        state.Put(resumed);
        return [resumed];
    }

    protected override void Describe(ResumeSubject subject, IProjection state, Action<string, string> say)
    {
        var tenant = TenantRecord.Of(state);
        foreach (var suspension in tenant.Suspensions.Where(subject.Names))
        {
            say("suspended", $"by {suspension.By} at {UtcTime.Format(suspension.Since)}: {suspension.Reason}");
        }

        foreach (var restoration in tenant.Restorations.Where(subject.Names))
        {
            say("restored", $"by {restoration.By} at {UtcTime.Format(restoration.Since)}, event {restoration.Sequence}, store "
                + $"{restoration.StoreId}: {(restoration.Sequence == subject.TakesUp ? "THIS COPY GOES ON" : "its copy is not taken up")}");
        }

        var changes = !Same(subject.LedgerKey, InForce.LedgerKey(state));
        say("ledger key", $"{(changes ? "NEW: " : "stays: ")}{Digest.Of(subject.LedgerKey)}");
        if (subject.Sealer is { } sealer)
        {
            say("custody sealer", $"NEW: {sealer}");
            OperationalKeys.Describe(subject.Keys, state, say);
        }

        foreach (var (name, key) in Signers(tenant, subject).Where(signer => subject.Retires.Contains(signer.Key)).Distinct())
        {
            say("retires", $"the signing key of {name}, SHA-256 {key}");
        }

        RetirementOutlook.Describe(subject.Retires, state, say);
    }

    // What is sealed under the sealer before opens under no other.
    private static bool IsNewSealer(ResumeSubject subject, IProjection state) =>
        subject.Sealer is { } sealer && sealer != InForce.Sealer(state);

    private static IEnumerable<(string By, Digest Key)> Signers(TenantRecord tenant, ResumeSubject named) => tenant.Suspensions
        .Where(named.Names)
        .Select(s => (s.By, s.Key))
        .Concat(tenant.Restorations.Where(named.Names).Select(r => (r.By, r.Key)));

    private static Digest KeyOf(string name, TenantRecord tenant) => tenant.Suspensions
        .Select(s => (s.By, s.Key))
        .Concat(tenant.Restorations.Select(r => (r.By, r.Key)))
        .Where(signer => string.Equals(PrincipalName.Key(signer.By), PrincipalName.Key(name), StringComparison.Ordinal))
        .Select(signer => (Digest?)signer.Key)
        .LastOrDefault()
        ?? throw new TrstException(
            ErrorId.InvalidArgument, "RetireKey", "names of those who suspended or restored", CanonicalText.Escape(name));

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new TrstException(ErrorId.FormatInvalid, "subject of a resumption", otherwise);
        }
    }
}
