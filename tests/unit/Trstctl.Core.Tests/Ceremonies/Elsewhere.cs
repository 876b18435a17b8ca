using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.History.Events;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A CA elsewhere that answers the requests of a world.</summary>
internal static class Elsewhere
{
    public const string Name = "Somebody";

    /// <summary>Makes it, and has the quorum import its certificate.</summary>
    public static TestCA Import(World world, string subject = "CN=" + Name)
    {
        var ca = TestCA.Root(TestCA.Input(subject));
        Run(world, new CeremonyRequest { Operation = "Import", Target = ca.Certificate });
        return ca;
    }

    public static CARequestRecord Ask(World world, CeremonyRequest request) => (CARequestRecord)Run(world, request)[0];

    public static byte[] Answer(TestCA ca, CARequestRecord request, DateTime from, byte[]? serial = null, int years = 1)
    {
        var tbs = TemplateBuilder.Intermediate(request.Spec, ca.Certificate, serial ?? TestCA.Serial(), from, from.AddYears(years))
            .Fill(request.View.Spki);
        return CertificateAssembler.Assemble(tbs, ca.Algorithm, TestCA.Sign(ca.Key, ca.Algorithm, tbs));
    }

    /// <summary>What ops would say now.</summary>
    public static AnswerStatement Said(World world, CARequestRecord request, byte[] certificate) => world.Ask((_, ledger) =>
    {
        var plan = ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, request.Ceremony)!.Plan;
        return new AnswerStatement(
            ledger.TenantId, plan.Ceremony, plan.Digest, "ops", plan.Quorum.Epoch, ledger.Head, world.Now, request.RequestId, certificate);
    });

    public static RequestAnswered Signed(AnswerStatement said, SigningIdentity signer) =>
        new(SignedStatement.Sign(signer, ContentTypes.Answer, said.ToBytes(), said.Time));

    public static IReadOnlyList<Trstctl.State.Document> Run(World world, CeremonyRequest request)
    {
        var ceremony = world.Approve(world.Service.Start(request, World.Ops), 0, 1, 2);
        return world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present());
    }
}
