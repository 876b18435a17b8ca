namespace Trstctl.Ceremonies.Operations;

/// <summary>A CA whose certificate comes from a CA elsewhere: the key is made and sealed here, and a request goes out. For a CA
/// that exists it asks for the next certificate, of a new key or of the same.</summary>
internal sealed class RequestOperation : CeremonyOperation
{
    public override string Name => "Request";

    public override string Headline => "REQUEST A CA CERTIFICATE FROM ELSEWHERE";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var succeeded = request.Authority is null ? null : AuthorityReference.Resolve(request.Authority, "the CA to succeed", Name, state);
        if (succeeded is null && request.SameKey)
        {
            throw new TrstException(ErrorId.ParameterMissing, Name, "the CA whose key stays");
        }

        var spec = request.Spec ?? (succeeded is null ? CertificateSubject.DemandSpec(request) : NextCertificate.SpecOf(succeeded));
        var subject = new JsonObject { { "spec", spec.ToJson() } };
        if (succeeded is not null)
        {
            subject.Add("authority", AuthorityReference.To(succeeded));
            subject.Add("sameKey", request.SameKey);
        }

        CertificateSubject.WriteWaivers(subject, request);
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var planned = Read(subject, state);
        var succeeded = planned.Succeeded is { } ca ? $":{ca.AuthorityId}{(planned.SameKey ? ":same-key" : string.Empty)}" : string.Empty;
        return new Composition(
            $"request:{planned.Spec.Digest}{succeeded}",
            planned.Spec.Subject,
            [Artefact.Request(RequestBuilder.Request(planned.Spec, planned.Succeeded?.View, planned.SameKey))])
        {
            Custody = planned.Custody,
            Level = planned.Level,
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var planned = Read(subject, state);
        if (planned.Succeeded is null)
        {
            AuthorityMaking.DemandNewName(planned.Spec, state);
            return;
        }

        AuthorityReference.DemandActive(planned.Succeeded, state);
        _ = planned.SameKey ? AuthorityReference.DemandKey(planned.Succeeded) : AuthorityReference.DemandKeyHere(planned.Succeeded);
        if (planned.Succeeded.IssuerId is null)
        {
            throw new TrstException(
                ErrorId.SpecInvalid, "InputObject", "a CA that an issuer vouches for", $"the root \"{planned.Succeeded.Name}\"");
        }

        AuthorityMaking.DemandCustody(planned.Custody, planned.Succeeded.Custody, "the successor of a Quorum authority", state);
        if (state.All<CARequestRecord>(CARequestRecord.KindName).Any(r => !r.IsCompleted && r.Succeeds == planned.Succeeded.AuthorityId))
        {
            throw new TrstException(ErrorId.AuthorityExists, planned.Succeeded.Name, "requested");
        }
    }

