namespace Trstctl.Ceremonies.Operations;

/// <summary>A new certificate for the same name and key; the earlier ones stay valid until they end.</summary>
internal sealed class RenewalOperation : CeremonyOperation
{
    public override string Name => "Renewal";

    public override string Headline => "RENEW A CA WITH THE SAME KEY";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var authority = AuthorityReference.Resolve(request.Authority, "the CA to renew", Name, state);
        var subject = NextCertificate.Begin(authority, state);
        subject.Add("request", request.Request);
        CertificateSubject.WriteWaivers(subject, request);
        CertificateSubject.Write(subject, request.Spec ?? NextCertificate.SpecOf(authority), now);
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (planned, authority, issuer, request) = Read(subject, state);
        return new Composition(
            $"renewal:{authority.AuthorityId}:{planned.SpecDigest}{(request is null ? string.Empty : $":{Digest.Of(request)}")}",
            planned.Spec.Subject,
            [planned.Artefact(NextCertificate.Template(planned, authority, issuer, sameKey: true, request), NextCertificate.Role(issuer))])
        {
            Custody = authority.Custody,
            Level = authority.Level,
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (planned, authority, issuer, request) = Read(subject, state);
        NextCertificate.DemandPossible(planned, authority, issuer, request, sameKey: true, state);

        if (planned.Spec.Custody is { } custody && custody != authority.Custody)
        {
            throw new TrstException(ErrorId.SpecInvalid, "Custody", $"{authority.Custody}, as the key is held", custody);
        }

        if (authority.Earlier.Count >= AuthorityRecord.MostEarlier)
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "SameKey", $"at most {AuthorityRecord.MostEarlier} renewals of one key", "one more");
        }
    }

    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state)
    {
        var (_, authority, issuer, _) = Read(subject, state);
        return [AuthorityReference.DemandKey(issuer ?? authority)];
    }

    public override Roster? DealsTo(Plan plan, Roster current) => null;

    public override void Make(OperationScope scope)
    {
        var (_, named, issuer, _) = Read(scope.Plan.Subject, scope.State.Verified);
        var authority = scope.State.Authority(named.AuthorityId);
        scope.SignWith(
            issuer is null ? authority : scope.State.Authority(issuer.AuthorityId), authority.View.Spki, NextCertificate.Role(issuer));
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (planned, named, issuer, _) = Read(done.Plan.Subject, state);
        var renewed = state.DemandAuthority(named.AuthorityId).Renewed(
            done.Artefact(0), planned.Spec, issuer?.AuthorityId, done.Plan.Ceremony);
        state.Put(renewed);
        return [renewed];
    }

    public override void DemandMade(CompletedPlan done, IProjection state)
    {
        var (_, authority, issuer, _) = Read(done.Plan.Subject, state);
        done.DemandCertificate(0, Artefact.MainName, authority.View.Spki, (issuer ?? authority).View.Spki);
    }

    public override PlannedPaths Paths(Plan plan, IProjection state)
    {
        var issuer = Read(plan.Subject, state).Issuer;
        var paths = new PlannedPaths(plan, state);
        paths.Add(Artefact.MainName, issuer is null ? null : paths.Of(issuer));
        return paths;
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (planned, _, _, request) = Read(subject, state);
        NextCertificate.Describe(planned, request, say);
    }

    private static (CertificateSubject Planned, AuthorityRecord Authority, AuthorityRecord? Issuer, byte[]? Request) Read(
        JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of a renewal");
        var planned = CertificateSubject.Read(reader);
        var request = reader.OptionalBytes("request", CARequestRecord.MaxRequest);
        var (authority, issuer) = NextCertificate.Read(reader, subject, state);
        reader.End();
        return (planned, authority, issuer, request);
    }
}
