namespace Trstctl.Ceremonies.Operations;

/// <summary>A new certificate for the same name and key; the earlier ones stay valid until they end.</summary>
internal sealed class RenewalOperation() : TypedOperation<NextSubject>(NextSubject.DeclareRenewal)
{
    public override string Name => "Renewal";

    public override string Headline => "RENEW A CA WITH THE SAME KEY";

    public override string Thing => "the renewal of";

    public override string Deed => "renewed";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now) => NextCertificate.Resolve(
        AuthorityReference.Resolve(request.Authority, "the CA to renew", Name, state), sameKey: true, request, state, now);

    protected override Composition Compose(NextSubject subject, IProjection state)
    {
        var (planned, authority, request) = (subject.Planned, subject.Authority.In(state), subject.Request);
        return new Composition(
            $"renewal:{authority.AuthorityId}:{planned.SpecDigest}{(request is null ? string.Empty : $":{Digest.Of(request)}")}",
            planned.Spec.Subject,
            [NextCertificate.Artefact(subject, sameKey: true, state)])
        {
            Custody = authority.Custody,
            Level = authority.Level,
        };
    }

    protected override void DemandPossible(NextSubject subject, IProjection state)
    {
        NextCertificate.DemandPossible(subject, sameKey: true, state);
        var authority = subject.Authority.In(state);
        if (subject.Planned.Spec.HeldIn is { } custody && custody != authority.Custody)
        {
            throw new TrstException(ErrorId.SpecInvalid, "Custody", $"{authority.Custody}, as the key is held", custody);
        }

        if (authority.Earlier.Count >= AuthorityRecord.MostEarlier)
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "SameKey", $"at most {AuthorityRecord.MostEarlier} renewals of one key", "one more");
        }
    }

    protected override IReadOnlyList<string> Opens(NextSubject subject, IProjection state) =>
        [AuthorityReference.DemandKey((subject.Issuer ?? subject.Authority).In(state))];

    protected override Roster? DealsTo(NextSubject subject, Plan plan, Roster current) => null;

    protected override void Make(NextSubject subject, OperationScope scope) => scope.SignWith(
        scope.State.Authority((subject.Issuer ?? subject.Authority).Id), scope.State.Authority(subject.Authority.Id).View.Spki,
        subject.Role);

    protected override IReadOnlyList<Document> Apply(NextSubject subject, CompletedPlan done, IProjection state)
    {
        var renewed = subject.Authority.Now(state).Renewed(
            done.Artefact(0), subject.Planned.Spec, subject.Issuer?.Id, done.Plan.Ceremony);
        state.Put(renewed);
        return [renewed];
    }

    protected override void DemandMade(NextSubject subject, CompletedPlan done, IProjection state) => done.DemandCertificate(
        0, Artefact.MainName, subject.Authority.In(state).View.Spki, (subject.Issuer ?? subject.Authority).In(state).View.Spki);

    protected override PlannedPaths Paths(NextSubject subject, Plan plan, IProjection state)
    {
        var paths = new PlannedPaths(plan, state);
        paths.Add(Artefact.MainName, subject.Issuer is null ? null : paths.Of(subject.Issuer.In(state)));
        return paths;
    }

    protected override void Describe(NextSubject subject, IProjection state, Action<string, string> say) =>
        NextCertificate.Describe(subject, sameKey: true, state, say);
}
