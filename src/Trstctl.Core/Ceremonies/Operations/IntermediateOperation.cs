namespace Trstctl.Ceremonies.Operations;

/// <summary>A CA below an authority here: with a new key of ours, or over the request of a CA elsewhere.</summary>
internal sealed class IntermediateOperation : CeremonyOperation
{
    public override string Name => "Intermediate";

    public override string Headline => "MAKE AN INTERMEDIATE CA";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var spec = CertificateSubject.DemandSpec(request);
        var issuer = AuthorityReference.Resolve(request.Issuer, "Issuer", Name, state);
        var subject = new JsonObject { { "issuer", AuthorityReference.To(issuer) }, { "request", request.Request } };
        CertificateSubject.WriteWaivers(subject, request);
        CertificateSubject.Write(subject, spec, now);
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (planned, issuer, request) = Read(subject, state);
        var template = TemplateBuilder.Intermediate(
            planned.Spec, issuer.Certificate, planned.Serial, planned.NotBefore, planned.NotAfter,
            request is null ? null : RequestRules.Granted(request, planned.Spec));
        return new Composition(
            $"intermediate:{issuer.AuthorityId}:{planned.SpecDigest}{(request is null ? string.Empty : $":{Digest.Of(request)}")}",
            planned.Spec.Subject,
            [planned.Artefact(template, LintRole.Intermediate)])
        {
            Custody = CustodyOf(planned, request),
            Level = EnforcementLevels.Of(CustodyOf(planned, request)),
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (planned, issuer, request) = Read(subject, state);
        AuthorityReference.DemandSigner(issuer, state);
        AuthorityMaking.DemandNewName(planned.Spec, state);
        AuthorityMaking.DemandWithin(planned, issuer, state);
        AuthorityMaking.DemandNewSerial(planned, issuer, state);
        if (request is not null)
        {
            AuthorityMaking.DemandNewKey(new CertificateRequestView(request).Spki, state);
        }
    }

    public override IReadOnlyList<KeyAlgorithm> NewKeys(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject");
        return reader.Has("request") ? [] : [CertificateSubject.Read(reader).Spec.KeyAlgorithm];
    }

    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state) =>
        [AuthorityReference.DemandKey(Read(subject, state).Issuer)];

    public override void Make(OperationScope scope)
    {
        var (_, issuer, request) = Read(scope.Plan.Subject, scope.State.Verified);
        var subjectKey = request is null ? scope.NewKey.SubjectPublicKeyInfo : new CertificateRequestView(request).Spki;
        scope.SignWith(scope.State.Authority(issuer.AuthorityId), subjectKey, LintRole.Intermediate);
        if (request is null)
        {
            scope.Seal(0, scope.NewKey);
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (planned, issuer, _) = Read(done.Plan.Subject, state);
        return [state.PutNew(AuthorityMaking.Record(done, 0, planned.Spec, state, issuer.AuthorityId))];
    }

    public override void DemandMade(CompletedPlan done, IProjection state)
    {
        var (_, issuer, request) = Read(done.Plan.Subject, state);
        done.DemandCertificate(
            0, Artefact.MainName, request is null ? done.SpkiOf(0) : new CertificateRequestView(request).Spki, issuer.View.Spki);
    }

    public override PlannedPaths Paths(Plan plan, IProjection state)
    {
        var paths = new PlannedPaths(plan, state);
        paths.Add(Artefact.MainName, paths.Of(Read(plan.Subject, state).Issuer));
        return paths;
    }

    /// <summary>What the request asks for and does not get stands in no byte that is signed.</summary>
    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (planned, _, request) = Read(subject, state);
        NextCertificate.Describe(planned, request, say);
    }

    private static CustodyKind CustodyOf(CertificateSubject planned, byte[]? request) =>
        request is not null ? CustodyKind.External : planned.Spec.Custody ?? CustodyKind.Operational;

    private static (CertificateSubject Planned, AuthorityRecord Issuer, byte[]? Request) Read(JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of an intermediate");
        var planned = CertificateSubject.Read(reader);
        var request = reader.OptionalBytes("request", CARequestRecord.MaxRequest);
        _ = reader.Object("issuer");
        reader.End();
        return (planned, AuthorityReference.From(subject, "issuer", state), request);
    }
}
