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

    public override IReadOnlyList<Document> Execute(OperationScope execution)
    {
        var (planned, twin) = Read(execution.Plan.Subject);
        var one = Make(execution, planned, execution.NewKey, Artefact.MainName);
        if (twin is null)
        {
            execution.Append(new AuthorityCreated(one));
            return [one];
        }

        var other = Make(execution, twin, execution.NewKeys[1], TwinName);
        var pair = new[] { one with { Twin = Reference(other) }, other with { Twin = Reference(one) } };
        foreach (var authority in pair)
        {
            execution.Append(new AuthorityCreated(authority));
        }

        return pair;
    }

    public override void DemandMade(Plan plan, AuthorityRecord authority, AuthorityRecord? issuer)
    {
        var (planned, twin) = Read(plan.Subject);
        var isTwin = twin is not null && string.Equals(authority.Name, twin.Spec.CommonName, StringComparison.Ordinal);
        if (twin is null != authority.Twin is null || issuer is not null)
        {
            throw new TrstException(ErrorId.StoreDamaged, $"the root \"{authority.Name}\" was not made so");
        }

        IssuedCertificateCheck.VerifyBytes(
            authority.Certificate, ArtefactReader.Certificate(plan, isTwin ? TwinName : Artefact.MainName), authority.View.Spki,
            authority.View.Spki);
    }

    private static AuthorityRecord Make(OperationScope execution, CertificateSubject planned, IOpenKey key, string artefact)
    {
        var certificate = execution.Issue(key, key.SubjectPublicKeyInfo, LintRole.Root, artefact);
        return AuthorityMaking.Record(execution, planned.Spec, certificate, key: key);
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
