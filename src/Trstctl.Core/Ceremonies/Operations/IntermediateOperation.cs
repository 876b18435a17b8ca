namespace Trstctl.Ceremonies.Operations;

/// <param name="Request">DER of the request of a CA elsewhere; null where the key is made here.</param>
internal sealed record IntermediateSubject(CertificateSubject Planned, NamedAuthority Issuer, byte[]? Request) : PlanSubject
{
    public override IReadOnlyList<DistinguishedName> NewNames => [Planned.Spec.SubjectName];

    public CustodyKind Custody => Request is not null ? CustodyKind.External : Planned.Spec.HeldIn ?? CustodyKind.Operational;

    public byte[]? RequestedKey => Request is null ? null : new CertificateRequestView(Request).Spki;

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static IntermediateSubject Declare(Fields f, IntermediateSubject? s) => new(
        CertificateSubject.Declare(f, s?.Planned), f.Object("issuer", s?.Issuer, NamedAuthority.Declare),
        f.OptionalBytes("request", s?.Request, CARequestRecord.MaxRequest));
}

/// <summary>A CA below an authority here: with a new key of ours, or over the request of a CA elsewhere.</summary>
internal sealed class IntermediateOperation() : TypedOperation<IntermediateSubject>(IntermediateSubject.Declare)
{
    public override string Name => "Intermediate";

    public override string Headline => "MAKE AN INTERMEDIATE CA";

    public override string Thing => "the intermediate";

    public override string Deed => "signed the intermediate";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var spec = CertificateSubject.DemandSpec(request);
        var issuer = AuthorityReference.Resolve(request.Issuer, "Issuer", Name, state);
        return new IntermediateSubject(
            CertificateSubject.Plan(spec, now, CertificateSubject.Waive(request)), NamedAuthority.Of(issuer), request.Request);
    }

    protected override Composition Compose(IntermediateSubject subject, IProjection state)
    {
        var (planned, issuer, request) = subject;
        var template = TemplateBuilder.Intermediate(
            planned.Spec, issuer.In(state).Certificate, planned.Serial, planned.NotBefore, planned.NotAfter,
            request is null ? null : RequestRules.Granted(request, planned.Spec), issuer.In(state).SignatureHash);
        return new Composition(
            $"intermediate:{issuer.Id}:{planned.SpecDigest}{(request is null ? string.Empty : $":{Digest.Of(request)}")}",
            planned.Spec.Subject,
            [planned.Artefact(template, LintRole.Intermediate)])
        {
            Custody = subject.Custody,
            Level = EnforcementLevels.Of(subject.Custody),
        };
    }

    protected override void DemandPossible(IntermediateSubject subject, IProjection state)
    {
        var (planned, issuer) = (subject.Planned, subject.Issuer.In(state));
        AuthorityReference.DemandSigner(issuer, state);
        AuthorityMaking.DemandNewName(planned.Spec.SubjectName, state);
        AuthorityMaking.DemandWithin(planned, issuer, state);
        AuthorityMaking.DemandNewSerial(planned, issuer, state);
        if (subject.RequestedKey is { } key)
        {
            KnownKeys.DemandNew(PublicKey.IdentityOf(key), state);
        }
    }

    protected override IReadOnlyList<KeyAlgorithm> NewKeys(IntermediateSubject subject) =>
        subject.Request is null ? [subject.Planned.Spec.Algorithm] : [];

    protected override IReadOnlyList<string> Opens(IntermediateSubject subject, IProjection state) =>
        [AuthorityReference.DemandKey(subject.Issuer.In(state))];

    protected override void Make(IntermediateSubject subject, OperationScope scope)
    {
        scope.SignWith(
            scope.State.Authority(subject.Issuer.Id), subject.RequestedKey ?? scope.NewKey.SubjectPublicKeyInfo, LintRole.Intermediate);
        if (subject.Request is null)
        {
            scope.Seal(0, scope.NewKey);
        }
    }

    protected override IReadOnlyList<Document> Apply(IntermediateSubject subject, CompletedPlan done, IProjection state) =>
        [state.PutNew(AuthorityMaking.Record(done, 0, subject.Planned.Spec, state, subject.Issuer.Id))];

    protected override void DemandMade(IntermediateSubject subject, CompletedPlan done, IProjection state) =>
        done.DemandCertificate(0, Artefact.MainName, subject.RequestedKey ?? done.SpkiOf(0), subject.Issuer.In(state).View.Spki);

    protected override PlannedPaths Paths(IntermediateSubject subject, Plan plan, IProjection state)
    {
        var paths = new PlannedPaths(plan, state);
        paths.Add(Artefact.MainName, paths.Of(subject.Issuer.In(state)));
        return paths;
    }

    /// <summary>What the request asks for and does not get stands in no byte that is signed.</summary>
    protected override void Describe(IntermediateSubject subject, IProjection state, Action<string, string> say)
    {
        AuthorityMaking.SayName(subject.Planned.Spec.SubjectName, state, say);
        NextCertificate.Describe(subject.Planned, subject.Request, say);
    }
}
