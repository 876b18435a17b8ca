namespace Trstctl.Ceremonies.Operations;

/// <summary>Ends the suspensions and restorations that its plan names, and no other: what came later stands on. Of a restored store it
/// takes up the copy, with the ledger key and the sealer that the quorum wants.</summary>
internal sealed class ResumeOperation : CeremonyOperation
{
    public override string Name => "Resume";

    public override string Headline => "RESUME THE TENANT";

    public override bool RunsSuspended => true;

    /// <summary>The time of a copy, or of a forged restoration, may be far ahead.</summary>
    public override bool HasOwnClock(JsonObject subject) => ResumeSubject.Read(subject).OfRestorations;

    public override bool StartsByHostClock(IProjection state) => TenantRecord.Of(state).IsRestored;

    /// <summary>The restoration whose copy the plan takes up; null where it is of another operation, or takes up none.</summary>
    public static long? TakesUp(Plan plan) =>
        OperationCatalogue.Demand(plan.Operation) is ResumeOperation ? ResumeSubject.Read(plan.Subject).TakesUp : null;

    /// <summary>Ends whatever stands. Of restorations it takes up the one that this store came from; a store that goes on under the
    /// key in force was restored by somebody else, and takes up none.</summary>
    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
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
        return new ResumeSubject(
            [.. tenant.Suspensions.Select(s => s.Sequence).Concat(tenant.Restorations.Select(r => r.Sequence)).OrderBy(s => s)],
            tenant.IsRestored,
            taken?.Sequence,
            taken?.LedgerKey ?? inForce,
            taken?.Sealer,
            [.. request.RetiredSigners.Select(name => KeyOf(name, tenant)).Distinct()]).ToJson();
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var read = ResumeSubject.Read(subject);
        var ends = string.Join(
            "+", read.Ends.Select(sequence => sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return new Composition($"resume:{ends}:{Digest.Of(read.LedgerKey)}", $"what event {ends} stopped", []);
    }

    /// <summary>What does not stand yet is not ended: it would come after everybody's consent, and unseen.</summary>
    public override void DemandStart(Plan plan, IProjection state, DateTime ledgerTime, int voids) => DemandPossible(plan.Subject, state);

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (read, tenant) = (ResumeSubject.Read(subject), TenantRecord.Of(state));
        var restorations = tenant.Restorations.Where(read.Names).ToArray();
        if (tenant.Suspensions.Count(read.Names) + restorations.Length != read.Ends.Count)
        {
            throw new TrstException(ErrorId.TenantNotSuspended);
        }

        var taken = restorations.FirstOrDefault(restoration => restoration.Sequence == read.TakesUp);
        Demand(read.OfRestorations == restorations.Length > 0, "it does not say whether it ends restorations");
        Demand(read.TakesUp is null || taken is not null, "it takes up a copy that it does not name");
        Demand(
            Same(read.LedgerKey, InForce.LedgerKey(state)) || (taken is not null && Same(taken.LedgerKey, read.LedgerKey)),
            "its ledger key is neither in force nor the candidate of the copy that it takes up");
        Demand(
            read.Sealer is null || (taken is not null && taken.Sealer == read.Sealer),
            "its sealer is not the candidate of the copy that it takes up");
        Demand(
            read.Retires.All(key => Signers(tenant, read).Any(s => s.Key == key)), "it retires a key that signed nothing of what it ends");
    }

    public override void Make(OperationScope scope) =>
        Lost(ResumeSubject.Read(scope.Plan.Subject), scope.State.Verified).ToList().ForEach(scope.EraseKey);

    /// <summary>A denial is dissent: one custodian who suspended must not be able to keep everybody out.</summary>
    public override Electorate Electorate(JsonObject subject, Roster roster) =>
        base.Electorate(subject, roster) with { HasNoVeto = _ => true };

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (read, tenant) = (ResumeSubject.Read(done.Plan.Subject), TenantRecord.Of(state));
        if (tenant.Restorations.Any(read.Names))
        {
            state.EndOthers(done.Plan, "the quorum resumed a restored store");
        }

        foreach (var key in read.Retires)
        {
            state.Put(new RetiredPrincipalKeyRecord(key, done.Sequence, done.Time, "the quorum retired it when it resumed the tenant"));
        }

        foreach (var key in Lost(read, state))
        {
            RosterKeys.Lose(key.KeyId, done.Plan.Ceremony, state);
        }

        var resumed = tenant with
        {
            Suspensions = tenant.Suspensions.Where(s => !read.Names(s)).ToArray(),
            Restorations = tenant.Restorations.Where(r => !read.Names(r)).ToArray(),
            ResumedBy = done.Plan.Ceremony,
            LedgerKey = read.LedgerKey,
            CuredAt = done.Sequence,
            Sealer = read.Sealer ?? tenant.Sealer,
            TakenUp = read.TakesUp ?? tenant.TakenUp,
            TakenUpAt = read.TakesUp is null ? tenant.TakenUpAt : done.Sequence + 1,
        };
        state.Put(resumed);
        return [resumed];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (read, tenant) = (ResumeSubject.Read(subject), TenantRecord.Of(state));
        foreach (var suspension in tenant.Suspensions.Where(read.Names))
        {
            say("suspended", $"by {suspension.By} at {UtcTime.Format(suspension.Since)}: {suspension.Reason}");
        }

        foreach (var restoration in tenant.Restorations.Where(read.Names))
        {
            say("restored", $"by {restoration.By} at {UtcTime.Format(restoration.Since)}, event {restoration.Sequence}, store "
                + $"{restoration.StoreId}: {(restoration.Sequence == read.TakesUp ? "THIS COPY GOES ON" : "its copy is not taken up")}");
        }

        var changes = !Same(read.LedgerKey, InForce.LedgerKey(state));
        say("ledger key", $"{(changes ? "NEW: " : "stays: ")}{Digest.Of(read.LedgerKey)}");
        if (read.Sealer is { } sealer)
        {
            say("custody sealer", $"NEW: {sealer}");
            foreach (var key in Lost(read, state))
            {
                say("LEFT BEHIND", $"nothing can open the key of {RosterKeys.NameOf(key, state)} again: it is sealed under the old one");
            }
        }

        foreach (var (name, key) in Signers(tenant, read).Where(signer => read.Retires.Contains(signer.Key)).Distinct())
        {
            say("retires", $"the signing key of {name}, SHA-256 {key}");
        }
    }

    // What is sealed under the sealer before opens under no other.
    private static KeyRecord[] Lost(ResumeSubject read, IProjection state) => read.Sealer is { } sealer && sealer != InForce.Sealer(state)
        ? [.. state.All<KeyRecord>(KeyRecord.KindName).Where(key => key.Custody == CustodyKind.Operational && key.IsKept)]
        : [];

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
