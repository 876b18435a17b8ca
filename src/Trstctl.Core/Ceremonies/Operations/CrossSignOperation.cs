namespace Trstctl.Ceremonies.Operations;

/// <param name="Target">DER of the certificate of a CA elsewhere.</param>
/// <param name="Limits">Beside those of target and signer; null for none. Of its members the key and how it is held say nothing
/// here.</param>
internal sealed record CrossSignSubject(CertificateSubject Planned, NamedAuthority Issuer, byte[] Target, CASpec? Limits) : PlanSubject
{
    public CertificateView View => new(Target);

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static CrossSignSubject Declare(Fields f, CrossSignSubject? s) => new(
        CertificateSubject.Declare(f, s?.Planned, withSpec: false), f.Object("issuer", s?.Issuer, NamedAuthority.Declare),
        f.Bytes("target", s?.Target, CertificateAssembler.LargestCertificate), f.OptionalObject("limits", s?.Limits, CASpec.Declare));
}

/// <summary>An authority here certifies the key of a CA elsewhere: same subject, same key, same key identifier.</summary>
internal sealed class CrossSignOperation() : TypedOperation<CrossSignSubject>(CrossSignSubject.Declare)
{
    public override string Name => "CrossSign";

    public override string Headline => "CROSS-SIGN A CA";

    public override string Thing => "the cross-signature of";

