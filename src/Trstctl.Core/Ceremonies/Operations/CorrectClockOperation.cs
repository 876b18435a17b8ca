namespace Trstctl.Ceremonies.Operations;

/// <param name="Time">UTC, of the opening: where the ledger goes back to.</param>
/// <param name="Ahead">Every key of the roster with statements that are ahead of it.</param>
/// <param name="Retired">SHA-256 of signing keys.</param>
internal sealed record CorrectClockSubject(DateTime Time, IReadOnlyList<KeyAhead> Ahead, IReadOnlyList<Digest> Retired)
    : PlanSubject
{
    private const int MaxKeys = 1024;

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static CorrectClockSubject Declare(Fields f, CorrectClockSubject? s) => new(
        f.Time("time", s?.Time), f.Objects("ahead", s?.Ahead, MaxKeys, KeyAhead.Declare), f.Digests("retire", s?.Retired, MaxKeys));
}

/// <summary>Puts the ledger's time back where statements with a date in the future moved it: nothing else could run until then. It is
/// judged by its own statements' times, and may retire the keys that signed those dates (PROTOCOL section 5a, Time).</summary>
internal sealed class CorrectClockOperation() : TypedOperation<CorrectClockSubject>(CorrectClockSubject.Declare)
{
    public override string Name => "CorrectClock";

    public override string Headline => "PUT THE LEDGER'S TIME BACK";

    public override string Thing => "the setting of the ledger's time";

    public override string Deed => "put the ledger's time";

    public override bool RunsSuspended => true;

    protected override bool HasOwnClock(CorrectClockSubject subject) => true;

    public override bool StartsByHostClock(IProjection state) => true;

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var ahead = Ahead(state, now, long.MaxValue);
        var kept = request.KeepKeys.Select(name => KeyOf(name, ahead));
        return new CorrectClockSubject(now, ahead, [.. ahead
            .Where(signer => signer.Latest > now + Decisions.Tolerance)
            .Select(signer => signer.Key)
            .Except(kept)]);
    }

    protected override Composition Compose(CorrectClockSubject subject, IProjection state)
    {
        var time = UtcTime.Format(subject.Time);
        return new Composition($"correct-clock:{time}", $"back to {time}", []);
    }

    protected override void DemandPossible(CorrectClockSubject subject, IProjection state)
    {
    }

    protected override void DemandStart(CorrectClockSubject subject, Plan plan, IProjection state, DateTime ledgerTime, int voids)
    {
        var (time, ahead, retired) = subject;
        if (time != plan.OpenedAt || ledgerTime <= plan.OpenedAt + Decisions.Tolerance)
        {
            throw new TrstException(ErrorId.ClockNotAhead, UtcTime.Format(ledgerTime), UtcTime.Format(plan.OpenedAt));
        }

        if (!ahead.SequenceEqual(Ahead(state, time, plan.Previous.Size)))
        {
            throw new VoidReason("it does not name every key that is ahead of it");
        }

        if (retired.Except(ahead.Select(signer => signer.Key)).Any())
        {
            throw new VoidReason("it retires a key that signed nothing ahead of it");
        }
    }

    /// <summary>A denial is dissent, as in a resumption: one custodian must not be able to keep everybody out.</summary>
    protected override Electorate Electorate(CorrectClockSubject subject, Roster roster) =>
        base.Electorate(subject, roster) with { HasNoVeto = _ => true };

    protected override IReadOnlyList<Document> Apply(CorrectClockSubject subject, CompletedPlan done, IProjection state)
    {
        foreach (var key in subject.Retired)
        {
            state.Put(new RetiredPrincipalKeyRecord(
                key, done.Sequence, done.Time, "it signed a date in the future, and a quorum retired it"));
        }

        state.EndOthers(done.Plan, "the ledger's time was put back");
        var tenant = TenantRecord.Of(state);
        state.Put(tenant);
        return [tenant];
    }

    protected override void Describe(CorrectClockSubject subject, IProjection state, Action<string, string> say)
    {
        var (time, ahead, retired) = subject;
        say("time", $"back to {UtcTime.Format(time)}, and on with the execution; every other pending ceremony ends");
        foreach (var signer in ahead)
        {
            say("ahead", $"{signer.Statements} of {signer.Signer}, up to {UtcTime.Format(signer.Latest)}"
                + (retired.Contains(signer.Key) ? "; HIS KEY IS RETIRED" : string.Empty));
        }

        RetirementOutlook.Describe(retired, state, say);
    }

    private static Digest KeyOf(string name, KeyAhead[] ahead) => ahead
        .LastOrDefault(said => string.Equals(PrincipalName.Key(said.Signer), PrincipalName.Key(name), StringComparison.Ordinal))?.Key
        ?? throw new TrstException(
            ErrorId.InvalidArgument, "KeepKey", "names of those who signed a date in the future", CanonicalText.Escape(name));

    // By key, of which a roster has few: somebody may sign any number of dates. Up to the plan's checkpoint: whoever is quicker than a
    // card could add one more each time.
    private static KeyAhead[] Ahead(IProjection state, DateTime time, long size) =>
    [
        .. state.All<AdmittedStatement>(AdmittedStatement.KindName)
            .Where(said => said.MovesTime && said.Time > time && said.Sequence < size)
            .OrderBy(said => said.Sequence)
            .GroupBy(said => said.Key)
            .Select(KeyAhead.Of),
    ];
}

/// <summary>A key of the roster that signed dates in the future.</summary>
/// <param name="Statements">How many such statements stand.</param>
/// <param name="Latest">UTC: the latest date among them.</param>
/// <param name="Contents">SHA-256 of the SHA-256 of each, in their order.</param>
internal sealed record KeyAhead(string Signer, Digest Key, int Statements, DateTime Latest, Digest Contents)
{
    public static KeyAhead Of(IEnumerable<AdmittedStatement> statements)
    {
        var all = statements.ToArray();
        return new KeyAhead(
            all[0].Signer, all[0].Key, all.Length, all.Max(said => said.Time),
            Digest.Of([.. all.SelectMany(said => said.Content.ToArray())]));
    }

    public static KeyAhead Declare(Fields f, KeyAhead? k) => new(
        f.Text("signer", k?.Signer, 64), f.Digest("key", k?.Key), f.Number("statements", k?.Statements, 1), f.Time("latest", k?.Latest),
        f.Digest("contents", k?.Contents));
}
