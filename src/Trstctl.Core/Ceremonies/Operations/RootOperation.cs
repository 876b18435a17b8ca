namespace Trstctl.Ceremonies.Operations;

/// <summary>A root, or in one sitting two roots of different kinds of keys, a classical and a post-quantum one.</summary>
internal sealed class RootOperation : CeremonyOperation
{
    private const string TwinName = "twin";

    public override string Name => "Root";

    public override string Headline => "MAKE A ROOT CA";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var spec = CertificateSubject.DemandSpec(request);
        var subject = new JsonObject();
        CertificateSubject.WriteWaivers(subject, request);
        CertificateSubject.Write(subject, spec, now);
        if (request.Twin is { } twin)
        {
            DemandPair(spec, twin);
            var other = new JsonObject();
            CertificateSubject.Write(other, twin, now);
            subject.Add(TwinName, other);
        }

        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (planned, twin) = Read(subject);
        var main = planned.Artefact(TemplateOf(planned), LintRole.Root);
        return new Composition(
            $"root:{planned.SpecDigest}{(twin is null ? string.Empty : $":{twin.SpecDigest}")}",
            planned.Spec.Subject + (twin is null ? string.Empty : $" and {twin.Spec.Subject}"),
            twin is null ? [main] : [main, Artefact.Certificate(TwinName, TemplateOf(twin), LintRole.Root, planned.Waivers)])
        {
            Custody = CustodyOf(planned),
            Level = EnforcementLevels.Of(CustodyOf(planned)),
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (planned, twin) = Read(subject);
        if (twin is not null)
        {
            DemandPair(planned.Spec, twin.Spec);
        }

        foreach (var root in new[] { planned, twin }.OfType<CertificateSubject>())
        {
            AuthorityMaking.DemandNewName(root.Spec, state);
        }

        AuthorityMaking.DemandCustody(CustodyOf(planned), CustodyKind.Quorum, "a root", state);
    }

    public override IReadOnlyList<KeyAlgorithm> NewKeys(JsonObject subject)
    {
        var (planned, twin) = Read(subject);
        return twin is null ? [planned.Spec.KeyAlgorithm] : [planned.Spec.KeyAlgorithm, twin.Spec.KeyAlgorithm];
    }

    public override void Make(OperationScope scope)
    {
        var twin = Read(scope.Plan.Subject).Twin;
        Make(scope, 0, Artefact.MainName);
        if (twin is not null)
        {
            Make(scope, 1, TwinName);
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var (planned, twin) = Read(done.Plan.Subject);
        var one = AuthorityMaking.Record(done, 0, planned.Spec, state);
        if (twin is null)
        {
            return [state.PutNew(one)];
        }

        var other = AuthorityMaking.Record(done, 1, twin.Spec, state);
        return [state.PutNew(one with { Twin = Reference(other) }), state.PutNew(other with { Twin = Reference(one) })];
    }

    public override void DemandMade(CompletedPlan done, IProjection state)
    {
        for (var i = 0; i < done.Plan.Artefacts.Count; i++)
        {
            done.DemandCertificate(i, i == 0 ? Artefact.MainName : TwinName, done.SpkiOf(i), done.SpkiOf(i));
        }
    }

    private static void Make(OperationScope scope, int thing, string artefact)
    {
        var key = scope.NewKeys[thing];
        scope.Issue(key, key.SubjectPublicKeyInfo, LintRole.Root, artefact);
        scope.Seal(thing, key);
    }

    private static TwinReference Reference(AuthorityRecord authority) => new(authority.AuthorityId, Digest.Of(authority.View.Spki));

    private static CertificateTemplate TemplateOf(CertificateSubject planned) =>
        TemplateBuilder.Root(planned.Spec, planned.Serial, planned.NotBefore, planned.NotAfter);

    private static void DemandPair(CASpec spec, CASpec twin)
    {
        if (string.Equals(spec.CommonName, twin.CommonName, StringComparison.OrdinalIgnoreCase))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Subject", "two names for two roots", twin.Subject);
        }

        if (spec.KeyAlgorithm == twin.KeyAlgorithm)
        {
            throw new TrstException(ErrorId.SpecInvalid, "KeyAlgorithm", "another algorithm for the second root", twin.KeyAlgorithm);
        }

        if (twin.Custody is not null && twin.Custody != (spec.Custody ?? CustodyKind.Quorum))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Custody", "the same custody for both roots", twin.Custody);
        }
    }

    private static CustodyKind CustodyOf(CertificateSubject planned) => planned.Spec.Custody ?? CustodyKind.Quorum;

    private static (CertificateSubject Planned, CertificateSubject? Twin) Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a root");
        var planned = CertificateSubject.Read(reader);
        CertificateSubject? twin = null;
        if (reader.Has(TwinName))
        {
            var other = reader.Reader(TwinName);
            twin = CertificateSubject.Read(other);
            other.End();
        }

        reader.End();
        return (planned, twin);
    }
}
