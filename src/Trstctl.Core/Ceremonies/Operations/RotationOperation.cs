namespace Trstctl.Ceremonies.Operations;

/// <summary>A new key and certificate under the same name; the predecessor is superseded and stays readable.</summary>
internal sealed class RotationOperation : CeremonyOperation
{
    public override string Name => "Rotation";

    public override string Headline => "ROTATE A CA TO A NEW KEY";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var authority = AuthorityReference.Resolve(request.Authority, "the CA to rotate", Name, state);
        var subject = NextCertificate.Begin(authority, state);
        subject.Add("request", request.Request);
        CertificateSubject.WriteWaivers(subject, request);
        CertificateSubject.Write(subject, request.Spec ?? NextCertificate.SpecOf(authority), now);
        if (request.LinkCertificates)
        {
            subject.Add("links", LinkSerials.Draw(authority));
        }

        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (planned, authority, issuer, links, request) = Read(subject, state);
        var main = planned.Artefact(
            NextCertificate.Template(planned, authority, issuer, sameKey: false, request), NextCertificate.Role(issuer));
        return new Composition(
            $"rotation:{authority.AuthorityId}:{planned.SpecDigest}{(links is null ? string.Empty : ":linked")}"
                + (request is null ? string.Empty : $":{Digest.Of(request)}"),
            planned.Spec.Subject,
            links is null ? [main] : [main, .. Links(planned, authority, links)])
        {
            Custody = CustodyOf(planned, authority),
            Level = EnforcementLevels.Of(CustodyOf(planned, authority)),
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (planned, authority, issuer, links, request) = Read(subject, state);
        NextCertificate.DemandPossible(planned, authority, issuer, request, sameKey: false, state);
        if (links is not null)
        {
            AuthorityReference.DemandKey(authority);
        }

        AuthorityMaking.DemandCustody(CustodyOf(planned, authority), authority.Custody, "the successor of a Quorum authority", state);
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

    /// <summary>The issuer's key, and the old one: a Quorum authority's quorum is present when it is superseded, and a link needs
    /// it.</summary>
    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state)
    {
        var (_, authority, issuer, links, _) = Read(subject, state);
        return new[] { issuer?.KeyId, OpensOld(authority, links) ? AuthorityReference.DemandKey(authority) : null }
            .OfType<string>()
            .ToArray();
    }

