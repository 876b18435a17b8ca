namespace Trstctl.Ceremonies.Operations;

/// <summary>Puts the ledger's time back where statements with a date in the future moved it: nothing else could run until then. It is
/// judged by its own statements' times, and may retire the keys that signed those dates (PROTOCOL section 5a, Time).</summary>
internal sealed class CorrectClockOperation : CeremonyOperation
{
    private const int MaxAhead = 4096;

    public override string Name => "CorrectClock";

    public override string Headline => "PUT THE LEDGER'S TIME BACK";

    public override bool RunsSuspended => true;

    public override bool HasOwnClock(JsonObject subject) => true;

    public override bool StartsByHostClock(IProjection state) => true;

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var ahead = Ahead(state, now);
        var kept = request.KeepKeys.Select(name => KeyOf(name, ahead)).ToArray();
        return new JsonObject
        {
            { "time", now },
            { "ahead", new JsonArray(ahead.Select(said => said.ToJson())) },
            {
                "retire", Digest.ToJson(ahead
                    .Where(said => said.Time > now + Decisions.Tolerance)
                    .Select(said => said.Key)
                    .Distinct()
                    .Except(kept))
            },
        };
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var time = UtcTime.Format(Read(subject).Time);
        return new Composition($"correct-clock:{time}", $"back to {time}", []);
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
    }

    public override void DemandStart(Plan plan, IProjection state, DateTime ledgerTime, int voids)
    {
        var (time, ahead, retired) = Read(plan.Subject);
        if (time != plan.OpenedAt || ledgerTime <= plan.OpenedAt + Decisions.Tolerance)
        {
            throw new TrstException(ErrorId.ClockNotAhead, UtcTime.Format(ledgerTime), UtcTime.Format(plan.OpenedAt));
        }

        if (!ahead.SequenceEqual(Ahead(state, time).Select(said => said.Content)))
        {
            throw new TrstException(ErrorId.PlanInvalid, "it does not list every statement that is ahead of it");
        }

        if (retired.Except(Ahead(state, time).Select(said => said.Key)).Any())
        {
            throw new TrstException(ErrorId.PlanInvalid, "it retires a key that signed nothing ahead of it");
        }
    }

    /// <summary>A denial is dissent, as in a resumption: one custodian must not be able to keep everybody out.</summary>
    public override Electorate Electorate(JsonObject subject, Roster roster) =>
        base.Electorate(subject, roster) with { HasNoVeto = _ => true };

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        foreach (var key in Read(done.Plan.Subject).Retired)
        {
            state.Put(new RetiredPrincipalKeyRecord(
                key, done.Sequence, done.Time, "it signed a date in the future, and a quorum retired it"));
        }

        state.EndOthers(done.Plan, "the ledger's time was put back");
        var tenant = TenantRecord.Of(state);
        state.Put(tenant);
        return [tenant];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (time, ahead, retired) = Read(subject);
        say("time", $"back to {UtcTime.Format(time)}, and on with the execution; every other pending ceremony ends");
        foreach (var said in state.All<AdmittedStatement>(AdmittedStatement.KindName).Where(s => ahead.Contains(s.Content)))
        {
            say("ahead", $"event {said.Sequence} of {said.Signer} says {UtcTime.Format(said.Time)}"
                + (retired.Contains(said.Key) ? "; HIS KEY IS RETIRED" : string.Empty));
        }
    }

    private static Digest KeyOf(string name, AdmittedStatement[] ahead) => ahead
        .LastOrDefault(said => string.Equals(PrincipalName.Key(said.Signer), PrincipalName.Key(name), StringComparison.Ordinal))?.Key
        ?? throw new TrstException(
            ErrorId.InvalidArgument, "KeepKey", "names of those who signed a date in the future", CanonicalText.Escape(name));

    private static AdmittedStatement[] Ahead(IProjection state, DateTime time) =>
        [.. state.All<AdmittedStatement>(AdmittedStatement.KindName).Where(said => said.Time > time).OrderBy(said => said.Sequence)];

    private static (DateTime Time, IReadOnlyList<Digest> Ahead, IReadOnlyList<Digest> Retired) Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a corrected clock");
        var read = (
            reader.Time("time"),
            reader.Objects("ahead", MaxAhead).Select(AdmittedStatement.FromJson).Select(said => said.Content).ToArray(),
            Digest.ManyFromJson(reader, "retire", MaxAhead));
        reader.End();
        return read;
    }
}
