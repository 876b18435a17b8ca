namespace Trstctl.Ceremonies.Operations;

/// <summary>A new key and certificate under the same name; the predecessor is superseded and stays readable.</summary>
internal sealed class RotationOperation() : TypedOperation<NextSubject>(NextSubject.DeclareLinked)
{
    public override string Name => "Rotation";

    public override string Headline => "ROTATE A CA TO A NEW KEY";

    public override string Thing => "the rotation of";

    public override string Deed => "rotated";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        if (request.KeyIdentifier is not null)
        {
            throw new TrstException(ErrorId.ParameterForeign, "KeyIdentifier", "Rotation, which makes a new key, without -SameKey");
        }

        var authority = AuthorityReference.Resolve(request.Authority, "the CA to rotate", Name, state);
        return NextCertificate.Resolve(authority, sameKey: false, request, state, now) with
        {
            Links = request.LinkCertificates ? LinkSerials.Draw(authority) : null,
        };
    }

    protected override Composition Compose(NextSubject subject, IProjection state)
    {
        var (planned, authority) = (subject.Planned, subject.Authority.In(state));
        var main = NextCertificate.Artefact(subject, sameKey: false, state);
        return new Composition(
            $"rotation:{authority.AuthorityId}:{planned.SpecDigest}{(subject.Links is null ? string.Empty : ":linked")}"
                + (subject.Request is { } request ? $":{Digest.Of(request)}" : string.Empty),
            planned.Spec.Subject,
            subject.Links is { } links ? [main, .. Links(planned, authority, links)] : [main])
        {
            Custody = CustodyOf(planned, authority),
            Level = EnforcementLevels.Of(CustodyOf(planned, authority)),
        };
    }

    protected override void DemandPossible(NextSubject subject, IProjection state)
    {
        NextCertificate.DemandPossible(subject, sameKey: false, state);
        var authority = subject.Authority.In(state);
        if (subject.Links is not null)
        {
            AuthorityReference.DemandKey(authority);
        }

        AuthorityMaking.DemandCustody(
            CustodyOf(subject.Planned, authority), authority.Custody, "the successor of a Quorum authority", state);
        if (subject.RequestedKey is { } key)
        {
            KnownKeys.DemandNew(PublicKey.IdentityOf(key), state);
        }
    }

    protected override IReadOnlyList<KeyAlgorithm> NewKeys(NextSubject subject) =>
        subject.Request is null ? [subject.Planned.Spec.Algorithm] : [];

    /// <summary>The issuer's key, and the old one: a Quorum authority's quorum is present when it is superseded, and a link needs
    /// it.</summary>
    protected override IReadOnlyList<string> Opens(NextSubject subject, IProjection state)
    {
        var authority = subject.Authority.In(state);
        return new[]
        {
            subject.Issuer?.In(state).KeyId, OpensOld(authority, subject.Links) ? AuthorityReference.DemandKey(authority) : null,
        }
        .OfType<string>()
        .ToArray();
    }

    /// <summary>The old key where it signs no link.</summary>
    public override IReadOnlyList<string> OpensUnproved(PlanSubject subject, IProjection state) =>
        subject is NextSubject { Links: null } next && next.Authority.In(state).KeyId is { } old ? [old] : [];

    protected override void Make(NextSubject subject, OperationScope scope)
    {
        if (subject.Issuer is null)
        {
            scope.SelfSign();
        }
        else
        {
            scope.SignWith(
                scope.State.Authority(subject.Issuer.Id), subject.RequestedKey ?? scope.NewKey.SubjectPublicKeyInfo,
                LintRole.Intermediate);
        }

        if (subject.Request is null)
        {
            scope.Seal(0, scope.NewKey);
        }

        // A Quorum authority's quorum is present when another key takes its place, whether or not it signs a link.
        var replaced = scope.State.Authority(subject.Authority.Id);
        using var old = OpensOld(replaced, subject.Links) ? scope.Open(replaced) : null;
        if (subject.Links is not null)
        {
            var next = scope.NewKey.SubjectPublicKeyInfo;
            scope.Issue(scope.NewKey, next, LintRole.CrossCertificate, LinkCertificates.OldWithNew);
            scope.Issue(old!, next, LintRole.CrossCertificate, LinkCertificates.NewWithOld);
        }
    }

    protected override IReadOnlyList<Document> Apply(NextSubject subject, CompletedPlan done, IProjection state)
    {
        var replaced = subject.Authority.Now(state);
        state.Put(replaced with { Status = AuthorityStatus.Superseded });
        var successor = state.PutNew(AuthorityMaking.Record(done, 0, subject.Planned.Spec, state, subject.Issuer?.Id) with
        {
            Name = replaced.Name, Generation = replaced.Generation + 1, Replaces = replaced.AuthorityId,
        });
        CrossCertificateRecord Link(int thing, string link, AuthorityRecord signer, AuthorityRecord target) => state.PutNew(
            new CrossCertificateRecord(
                done.Plan.IdOf(thing), signer.AuthorityId, done.Artefact(thing), target.Certificate, done.Plan.Ceremony, done.Time)
            {
                Link = link,
            });
        return subject.Links is null
            ? [successor]
            :
            [
                successor,
                Link(1, LinkCertificates.OldWithNew, successor, replaced),
                Link(2, LinkCertificates.NewWithOld, replaced, successor),
            ];
    }

    protected override void DemandMade(NextSubject subject, CompletedPlan done, IProjection state)
    {
        var next = subject.RequestedKey ?? done.SpkiOf(0);
        done.DemandCertificate(0, Artefact.MainName, next, subject.Issuer?.In(state).View.Spki ?? next);
        if (subject.Links is not null)
        {
            done.DemandCertificate(1, LinkCertificates.OldWithNew, next, next);
            done.DemandCertificate(2, LinkCertificates.NewWithOld, next, subject.Authority.In(state).View.Spki);
        }
    }

    protected override PlannedPaths Paths(NextSubject subject, Plan plan, IProjection state)
    {
        var authority = subject.Authority.In(state);
        var paths = new PlannedPaths(plan, state);
        var successor = paths.Add(
            Artefact.MainName, subject.Issuer is null ? null : paths.Of(subject.Issuer.In(state)), label: $"new {authority.Name}");
        if (subject.Links is not null)
        {
            paths.Add(LinkCertificates.OldWithNew, successor);
            paths.Add(LinkCertificates.NewWithOld, paths.Of(authority), sameKeyAs: successor);
        }

        return paths;
    }

    protected override void Describe(NextSubject subject, IProjection state, Action<string, string> say) =>
        NextCertificate.Describe(subject, sameKey: false, state, say);

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
            LinkCertificates.SignNewWithOld(
                authority.Certificate, planned.Spec, links.NewWithOld, planned.NotBefore, planned.NotAfter, authority.SignatureHash),
            LintRole.CrossCertificate,
            []);
    }

    // A successor is held as its predecessor was, unless its own specification says otherwise.
    private static CustodyKind CustodyOf(CertificateSubject planned, AuthorityRecord authority) =>
        planned.Spec.HeldIn ?? authority.Custody;
}

/// <summary>The serial numbers of the two link certificates of a rotation.</summary>
internal sealed record LinkSerials(byte[] OldWithNew, byte[] NewWithOld)
{
    public static LinkSerials Draw(AuthorityRecord authority) => authority.IsRoot
        ? new LinkSerials(CertificateSubject.NewSerial(), CertificateSubject.NewSerial())
        : throw new TrstException(ErrorId.SpecInvalid, "LinkCertificates", "a root", $"\"{authority.Name}\", which an issuer vouches for");

    public static LinkSerials Declare(Fields f, LinkSerials? l) => new(
        f.ExactBytes("oldWithNew", l?.OldWithNew, CertificateSubject.SerialLength),
        f.ExactBytes("newWithOld", l?.NewWithOld, CertificateSubject.SerialLength));
}
