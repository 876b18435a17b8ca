namespace Trstctl.Ceremonies.Operations;

internal sealed record RootSubject(CertificateSubject Planned, CertificateSubject? Twin) : PlanSubject
{
    public const string TwinName = "twin";

    public IReadOnlyList<CertificateSubject> All => Twin is null ? [Planned] : [Planned, Twin];

    public override IReadOnlyList<DistinguishedName> NewNames => [.. All.Select(root => root.Spec.SubjectName)];

    public CustodyKind Custody => Planned.Spec.HeldIn ?? CustodyKind.Quorum;

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static RootSubject Declare(Fields f, RootSubject? s) => new(
        CertificateSubject.Declare(f, s?.Planned), f.OptionalObject(TwinName, s?.Twin, CertificateSubject.Declare));
}

/// <summary>A root, or in one sitting two roots of different kinds of keys, a classical and a post-quantum one.</summary>
internal sealed class RootOperation() : TypedOperation<RootSubject>(RootSubject.Declare)
{
    public override string Name => "Root";

    public override string Headline => "MAKE A ROOT CA";

    public override string Thing => "the root";

    public override string Deed => "made the root";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var spec = CertificateSubject.DemandSpec(request);
        var planned = CertificateSubject.Plan(spec, now, CertificateSubject.Waive(request));
        if (request.Twin is { } twin)
        {
            DemandPair(spec, twin);
        }

        return new RootSubject(planned, request.Twin is null ? null : CertificateSubject.Plan(request.Twin, now, []));
    }

    protected override Composition Compose(RootSubject subject, IProjection state) => new(
        $"root:{string.Join(":", subject.All.Select(root => root.SpecDigest))}",
        string.Join(" and ", subject.All.Select(root => root.Spec.Subject)),
        subject.All
            .Select((root, i) => Artefact.Certificate(NameOf(i), TemplateOf(root), LintRole.Root, subject.Planned.Waivers))
            .ToArray())
    {
        Custody = subject.Custody,
        Level = EnforcementLevels.Of(subject.Custody),
    };

    protected override void DemandPossible(RootSubject subject, IProjection state)
    {
        if (subject.Twin is { } twin)
        {
            DemandPair(subject.Planned.Spec, twin.Spec);
        }

        foreach (var root in subject.All)
        {
            AuthorityMaking.DemandNewName(root.Spec.SubjectName, state);
        }

        AuthorityMaking.DemandCustody(subject.Custody, CustodyKind.Quorum, "a root", state);
    }

    protected override IReadOnlyList<KeyAlgorithm> NewKeys(RootSubject subject) =>
        subject.All.Select(root => root.Spec.Algorithm).ToArray();

    protected override void Make(RootSubject subject, OperationScope scope)
    {
        for (var thing = 0; thing < subject.All.Count; thing++)
        {
            var key = scope.NewKeys[thing];
            scope.Issue(key, key.SubjectPublicKeyInfo, LintRole.Root, NameOf(thing));
            scope.Seal(thing, key);
        }
    }

    protected override IReadOnlyList<Document> Apply(RootSubject subject, CompletedPlan done, IProjection state)
    {
        var roots = subject.All.Select((root, i) => AuthorityMaking.Record(done, i, root.Spec, state)).ToArray();
        return roots.Length == 1
            ? [state.PutNew(roots[0])]
            : [state.PutNew(roots[0] with { Twin = Reference(roots[1]) }), state.PutNew(roots[1] with { Twin = Reference(roots[0]) })];
    }

    protected override void DemandMade(RootSubject subject, CompletedPlan done, IProjection state)
    {
        for (var i = 0; i < subject.All.Count; i++)
        {
            done.DemandCertificate(i, NameOf(i), done.SpkiOf(i), done.SpkiOf(i));
        }
    }

    protected override void Describe(RootSubject subject, IProjection state, Action<string, string> say)
    {
        AuthorityMaking.SayName(subject.Planned.Spec.SubjectName, state, say);
        if (subject.Twin is { } twin)
        {
            AuthorityMaking.SayName(twin.Spec.SubjectName, state, say);
        }
    }

    private static string NameOf(int thing) => thing == 0 ? Artefact.MainName : RootSubject.TwinName;

    private static TwinReference Reference(AuthorityRecord authority) => new(authority.AuthorityId, Digest.Of(authority.View.Spki));

    private static CertificateTemplate TemplateOf(CertificateSubject planned) =>
        TemplateBuilder.Root(planned.Spec, planned.Serial, planned.NotBefore, planned.NotAfter);

    private static void DemandPair(CASpec spec, CASpec twin)
    {
        if (spec.SubjectName.Equivalent(twin.SubjectName))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Subject", "two names for two roots", twin.Subject);
        }

        if (spec.Algorithm == twin.Algorithm)
        {
            throw new TrstException(ErrorId.SpecInvalid, "KeyAlgorithm", "another algorithm for the second root", twin.Algorithm);
        }

        if (twin.HeldIn is not null && twin.HeldIn != (spec.HeldIn ?? CustodyKind.Quorum))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Custody", "the same custody for both roots", twin.HeldIn);
        }
    }
}
