namespace Trstctl.Ceremonies.Operations;

/// <summary>An authority here certifies the key of a CA elsewhere: same subject, same key, same key identifier.</summary>
internal sealed class CrossSignOperation : CeremonyOperation
{
    public override string Name => "CrossSign";

    public override string Headline => "CROSS-SIGN A CA";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var issuer = AuthorityReference.Resolve(request.Issuer, "Issuer", Name, state);
        var target = new CertificateView(
            request.Target ?? throw new TrstException(ErrorId.ParameterMissing, Name, "the target's certificate"));
        var subject = new JsonObject
        {
            { "issuer", AuthorityReference.To(issuer) },
            { "target", target.Der },
        };
        CertificateSubject.WriteWaivers(subject, request);
        CertificateSubject.WriteDates(subject, now, Earlier(target.NotAfter, issuer.View.NotAfter));
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (planned, target, issuer) = Read(subject, state);
        var template = TemplateBuilder.CrossCertificate(
            target, issuer.Certificate, new CrossCertificateOptions(), planned.Serial, planned.NotBefore, planned.NotAfter);
        return new Composition(
            $"cross-sign:{issuer.AuthorityId}:{Digest.Of(target)}",
            new CertificateView(target).Subject,
            [planned.Artefact(template, LintRole.CrossCertificate)]);
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (planned, _, issuer) = Read(subject, state);
        AuthorityReference.DemandSigner(issuer, state);
        AuthorityMaking.DemandNewSerial(planned, issuer, state);
    }

    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state) =>
        [AuthorityReference.DemandKey(Read(subject, state).Issuer)];

    public override void Make(OperationScope scope)
    {
        var (_, target, issuer) = Read(scope.Plan.Subject, scope.State.Verified);
        scope.SignWith(scope.State.Authority(issuer.AuthorityId), new CertificateView(target).Spki, LintRole.CrossCertificate);
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (_, target, issuer) = Read(done.Plan.Subject, state);
        return [state.PutNew(new CrossCertificateRecord(
            done.Plan.IdOf(0), issuer.AuthorityId, done.Artefact(0), target, done.Plan.Ceremony, done.Time))];
    }

    public override void DemandMade(CompletedPlan done, IProjection state)
    {
        var (_, target, issuer) = Read(done.Plan.Subject, state);
        done.DemandCertificate(0, Artefact.MainName, new CertificateView(target).Spki, issuer.View.Spki);
    }

    public override PlannedPaths Paths(Plan plan, IProjection state)
    {
        var (_, target, issuer) = Read(plan.Subject, state);
        var paths = new PlannedPaths(plan, state, target);
        paths.Add(Artefact.MainName, paths.Of(issuer));
        return paths;
    }

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    private static (CertificateSubject Planned, byte[] Target, AuthorityRecord Issuer) Read(JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of a cross-signature");
        var planned = CertificateSubject.Read(reader, withSpec: false);
        var target = reader.Bytes("target", CertificateAssembler.LargestCertificate);
        _ = reader.Object("issuer");
        reader.End();
        return (planned, target, AuthorityReference.From(subject, "issuer", state));
    }
}