    public override string Deed => "cross-signed";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var issuer = AuthorityReference.Resolve(request.Issuer, "Issuer", Name, state);
        var target = new CertificateView(
            request.Target ?? throw new TrstException(ErrorId.ParameterMissing, Name, "the target's certificate"));
        var limits = request.Spec ?? (request.Like is null ? null : Like(request.Like, target, issuer.View, now));
        var begin = limits?.NotBefore ?? now;
        return new CrossSignSubject(
            new CertificateSubject(
                null!, CertificateSubject.NewSerial(), begin, limits?.EndFrom(begin) ?? Earliest(target.NotAfter, issuer.View.NotAfter),
                CertificateSubject.Waive(request)),
            NamedAuthority.Of(issuer), target.Der, limits);
    }

    protected override Composition Compose(CrossSignSubject subject, IProjection state)
    {
        var (planned, issuer, target, limits) = subject;
        return new Composition(
            $"cross-sign:{issuer.Id}:{Digest.Of(target)}{(limits is null ? string.Empty : $":{limits.Digest}")}", subject.View.Subject,
            [planned.Artefact(Template(subject, state), LintRole.CrossCertificate)]);
    }

    protected override void DemandPossible(CrossSignSubject subject, IProjection state)
    {
        var issuer = subject.Issuer.In(state);
        AuthorityReference.DemandSigner(issuer, state);
        AuthorityMaking.DemandNewSerial(subject.Planned, issuer, state);
        KnownKeys.DemandTarget(subject.View, state);
        DemandLimits(subject);
    }

    protected override IReadOnlyList<string> Opens(CrossSignSubject subject, IProjection state) =>
        [AuthorityReference.DemandKey(subject.Issuer.In(state))];

    protected override void Make(CrossSignSubject subject, OperationScope scope) =>
        scope.SignWith(scope.State.Authority(subject.Issuer.Id), subject.View.Spki, LintRole.CrossCertificate);

    protected override IReadOnlyList<Document> Apply(CrossSignSubject subject, CompletedPlan done, IProjection state) =>
        [state.PutNew(new CrossCertificateRecord(
            done.Plan.IdOf(0), subject.Issuer.Id, done.Artefact(0), subject.Target, done.Plan.Ceremony, done.Time))];

    protected override void DemandMade(CrossSignSubject subject, CompletedPlan done, IProjection state) =>
        done.DemandCertificate(0, Artefact.MainName, subject.View.Spki, subject.Issuer.In(state).View.Spki);

    protected override void Describe(CrossSignSubject subject, IProjection state, Action<string, string> say)
    {
        AuthorityMaking.SayName(DistinguishedName.FromDer(subject.View.SubjectDer), state, say);
        say("target", KnownKeys.Owner(subject.View.KeyIdentity, state) is { } known
            ? $"{known.Name}, generation {known.Generation}, {AsciiFold.Word(known.Status)} here"
            : "a CA that is not known here: whether its key is lost, retired or revoked, nobody here knows");
        if (!CrossCertificateOptions.Of(subject.Limits).Narrow)
        {
            var parts = CertificateParts.Of(Template(subject, state).Tbs);
            say("NOT LIMITED", "by this plan: the target has what it and the signer leave each other. It "
                + $"may issue {CertificateText.MayIssue(parts)}, for {Usages(parts)}, under any policy, "
                + $"until {UtcTime.Format(parts.NotAfter)}; a specification or another CA's limits would narrow it");
        }
    }

    private static CertificateTemplate Template(CrossSignSubject subject, IProjection state)
    {
        var (planned, issuer, target, limits) = subject;
        return TemplateBuilder.CrossCertificate(
            target, issuer.In(state).Certificate, CrossCertificateOptions.Of(limits), planned.Serial, planned.NotBefore, planned.NotAfter,
            issuer.In(state).SignatureHash);
    }

    private static string Usages(CertificateParts parts) => ExtendedKeyUsages.Limits(parts) is { Count: > 0 } usages
        ? string.Join(", ", usages.Select(ExtendedKeyUsages.NameOf))
        : "any use";

    // As the other CA is limited, and for as long, as far as target and signer live.
    private static CASpec Like(byte[] other, CertificateView target, CertificateView signer, DateTime now)
    {
        var input = CASpecCertificate.ReadSayable(other);
        var end = Earliest(Duration.Parse(input.Validity!).AddTo(now), Earliest(target.NotAfter, signer.NotAfter));
        (input.Subject, input.SubjectDer) = (target.Subject, target.SubjectDer);
        (input.KeyAlgorithm, input.Adcs) = (null, false);
        (input.Validity, input.NotAfter) = (null, UtcTime.Format(end));

        // Where its issuer's files are says nothing of ours.
        (input.CrlUrls, input.IssuerUrls) = ([], []);
        return input.Judge();
    }

    private static DateTime Earliest(DateTime one, DateTime other) => one < other ? one : other;

    private static void DemandLimits(CrossSignSubject subject)
    {
        var (planned, _, _, limits) = subject;
        if (limits is null)
        {
            return;
        }

        TrstException Fault(string field, string expected, object found) => new(ErrorId.SpecInvalid, field, expected, found);
        var target = subject.View;
        var fault = !limits.SubjectName.Equivalent(DistinguishedName.FromDer(target.SubjectDer))
                ? Fault("Subject", $"the target's \"{target.Subject}\"", limits.Subject)
            : limits.Custody is { } custody ? Fault("Custody", "none: the key stays where it is", custody)
            : limits.IsAdcs ? Fault("Adcs", "no AD CS extensions of a cross-certificate", "them")
            : planned.NotAfter != limits.EndFrom(planned.NotBefore)
                ? Fault("NotAfter", UtcTime.Format(limits.EndFrom(planned.NotBefore)), UtcTime.Format(planned.NotAfter))
            : planned.NotAfter > target.NotAfter
                ? new TrstException(
                    ErrorId.ConstraintViolation, "NotAfter", UtcTime.Format(planned.NotAfter),
                    $"validity until {UtcTime.Format(target.NotAfter)} (the target's)")
            : null;
        if (fault is not null)
        {
            throw fault;
        }
    }

    protected override PlannedPaths Paths(CrossSignSubject subject, Plan plan, IProjection state)
    {
        var paths = new PlannedPaths(plan, state, subject.Target);
        paths.Add(Artefact.MainName, paths.Of(subject.Issuer.In(state)));
        return paths;
    }
}
