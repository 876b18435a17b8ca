namespace Trstctl.Ceremonies.Operations;

/// <param name="Request">Its id, which follows from its plan.</param>
/// <param name="Certificate">DER.</param>
/// <param name="Issuer">Null where no authority here signed it.</param>
internal sealed record AnswerSubject(string Request, byte[] Certificate, NamedAuthority? Issuer) : PlanSubject
{
    public CertificateView View => new(Certificate);

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static AnswerSubject Declare(Fields f, AnswerSubject? s) => new(
        f.Text("request", s?.Request, 36), f.Bytes("certificate", s?.Certificate, ImportRules.MaxCertificate),
        f.OptionalObject("issuer", s?.Issuer, NamedAuthority.Declare));
}

/// <summary>The quorum takes one certificate for a request: the request left open who signs, or somebody else than it asked did.</summary>
internal sealed class AnswerOperation() : TypedOperation<AnswerSubject>(AnswerSubject.Declare)
{
    public override string Name => "Answer";

    public override string Headline => "TAKE A CERTIFICATE FOR A REQUEST";

    public override string Thing => "the answer for";

    public override string Deed => "took the certificate of";

    public override PlanSubject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var view = new CertificateView(
            request.Target ?? throw new TrstException(ErrorId.ParameterMissing, Name, "the certificate that came back"));
        return new AnswerSubject(
            AnswerRules.Find(view, state).RequestId, view.Der,
            ImportRules.FindIssuer(view, state) is { } issuer ? NamedAuthority.Of(issuer) : null);
    }

    protected override Composition Compose(AnswerSubject subject, IProjection state)
    {
        AnswerRules.DemandClean(RequestOperation.Demand(subject.Request, state), subject.Certificate, state);
        return new Composition($"answer:{subject.Request}:{Digest.Of(subject.Certificate)}", subject.View.Subject, []);
    }

    protected override void DemandPossible(AnswerSubject subject, IProjection state)
    {
        if (ImportRules.FindIssuer(subject.View, state)?.AuthorityId != subject.Issuer?.Id)
        {
            throw new TrstException(ErrorId.PlanInvalid, "?", "who signed the certificate is another authority here than it names");
        }

        AnswerRules.Demand(RequestOperation.Demand(subject.Request, state), subject.Certificate, subject.Issuer?.In(state), state);
    }

    protected override IReadOnlyList<Document> Apply(AnswerSubject subject, CompletedPlan done, IProjection state) =>
    [
        RequestOperation.Answer(
            RequestOperation.Demand(subject.Request, state), subject.Certificate, subject.Issuer?.Id, done.Plan.Ceremony, done.Time, state),
    ];

    protected override void Describe(AnswerSubject subject, IProjection state, Action<string, string> say)
    {
        var request = RequestOperation.Demand(subject.Request, state);
        say("answers", $"the request of {request.Name} by ceremony {Uuid.Short(request.Ceremony)}");
        if (request is { SameKey: false, Succeeds: { } succeeds })
        {
            var succeeded = state.DemandAuthority(succeeds);
            say("supersedes", $"{succeeded.Name}, generation {succeeded.Generation}, unless an earlier certificate of the request did");
        }

        ImportRules.Describe(subject.Certificate, LintRole.Intermediate, say);
        DescribeIssuer(subject, state, say);
        if (RequestOperation.IssuerOf(request, state) is { } asked)
        {
            say("asked", $"{asked.Name}, generation {asked.Generation}, was to sign it"
                + (asked.AuthorityId == subject.Issuer?.Id ? string.Empty : ", and did not"));
        }
    }

    private static void DescribeIssuer(AnswerSubject subject, IProjection state, Action<string, string> say)
    {
        if (subject.Issuer?.In(state) is { } issuer)
        {
            say("signed by", $"{issuer.Name}, generation {issuer.Generation}, which is known here; its key verifies the certificate");
            return;
        }

        var key = CertificateParts.OfCertificate(subject.Certificate).AuthorityKeyIdentifier();
        say("signed by", $"an issuer that is not known here, so that nobody here checks its signature: {subject.View.Issuer}, "
            + (key is null ? "without a key id" : $"key id {Hex.Encode(key)}"));
        if (ImportRules.NamedAsIssuer(subject.View, state).Any())
        {
            say("warning", "an authority of the issuer's name is known here, and none of its keys signed this certificate");
        }
    }
}
