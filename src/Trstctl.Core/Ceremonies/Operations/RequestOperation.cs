using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Ledger.Events;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

/// <summary>A CA whose certificate comes from a CA elsewhere: the key is made and sealed here, and a request goes out.</summary>
internal sealed class RequestOperation : CeremonyOperation
{
    public override string Name => "Request";

    public override string Headline => "REQUEST A CA CERTIFICATE FROM ELSEWHERE";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var subject = new JsonObject { { "spec", CertificateSubject.DemandSpec(request).ToJson() } };
        CertificateSubject.WriteWaivers(subject, request);
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (spec, _) = Read(subject);
        return new Composition($"request:{spec.Digest}", spec.Subject, [Artefact.Request(RequestBuilder.Request(spec))])
        {
            Custody = CustodyOf(spec),
            Level = EnforcementLevels.Of(CustodyOf(spec)),
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state) => NewAuthorities.DemandNewName(Read(subject).Spec, state);

    public override IReadOnlyList<KeyAlgorithm> NewKeys(JsonObject subject) => [Read(subject).Spec.KeyAlgorithm];

    public override IReadOnlyList<Document> Execute(Execution execution)
    {
        var (spec, _) = Read(execution.Plan.Subject);
        var key = execution.NewKey;
        var info = ArtefactReader.Request(execution.Plan).Fill(key.SubjectPublicKeyInfo);
        var id = Uuid.Version7(execution.Now);
        var request = new CARequestRecord
        {
            RequestId = id,
            Name = spec.CommonName,
            Spec = spec,
            Request = RequestBuilder.Assemble(info, key.Algorithm, key.Sign(info)),
            KeyId = execution.SealNewKey(id, key),
            Custody = CustodyOf(spec),
            Level = EnforcementLevels.Of(CustodyOf(spec)),
            Ceremony = execution.Plan.Ceremony,
            Created = execution.Now,
        };
        execution.Append(new AuthorityRequested(request));
        return [request];
    }

    public override void Describe(JsonObject subject, IProjection state, Action<string, string> say)
    {
        var (spec, waivers) = Read(subject);
        say("valid", spec.Validity is null ? $"until {UtcTime.Format(spec.NotAfter!.Value)} at the latest" : $"for {spec.Validity} at the most");
        say("afterwards", "the certificate that comes back must be of this key, lie within this request, and chain to an authority here");
        foreach (var waiver in waivers)
        {
            say("waived", $"{waiver.Rule}: {waiver.Reason}");
        }
    }

    /// <summary>The authority that a certificate from elsewhere made of the request.</summary>
    public override void DemandMade(Plan plan, AuthorityRecord authority, AuthorityRecord? issuer)
    {
        var (spec, _) = Read(plan.Subject);
        AnswerRules.Demand(authority.Certificate, spec, issuer ?? throw new TrstException(ErrorId.StoreDamaged, $"nobody issued \"{authority.Name}\""));
    }

    public void DemandMade(Plan plan, CARequestRecord request)
    {
        var view = request.View;
        var info = CertificateRequestParts.Of(request.Request).Info.Encoded;
        if (!view.ProvesPossession || !info.AsSpan().SequenceEqual(ArtefactReader.Request(plan).Fill(view.Spki)))
        {
            throw new TrstException(ErrorId.StoreDamaged, $"the request \"{request.Name}\" differs from the approved one");
        }
    }

    public static IReadOnlyCollection<string> Waived(Plan plan) => Read(plan.Subject).Waivers.Select(w => w.Rule).ToArray();

    private static CustodyKind CustodyOf(CASpec spec) => spec.Custody ?? CustodyKind.Operational;

    private static (CASpec Spec, IReadOnlyList<LintWaiver> Waivers) Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a request");
        var spec = CASpec.FromJson(reader.Object("spec"));
        var waivers = reader.Has("waivers") ? reader.Objects("waivers", LintWaiver.Most).Select(LintWaiver.FromJson).ToArray() : [];
        reader.End();
        return (spec, waivers);
    }
}
