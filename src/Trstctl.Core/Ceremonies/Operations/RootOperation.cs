using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Ledger.Events;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

internal sealed class RootOperation : CeremonyOperation
{
    public override string Name => "Root";

    public override string Headline => "MAKE A ROOT CA";

    public override JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now)
    {
        var subject = new JsonObject();
        CertificateSubject.Write(subject, CertificateSubject.DemandSpec(request), now);
        return subject;
    }

    public override Composition Compose(JsonObject subject, IProjection state)
    {
        var planned = Read(subject);
        var template = TemplateBuilder.Root(planned.Spec, planned.Serial, planned.NotBefore, planned.NotAfter);
        return new Composition(
            $"root:{planned.SpecDigest}", planned.Spec.Subject, [CertificateSubject.Certificate(template, LintRole.Root)])
        {
            Custody = CustodyOf(planned),
            Level = EnforcementLevels.Of(CustodyOf(planned)),
        };
    }

    public override void DemandPossible(JsonObject subject, IProjection state)
    {
        var planned = Read(subject);
        NewAuthorities.DemandNewName(planned.Spec, state);
        NewAuthorities.DemandCustody(CustodyOf(planned), CustodyKind.Quorum, "a root", state);
    }

    public override KeyAlgorithm? NewKey(JsonObject subject) => Read(subject).Spec.KeyAlgorithm;

    public override IReadOnlyList<Document> Execute(Execution execution)
    {
        var authority = NewAuthorities.Record(execution, Read(execution.Plan.Subject).Spec, execution.SelfSign());
        execution.Append(new AuthorityCreated(authority));
        return [authority];
    }

    private static CustodyKind CustodyOf(CertificateSubject planned) => planned.Spec.Custody ?? CustodyKind.Quorum;

    private static CertificateSubject Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a root");
        var planned = CertificateSubject.Read(reader);
        reader.End();
        return planned;
    }
}
