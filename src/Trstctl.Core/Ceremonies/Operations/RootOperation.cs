using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Ledger.Events;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

internal sealed class RootOperation : ICeremonyOperation
{
    public string Name => "Root";

    public string Headline => "MAKE A ROOT CA";

    public JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var subject = new JsonObject();
        CertificateSubject.Write(subject, CertificateSubject.DemandSpec(request), now);
        return subject;
    }

    public Composition Compose(JsonObject subject, IProjection state)
    {
        var planned = Read(subject);
        var template = TemplateBuilder.Root(planned.Spec, planned.Serial, planned.NotBefore, planned.NotAfter);
        return new Composition(
            $"root:{planned.SpecDigest}", planned.Spec.Subject, [CertificateSubject.Certificate(template, LintRole.Root)])
        {
            Custody = CertificateSubject.DemandCustody(planned.Spec),
            Level = EnforcementLevel.SignedApproval,
        };
    }

    public void DemandPossible(JsonObject subject, IProjection state) => NewAuthorities.DemandNewName(Read(subject).Spec, state);

    public KeyAlgorithm? NewKey(JsonObject subject) => Read(subject).Spec.KeyAlgorithm;

    public IReadOnlyList<Document> Execute(Execution execution)
    {
        var authority = NewAuthorities.Record(execution, Read(execution.Plan.Subject).Spec, execution.SelfSign());
        execution.Append(new AuthorityCreated(authority));
        return [authority];
    }

    private static CertificateSubject Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a root");
        var planned = CertificateSubject.Read(reader);
        reader.End();
        return planned;
    }
}
