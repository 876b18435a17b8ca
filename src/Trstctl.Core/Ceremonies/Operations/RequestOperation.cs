namespace Trstctl.Ceremonies.Operations;

/// <param name="Succeeded">Null where the CA is new.</param>
/// <param name="SameKey">The next certificate is of the succeeded CA's key.</param>
/// <param name="Issuer">Who shall sign it; null where that is open, so that its answer is a ceremony.</param>
internal sealed record RequestSubject(
    CASpec Spec, NamedAuthority? Succeeded, bool SameKey, NamedAuthority? Issuer, IReadOnlyList<LintWaiver> Waivers) : PlanSubject
{
    public override IReadOnlyList<DistinguishedName> NewNames => Succeeded is null ? [Spec.SubjectName] : [];

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static RequestSubject Declare(Fields f, RequestSubject? s)
    {
        var succeeded = f.OptionalObject("authority", s?.Succeeded, NamedAuthority.Declare);
        return new(
            f.Object("spec", s?.Spec, CASpec.Declare), succeeded, succeeded is not null && f.Boolean("sameKey", s?.SameKey),
            f.OptionalObject("issuer", s?.Issuer, NamedAuthority.Declare), LintWaiver.DeclareAny(f, s?.Waivers));
    }

    public CustodyKind CustodyIn(IProjection state) => SameKey
        ? Succeeded!.In(state).Custody
        : Spec.HeldIn ?? Succeeded?.In(state).Custody ?? CustodyKind.Operational;

    public EnforcementLevel LevelIn(IProjection state) => SameKey ? Succeeded!.In(state).Level : EnforcementLevels.Of(CustodyIn(state));
}

/// <summary>A CA whose certificate comes from a CA elsewhere: the key is made and sealed here, and a request goes out. For a CA
/// that exists it asks for the next certificate, of a new key or of the same.</summary>
internal sealed class RequestOperation() : TypedOperation<RequestSubject>(RequestSubject.Declare)
{
    public override string Name => "Request";

    public override string Headline => "REQUEST A CA CERTIFICATE FROM ELSEWHERE";

    public override string Thing => "the request for";

    public override string Deed => "made the request for";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var succeeded = request.Authority is null ? null : AuthorityReference.Resolve(request.Authority, "the CA to succeed", Name, state);
        if (succeeded is null && request.SameKey)
        {
            throw new TrstException(ErrorId.ParameterMissing, Name, "the CA whose key stays");
        }

