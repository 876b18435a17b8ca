namespace Trstctl.Ceremonies.Operations;

internal sealed record RetireSubject(NamedAuthority Authority) : PlanSubject
{
    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static RetireSubject Declare(Fields f, RetireSubject? s) => new(f.Object("authority", s?.Authority, NamedAuthority.Declare));
}

/// <summary>An authority signs no more certificates; its CRLs go on, and its key stays where it is.</summary>
internal sealed class RetireOperation() : TypedOperation<RetireSubject>(RetireSubject.Declare)
{
    public override string Name => "Retire";

    public override string Headline => "RETIRE A CA";

    public override string Thing => "the retirement of";

    public override string Deed => "retired";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now) =>
        new RetireSubject(NamedAuthority.Of(AuthorityReference.ResolveAny(request.Authority, "the CA to retire", Name, state)));

    protected override Composition Compose(RetireSubject subject, IProjection state)
    {
        var authority = subject.Authority.In(state);
        return new Composition($"retire:{authority.AuthorityId}", $"{authority.Name}, generation {authority.Generation}", []);
    }

    protected override void DemandPossible(RetireSubject subject, IProjection state)
    {
        var authority = subject.Authority.In(state);
        if (authority.Status is not (AuthorityStatus.Active or AuthorityStatus.Superseded))
        {
            throw new TrstException(ErrorId.AuthorityNotActive, authority.Name, AsciiFold.Word(authority.Status));
        }
    }

    protected override IReadOnlyList<Document> Apply(RetireSubject subject, CompletedPlan done, IProjection state)
    {
        var retired = subject.Authority.Now(state) with { Status = AuthorityStatus.Retired, RetiredBy = done.Plan.Ceremony };
        state.Put(retired);
        return [retired];
    }

    protected override void Describe(RetireSubject subject, IProjection state, Action<string, string> say)
    {
        var authority = subject.Authority.In(state);
        say("subject", authority.View.Subject);
        say("valid until", UtcTime.Format(authority.View.NotAfter));
        say("afterwards", "it signs no certificate; what it signed stays valid; it cannot become active again");
    }
}