    public override void Make(OperationScope scope)
    {
        var (_, named, issuer, links, request) = Read(scope.Plan.Subject, scope.State.Verified);
        var replaced = scope.State.Authority(named.AuthorityId);
        if (issuer is null)
        {
            scope.SelfSign();
        }
        else
        {
            var subjectKey = request is null ? scope.NewKey.SubjectPublicKeyInfo : new CertificateRequestView(request).Spki;
            scope.SignWith(scope.State.Authority(issuer.AuthorityId), subjectKey, LintRole.Intermediate);
        }

        if (request is null)
        {
            scope.Seal(0, scope.NewKey);
        }

        // A Quorum authority's quorum is present when another key takes its place, whether or not it signs a link.
        using var old = OpensOld(replaced, links) ? scope.Open(replaced) : null;
        if (links is not null)
        {
            var next = scope.NewKey.SubjectPublicKeyInfo;
            scope.Issue(scope.NewKey, next, LintRole.CrossCertificate, LinkCertificates.OldWithNew);
            scope.Issue(old!, next, LintRole.CrossCertificate, LinkCertificates.NewWithOld);
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (planned, named, issuer, links, _) = Read(done.Plan.Subject, state);
        var replaced = state.DemandAuthority(named.AuthorityId);
        state.Put(replaced with { Status = AuthorityStatus.Superseded });
        var successor = state.PutNew(AuthorityMaking.Record(done, 0, planned.Spec, state, issuer?.AuthorityId) with
        {
            Name = replaced.Name, Generation = replaced.Generation + 1, Replaces = replaced.AuthorityId,
        });
        CrossCertificateRecord Link(int thing, string link, AuthorityRecord signer, AuthorityRecord target) => state.PutNew(
            new CrossCertificateRecord(
                done.Plan.IdOf(thing), signer.AuthorityId, done.Artefact(thing), target.Certificate, done.Plan.Ceremony, done.Time)
            {
                Link = link,
            });
        return links is null
            ? [successor]
            :
            [
                successor,
                Link(1, LinkCertificates.OldWithNew, successor, replaced),
                Link(2, LinkCertificates.NewWithOld, replaced, successor),
            ];
    }

    public override void DemandMade(CompletedPlan done, IProjection state)
    {
        var (_, replaced, issuer, links, request) = Read(done.Plan.Subject, state);
        var next = request is null ? done.SpkiOf(0) : new CertificateRequestView(request).Spki;
        done.DemandCertificate(0, Artefact.MainName, next, issuer?.View.Spki ?? next);
        if (links is not null)
        {
            done.DemandCertificate(1, LinkCertificates.OldWithNew, next, next);
            done.DemandCertificate(2, LinkCertificates.NewWithOld, next, replaced.View.Spki);
        }
    }

    public override PlannedPaths Paths(Plan plan, IProjection state)
    {
        var (_, authority, issuer, links, _) = Read(plan.Subject, state);
        var paths = new PlannedPaths(plan, state);
        var successor = paths.Add(Artefact.MainName, issuer is null ? null : paths.Of(issuer), label: $"new {authority.Name}");
        if (links is not null)
        {
            paths.Add(LinkCertificates.OldWithNew, successor);
            paths.Add(LinkCertificates.NewWithOld, paths.Of(authority), sameKeyAs: successor);
        }

        return paths;
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (planned, _, _, _, request) = Read(subject, state);
        NextCertificate.Describe(planned, request, say);
    }

    private static bool OpensOld(AuthorityRecord replaced, LinkSerials? links) =>
        links is not null || (replaced.Custody == CustodyKind.Quorum && replaced.KeyLostBy is null);

    private static IEnumerable<Artefact> Links(CertificateSubject planned, AuthorityRecord authority, LinkSerials links)
    {
        yield return Artefact.Certificate(
            LinkCertificates.OldWithNew,
            LinkCertificates.SignOldWithNew(authority.Certificate, planned.Spec, links.OldWithNew, planned.NotAfter),
            LintRole.CrossCertificate,
            []);
        yield return Artefact.Certificate(
            LinkCertificates.NewWithOld,
            LinkCertificates.SignNewWithOld(authority.Certificate, planned.Spec, links.NewWithOld, planned.NotBefore, planned.NotAfter),
            LintRole.CrossCertificate,
            []);
    }

    // A successor is held as its predecessor was, unless its own specification says otherwise.
    private static CustodyKind CustodyOf(CertificateSubject planned, AuthorityRecord authority) =>
        planned.Spec.Custody ?? authority.Custody;

    private static (CertificateSubject Planned, AuthorityRecord Authority, AuthorityRecord? Issuer, LinkSerials? Links, byte[]? Request)
        Read(JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of a rotation");
        var planned = CertificateSubject.Read(reader);
        var links = reader.OptionalObject("links") is { } json ? LinkSerials.FromJson(json) : null;
        var request = reader.OptionalBytes("request", CARequestRecord.MaxRequest);
        var (authority, issuer) = NextCertificate.Read(reader, subject, state);
        reader.End();
        return (planned, authority, issuer, links, request);
    }
}

/// <summary>The serial numbers of the two link certificates of a rotation.</summary>
internal sealed record LinkSerials(byte[] OldWithNew, byte[] NewWithOld)
{
    public static JsonObject Draw(AuthorityRecord authority) => authority.IssuerId is null
        ? new JsonObject { { "oldWithNew", CertificateSubject.NewSerial() }, { "newWithOld", CertificateSubject.NewSerial() } }
        : throw new TrstException(ErrorId.SpecInvalid, "LinkCertificates", "a root", $"\"{authority.Name}\", which an issuer vouches for");

    public static LinkSerials FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "link certificates");
        var links = new LinkSerials(
            reader.ExactBytes("oldWithNew", CertificateSubject.SerialLength),
            reader.ExactBytes("newWithOld", CertificateSubject.SerialLength));
        reader.End();
        return links;
    }
}