        var spec = request.Spec ?? (succeeded is null ? CertificateSubject.DemandSpec(request) : NextCertificate.SpecOf(succeeded));
        return new RequestSubject(
            spec, succeeded is null ? null : NamedAuthority.Of(succeeded), request.SameKey,
            request.Issuer is null ? null : NamedAuthority.Of(AuthorityReference.Resolve(request.Issuer, "Issuer", Name, state)),
            CertificateSubject.Waive(request));
    }

    protected override Composition Compose(RequestSubject subject, IProjection state)
    {
        var ca = subject.Succeeded?.In(state);
        var succeeds = ca is null ? string.Empty : $":{ca.AuthorityId}{(subject.SameKey ? ":same-key" : string.Empty)}";
        return new Composition(
            $"request:{subject.Spec.Digest}{succeeds}{(subject.Issuer is null ? string.Empty : $":by:{subject.Issuer.Id}")}",
            subject.Spec.Subject,
            [Artefact.Request(RequestBuilder.Request(subject.Spec, ca?.View, subject.SameKey))])
        {
            Custody = subject.CustodyIn(state),
            Level = subject.LevelIn(state),
        };
    }

    protected override void DemandPossible(RequestSubject subject, IProjection state)
    {
        DemandIssuer(subject, state);
        if (subject.Succeeded?.In(state) is not { } ca)
        {
            AuthorityMaking.DemandNewName(subject.Spec.SubjectName, state);
            return;
        }

        AuthorityReference.DemandActive(ca, state);
        if (subject.SameKey)
        {
            KnownKeys.DemandUsable(ca.View.KeyIdentity, state);
        }

        _ = subject.SameKey ? AuthorityReference.DemandKey(ca) : AuthorityReference.DemandKeyHere(ca);
        if (ca.IsRoot)
        {
            throw new TrstException(ErrorId.SpecInvalid, "InputObject", "a CA that an issuer vouches for", $"the root \"{ca.Name}\"");
        }

        AuthorityMaking.DemandCustody(subject.CustodyIn(state), ca.Custody, "the successor of a Quorum authority", state);
        if (state.By<CARequestRecord>(CARequestRecord.KindName, CARequestRecord.OpenFor, ca.AuthorityId).Any())
        {
            throw new TrstException(ErrorId.AuthorityExists, ca.Name, "requested");
        }
    }

    protected override IReadOnlyList<KeyAlgorithm> NewKeys(RequestSubject subject) => subject.SameKey ? [] : [subject.Spec.Algorithm];

    protected override IReadOnlyList<string> Opens(RequestSubject subject, IProjection state) =>
        subject.SameKey ? [AuthorityReference.DemandKey(subject.Succeeded!.In(state))] : [];

    protected override Roster? DealsTo(RequestSubject subject, Plan plan, Roster current) =>
        subject.SameKey ? null : base.DealsTo(subject, plan, current);

    protected override void Make(RequestSubject subject, OperationScope scope)
    {
        using var old = subject.SameKey ? scope.Open(scope.State.Authority(subject.Succeeded!.Id)) : null;
        scope.Request(old ?? scope.NewKey);
        if (old is null)
        {
            scope.Seal(0, scope.NewKey);
        }
    }

    protected override IReadOnlyList<Document> Apply(RequestSubject subject, CompletedPlan done, IProjection state)
    {
        var succeeded = subject.Succeeded?.Now(state);
        var der = done.Artefact(0);
        var request = state.PutNew(new CARequestRecord
        {
            RequestId = done.Plan.IdOf(0),
            Name = succeeded?.Name ?? subject.Spec.CommonName,
            Spec = subject.Spec,
            Request = der,
            KeyId = (subject.SameKey
                ? succeeded!.KeyId
                : done.PutKeyOf(done.Plan.IdOf(0), new CertificateRequestView(der).Spki, state))
                ?? throw new TrstException(ErrorId.FormatInvalid, "completion", "it has no key of the request"),
            Succeeds = succeeded?.AuthorityId,
            SameKey = subject.SameKey,
            Custody = subject.CustodyIn(state),
            Level = subject.LevelIn(state),
            Ceremony = done.Plan.Ceremony,
            Created = done.Time,
        });
        return subject.SameKey ? [request, succeeded!] : [request];
    }

    /// <summary>Whose key the request is of; null before the first answer to one of a new key.</summary>
    public static AuthorityRecord? Owner(CARequestRecord request, IProjection state) =>
        state.Find<AuthorityRecord>(AuthorityRecord.KindName, request.SameKey ? request.Succeeds! : request.RequestId);

    public static CARequestRecord Demand(string id, IProjection state) => state.Find<CARequestRecord>(CARequestRecord.KindName, id)
        ?? throw new TrstException(ErrorId.CertificateInvalid, "answer", "there is no such request");

    /// <summary>Whom the quorum asked to sign, as it stands now; null where its plan leaves that open.</summary>
    public static AuthorityRecord? IssuerOf(CARequestRecord request, IProjection state) =>
        ((RequestSubject)state.DemandCeremony(request.Ceremony).Plan.Subject).Issuer?.Now(state);

    /// <summary>The certificate of a request: a new authority, or one more certificate of the one whose key it is.</summary>
    /// <param name="ceremony">The one that decided on the certificate.</param>
    public static AuthorityRecord Answer(
        CARequestRecord request, byte[] certificate, string? issuer, string ceremony, DateTime time, IProjection state)
    {
        var succeeded = request.Succeeds is null ? null : state.DemandAuthority(request.Succeeds);
        state.Put(request with { IsCompleted = true });
        if (Owner(request, state) is { } owner)
        {
            var answered = owner.Answered(certificate, request.Spec, issuer, ceremony);
            state.Put(answered);
            return answered;
        }

        if (succeeded is not null)
        {
            state.Put(succeeded with { Status = AuthorityStatus.Superseded });
        }

        return state.PutNew(new AuthorityRecord
        {
            AuthorityId = request.RequestId,
            Name = request.Name,
            Generation = (succeeded?.Generation ?? 0) + 1,
            Status = AuthorityStatus.Active,
            Spec = request.Spec,
            Certificate = certificate,
            KeyId = request.KeyId,
            KeyLostBy = state.Find<KeyRecord>(KeyRecord.KindName, request.KeyId)?.LostBy,
            Custody = request.Custody,
            Level = request.Level,
            IssuerId = issuer,
            Replaces = succeeded?.AuthorityId,
            Ceremony = ceremony,
            Created = time,
        });
    }

    protected override void Describe(RequestSubject subject, IProjection state, Action<string, string> say)
    {
        if (subject.Succeeded?.In(state) is { } succeeded)
        {
            say(
                "succeeds",
                $"{succeeded.Name}, generation {succeeded.Generation}{(subject.SameKey ? ", with the same key" : ", with a new key")}");
        }
        else
        {
            AuthorityMaking.SayName(subject.Spec.SubjectName, state, say);
        }

        say(
            "valid",
            subject.Spec.Validity is null
                ? $"until {UtcTime.Format(subject.Spec.NotAfter!.Value)} at the latest"
                : $"for {subject.Spec.Validity} at the most");
        say("to be signed by", subject.Issuer?.In(state) is { } issuer
            ? $"{issuer.Name}, generation {issuer.Generation}; key SHA-256 {Digest.Of(issuer.View.Spki)}; "
                + $"certificate SHA-256 {issuer.View.Thumbprint256}"
            : "by whom is open: its answer needs a ceremony of its own");
        say("afterwards", "the certificate that comes back must be of this key and lie within this request");
        foreach (var waiver in subject.Waivers)
        {
            say("waived", $"{waiver.Rule}: {waiver.Reason}");
        }
    }

    protected override void DemandMade(RequestSubject subject, CompletedPlan done, IProjection state)
    {
        var view = new CertificateRequestView(done.Artefact(0));
        var info = CertificateRequestParts.Of(done.Artefact(0)).Info.Encoded;
        if (!view.ProvesPossession
            || (subject.SameKey && !view.Spki.AsSpan().SequenceEqual(subject.Succeeded!.In(state).View.Spki))
            || !info.AsSpan().SequenceEqual(ArtefactReader.Request(done.Plan).Fill(view.Spki)))
        {
            throw new TrstException(ErrorId.RequestInvalid, "it is not the approved one");
        }
    }

    protected override byte[] NewKey(RequestSubject subject, CompletedPlan done, int number) =>
        new CertificateRequestView(done.Artefact(number)).Spki;

    // Nobody vouches for a CA of whom it vouches itself.
    private static void DemandIssuer(RequestSubject subject, IProjection state)
    {
        if (subject.Issuer?.In(state) is not { } issuer)
        {
            return;
        }

        AuthorityReference.DemandActive(issuer, state);
        if (subject.Succeeded is { } succeeded && AuthorityMaking.IsBelow(issuer, succeeded.In(state), state))
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "Issuer", $"a CA that is not below \"{succeeded.Name}\"", $"\"{issuer.Name}\"");
        }
    }

    public static IReadOnlyCollection<string> Waived(Plan plan) =>
        ((RequestSubject)plan.Subject).Waivers.Select(waiver => waiver.Rule).ToArray();
}
