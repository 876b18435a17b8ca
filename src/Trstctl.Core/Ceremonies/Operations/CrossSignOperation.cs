namespace Trstctl.Ceremonies.Operations;

/// <param name="Target">DER of the certificate of a CA elsewhere.</param>
internal sealed record CrossSignSubject(CertificateSubject Planned, NamedAuthority Issuer, byte[] Target) : PlanSubject
{
    public CertificateView View => new(Target);

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static CrossSignSubject Declare(Fields f, CrossSignSubject? s) => new(
        CertificateSubject.Declare(f, s?.Planned, withSpec: false), f.Object("issuer", s?.Issuer, NamedAuthority.Declare),
        f.Bytes("target", s?.Target, CertificateAssembler.LargestCertificate));
}

/// <summary>An authority here certifies the key of a CA elsewhere: same subject, same key, same key identifier.</summary>
internal sealed class CrossSignOperation() : TypedOperation<CrossSignSubject>(CrossSignSubject.Declare)
{
    public override string Name => "CrossSign";

    public override string Headline => "CROSS-SIGN A CA";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var issuer = AuthorityReference.Resolve(request.Issuer, "Issuer", Name, state);
        var target = new CertificateView(
            request.Target ?? throw new TrstException(ErrorId.ParameterMissing, Name, "the target's certificate"));
        var end = target.NotAfter < issuer.View.NotAfter ? target.NotAfter : issuer.View.NotAfter;
        return new CrossSignSubject(
            new CertificateSubject(null!, CertificateSubject.NewSerial(), now, end, CertificateSubject.Waive(request)),
            NamedAuthority.Of(issuer), target.Der);
    }

    protected override Composition Compose(CrossSignSubject subject, IProjection state)
    {
        var (planned, issuer, target) = subject;
        var template = TemplateBuilder.CrossCertificate(
            target, issuer.In(state).Certificate, new CrossCertificateOptions(), planned.Serial, planned.NotBefore, planned.NotAfter);
        return new Composition(
            $"cross-sign:{issuer.Id}:{Digest.Of(target)}", subject.View.Subject, [planned.Artefact(template, LintRole.CrossCertificate)]);
    }

    protected override void DemandPossible(CrossSignSubject subject, IProjection state)
    {
        var issuer = subject.Issuer.In(state);
        AuthorityReference.DemandSigner(issuer, state);
        AuthorityMaking.DemandNewSerial(subject.Planned, issuer, state);
        KnownKeys.DemandTarget(subject.View, state);
    }

    protected override IReadOnlyList<string> Opens(CrossSignSubject subject, IProjection state) =>
        [AuthorityReference.DemandKey(subject.Issuer.In(state))];

    protected override void Make(CrossSignSubject subject, OperationScope scope) =>
        scope.SignWith(scope.State.Authority(subject.Issuer.Id), subject.View.Spki, LintRole.CrossCertificate);

    protected override IReadOnlyList<Document> Apply(CrossSignSubject subject, CompletedPlan done, IProjection state) =>
        [state.PutNew(new CrossCertificateRecord(
            done.Plan.IdOf(0), subject.Issuer.Id, done.Artefact(0), subject.Target, done.Plan.Ceremony, done.Time))];

    protected override void DemandMade(CrossSignSubject subject, CompletedPlan done, IProjection state) =>
        done.DemandCertificate(0, Artefact.MainName, subject.View.Spki, subject.Issuer.In(state).View.Spki);

    protected override void Describe(CrossSignSubject subject, IProjection state, Action<string, string> say)
    {
        AuthorityMaking.SayName(DistinguishedName.FromDer(subject.View.SubjectDer), state, say);
        say("target", KnownKeys.Owner(subject.View.KeyIdentity, state) is { } known
            ? $"{known.Name}, generation {known.Generation}, {AsciiFold.Word(known.Status)} here"
            : "a CA that is not known here: whether its key is lost, retired or revoked, nobody here knows");
    }

    protected override PlannedPaths Paths(CrossSignSubject subject, Plan plan, IProjection state)
    {
        var paths = new PlannedPaths(plan, state, subject.Target);
        paths.Add(Artefact.MainName, paths.Of(subject.Issuer.In(state)));
        return paths;
    }
}