    public override IReadOnlyList<KeyAlgorithm> NewKeys(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject");
        return reader.Has("sameKey") && reader.Boolean("sameKey") ? [] : [CASpec.FromJson(reader.Object("spec")).KeyAlgorithm];
    }

    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state) =>
        Read(subject, state) is { SameKey: true, Succeeded: { } succeeded } ? [AuthorityReference.DemandKey(succeeded)] : [];

    public override Roster? DealsTo(Plan plan, Roster current) => NewKeys(plan.Subject).Count == 0 ? null : base.DealsTo(plan, current);

    public override void Make(OperationScope scope)
    {
        var planned = Read(scope.Plan.Subject, scope.State.Verified);
        using var old = planned.SameKey ? scope.Open(scope.State.Authority(planned.Succeeded!.AuthorityId)) : null;
        scope.Request(old ?? scope.NewKey);
        if (old is null)
        {
            scope.Seal(0, scope.NewKey);
        }
    }

    public override IReadOnlyList<Document> Apply(CompletedPlan done, IProjection state)
    {
        var planned = Read(done.Plan.Subject, state);
        var succeeded = planned.Succeeded is null ? null : state.DemandAuthority(planned.Succeeded.AuthorityId);
        var der = done.Artefact(0);
        var request = state.PutNew(new CARequestRecord
        {
            RequestId = done.Plan.IdOf(0),
            Name = succeeded?.Name ?? planned.Spec.CommonName,
            Spec = planned.Spec,
            Request = der,
            KeyId = (planned.SameKey
                ? succeeded!.KeyId
                : done.PutKeyOf(done.Plan.IdOf(0), new CertificateRequestView(der).Spki, state))
                ?? throw new TrstException(ErrorId.FormatInvalid, "completion", "it has no key of the request"),
            Succeeds = succeeded?.AuthorityId,
            SameKey = planned.SameKey,
            Custody = planned.Custody,
            Level = planned.Level,
            Ceremony = done.Plan.Ceremony,
            Created = done.Time,
        });
        return planned.SameKey ? [request, succeeded!] : [request];
    }

    /// <summary>Whose key the request is of; null before the first answer to one of a new key.</summary>
    public static AuthorityRecord? Owner(CARequestRecord request, IProjection state) =>
        state.Find<AuthorityRecord>(AuthorityRecord.KindName, request.SameKey ? request.Succeeds! : request.RequestId);

    /// <summary>The certificate of a request: a new authority, or one more certificate of the one whose key it is.</summary>
    public static AuthorityRecord Answer(string requestId, byte[] certificate, DateTime time, IProjection state)
    {
        var request = state.Find<CARequestRecord>(CARequestRecord.KindName, requestId)
            ?? throw new TrstException(ErrorId.FormatInvalid, "event", "it answers no request");
        var issuer = ImportRules.IssuerOf(new CertificateView(certificate), state).AuthorityId;
        var succeeded = request.Succeeds is null ? null : state.DemandAuthority(request.Succeeds);
        state.Put(request with { IsCompleted = true });
        if (Owner(request, state) is { } owner)
        {
            var answered = owner.Answered(certificate, request.Spec, issuer, request.Ceremony);
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
            Ceremony = request.Ceremony,
            Created = time,
        });
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var planned = Read(subject, state);
        if (planned.Succeeded is { } succeeded)
        {
            say(
                "succeeds",
                $"{succeeded.Name}, generation {succeeded.Generation}{(planned.SameKey ? ", with the same key" : ", with a new key")}");
        }

        say(
            "valid",
            planned.Spec.Validity is null
                ? $"until {UtcTime.Format(planned.Spec.NotAfter!.Value)} at the latest"
                : $"for {planned.Spec.Validity} at the most");
        say("afterwards", "the certificate that comes back must be of this key, lie within this request, and chain to an authority here");
        foreach (var waiver in planned.Waivers)
        {
            say("waived", $"{waiver.Rule}: {waiver.Reason}");
        }
    }

    public override void DemandMade(CompletedPlan done, IProjection state)
    {
        var view = new CertificateRequestView(done.Artefact(0));
        var info = CertificateRequestParts.Of(done.Artefact(0)).Info.Encoded;
        var planned = Read(done.Plan.Subject, state);
        if (!view.ProvesPossession
            || (planned.SameKey && !view.Spki.AsSpan().SequenceEqual(planned.Succeeded!.View.Spki))
            || !info.AsSpan().SequenceEqual(ArtefactReader.Request(done.Plan).Fill(view.Spki)))
        {
            throw new TrstException(ErrorId.RequestInvalid, "it is not the approved one");
        }
    }

    public override byte[] NewKey(CompletedPlan done, int number) => new CertificateRequestView(done.Artefact(number)).Spki;

    public static IReadOnlyCollection<string> Waived(Plan plan) =>
        Waivers(new ObjectReader(plan.Subject, "subject")).Select(w => w.Rule).ToArray();

    private static IReadOnlyList<LintWaiver> Waivers(ObjectReader reader) =>
        reader.Has("waivers") ? reader.Objects("waivers", LintWaiver.Most).Select(LintWaiver.FromJson).ToArray() : [];

    private static Planned Read(JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of a request");
        var spec = CASpec.FromJson(reader.Object("spec"));
        var waivers = Waivers(reader);
        var hasAuthority = reader.OptionalObject("authority") is not null;
        var sameKey = hasAuthority && reader.Boolean("sameKey");
        reader.End();
        return new Planned(spec, hasAuthority ? AuthorityReference.From(subject, "authority", state) : null, sameKey, waivers);
    }

    private sealed record Planned(CASpec Spec, AuthorityRecord? Succeeded, bool SameKey, IReadOnlyList<LintWaiver> Waivers)
    {
        public CustodyKind Custody => SameKey ? Succeeded!.Custody : Spec.Custody ?? Succeeded?.Custody ?? CustodyKind.Operational;

        public EnforcementLevel Level => SameKey ? Succeeded!.Level : EnforcementLevels.Of(Custody);
    }
}
