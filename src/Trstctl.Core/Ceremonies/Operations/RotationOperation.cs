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
        var (planned, authority, issuer, _, request) = Read(subject, state);
        NextCertificate.DemandPossible(planned, authority, issuer, request, sameKey: false, state);
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
        return new[] { issuer?.KeyId, authority.Custody == CustodyKind.Quorum || links is not null ? authority.KeyId : null }
            .OfType<string>()
            .ToArray();
    }

    public override IReadOnlyList<Document> Execute(OperationScope execution)
    {
        var (planned, named, issuerNamed, links, request) = Read(execution.Plan.Subject, execution.State.Verified);
        var replaced = execution.State.Authority(named.AuthorityId);
        var issuer = issuerNamed is null ? null : execution.State.Authority(issuerNamed.AuthorityId);
        if (request is not null)
        {
            return ExecuteElsewhere(execution, planned, replaced, issuer!, request);
        }

        var certificate = issuer is null
            ? execution.SelfSign()
            : execution.SignWith(issuer, execution.NewKey.SubjectPublicKeyInfo, LintRole.Intermediate);
        var successor = AuthorityMaking.Record(execution, planned.Spec, certificate, issuer?.AuthorityId, replaced);
        using var old = replaced.Custody == CustodyKind.Quorum || links is not null ? execution.Open(replaced) : null;

        // The old key says itself who follows it, where it is open; alone, an operational one would prove no more than the plan does.
        execution.Append(new AuthorityRotated(
            successor, old?.Sign(KeySuccession.Statement(execution.Plan.Digest, execution.NewKey.SubjectPublicKeyInfo))));
        return links is null ? [successor] : [successor, .. Link(execution, replaced, successor, old!)];
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

    private static IReadOnlyList<Document> ExecuteElsewhere(
        OperationScope execution, CertificateSubject planned, AuthorityRecord replaced, AuthorityRecord issuer, byte[] request)
    {
        var certificate = execution.SignWith(issuer, new CertificateRequestView(request).Spki, LintRole.Intermediate);
        var successor = AuthorityMaking.External(execution, planned.Spec, certificate, issuer.AuthorityId) with
        {
            Name = replaced.Name, Generation = replaced.Generation + 1, Replaces = replaced.AuthorityId,
        };
        execution.Append(new AuthorityRotated(successor));
        return [successor];
    }

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

    private static IEnumerable<Document> Link(OperationScope execution, AuthorityRecord replaced, AuthorityRecord successor, IOpenKey old)
    {
        var next = execution.NewKey.SubjectPublicKeyInfo;
        foreach (var (link, signer, issuer, target) in new[]
        {
            (LinkCertificates.OldWithNew, execution.NewKey, successor, replaced),
            (LinkCertificates.NewWithOld, old, replaced, successor),
        })
        {
            var certificate = execution.Issue(signer, next, LintRole.CrossCertificate, link);
            var made = new CrossCertificateRecord(
                Uuid.Version7(execution.Now), issuer.AuthorityId, certificate, target.Certificate, execution.Plan.Ceremony,
                execution.Now) { Link = link };
            execution.Append(new AuthorityCrossSigned(made));
            yield return made;
        }
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
