using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Ledger.Events;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

internal sealed class IntermediateOperation : CeremonyOperation
{
    public override string Name => "Intermediate";

    public override string Headline => "MAKE AN INTERMEDIATE CA";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var spec = CertificateSubject.DemandSpec(request);
        var issuer = AuthorityReference.Resolve(request.Issuer, "Issuer", Name, state);
        var subject = new JsonObject { { "issuer", AuthorityReference.To(issuer) } };
        CertificateSubject.Write(subject, spec, now);
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var (planned, issuer) = Read(subject, state);
        IssuanceRules.CheckChild(planned.Spec, issuer.Certificate, planned.NotBefore, planned.NotAfter);
        var template = TemplateBuilder.Intermediate(
            planned.Spec, issuer.Certificate, planned.Serial, planned.NotBefore, planned.NotAfter);
        return new Composition(
            $"intermediate:{issuer.AuthorityId}:{planned.SpecDigest}",
            planned.Spec.Subject,
            [CertificateSubject.Certificate(template, LintRole.Intermediate)])
        {
            Custody = CustodyOf(planned),
            Level = EnforcementLevels.Of(CustodyOf(planned)),
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var (planned, issuer) = Read(subject, state);
        AuthorityReference.DemandActive(issuer);
        NewAuthorities.DemandNewName(planned.Spec, state);
    }

    public override KeyAlgorithm? NewKey(JsonObject subject) => CertificateSubject.Read(new ObjectReader(subject, "subject")).Spec.KeyAlgorithm;

    public override IReadOnlyList<string> Opens(JsonObject subject, IProjection state) => [Read(subject, state).Issuer.KeyId];

    public override IReadOnlyList<Document> Execute(Execution execution)
    {
        var (planned, named) = Read(execution.Plan.Subject, execution.State.Verified);
        var issuer = execution.State.Authority(named.AuthorityId);
        var certificate = execution.SignWith(issuer, execution.NewKey.SubjectPublicKeyInfo, LintRole.Intermediate);
        var authority = NewAuthorities.Record(execution, planned.Spec, certificate, issuer.AuthorityId);
        execution.Append(new AuthorityCreated(authority));
        return [authority];
    }

    private static CustodyKind CustodyOf(CertificateSubject planned) => planned.Spec.Custody ?? CustodyKind.Operational;

    private static (CertificateSubject Planned, AuthorityRecord Issuer) Read(JsonObject subject, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject of an intermediate");
        var planned = CertificateSubject.Read(reader);
        _ = reader.Object("issuer");
        reader.End();
        return (planned, AuthorityReference.From(subject, "issuer", state));
    }
}
