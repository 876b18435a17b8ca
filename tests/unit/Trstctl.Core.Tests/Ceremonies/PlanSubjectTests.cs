using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>What an operation reads out of a plan is all that the plan says, and its name is written in one way.</summary>
public sealed class PlanSubjectTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void EverySubjectIsWrittenAsItIsRead()
    {
        var root = world.MakeRoot();
        var issuing = world.Approve(world.StartIntermediate(), 0, 1, 2);
        world.Service.Execute(issuing.CeremonyId, new ExpectedPlan(), World.Present());
        var asked = Elsewhere.Ask(world, new CeremonyRequest { Operation = "Request", Spec = World.Spec("CN=Waiting") });
        CeremonyRequest[] requests =
        [
            new() { Operation = "Root", Spec = World.Spec("CN=One"), Twin = Twin() },
            new() { Operation = "Intermediate", Spec = World.Spec("CN=Two"), Issuer = "Root" },
            new() { Operation = "Rotation", Authority = "Root", LinkCertificates = true },
            new() { Operation = "Renewal", Authority = "Issuing" },
            new() { Operation = "CrossSign", Issuer = "Root", Target = TestCA.Root().Certificate },
            new() { Operation = "Import", Target = TestCA.Root().Certificate, Custody = CustodyKind.Quorum },
            new() { Operation = "Request", Spec = World.Spec("CN=Asked") },
            new() { Operation = "Request", Spec = World.Spec("CN=Named"), Issuer = "Root" },
            new() { Operation = "Answer", Target = Elsewhere.Answer(TestCA.Root(), asked, world.Now) },
            new() { Operation = "Request", Authority = "Issuing", SameKey = true },
            new() { Operation = "Retire", Authority = "Issuing" },
            new()
            {
                Operation = "Revoke", Authority = "Issuing", RevocationReason = RevocationReason.KeyCompromise, RevocationDate = world.Now,
            },
            new() { Operation = "DestroyKey", Authority = root.AuthorityId },
            new() { Operation = "LedgerKey" },
            new() { Operation = "LedgerKey", NewSealer = true },
            new() { Operation = "Roster", Roster = world.Change(people => people.Where(p => p.Name != "Erin")) },
        ];
        foreach (var request in requests)
        {
            var plan = world.PlanOf(world.Service.Start(request, World.Ops));
            Assert.Equal(CanonicalJson.Write(plan.SubjectJson), CanonicalJson.Write(plan.Subject.ToJson()));
            Assert.Same(plan.Subject, plan.Subject);
        }
    }

    [Fact]
    public void AnOperationIsTypedInAnyCaseAndWrittenInOne()
    {
        Assert.Equal("CrossSign", OperationCatalogue.Demand("crosssign").Name);
        Assert.Equal("CrossSign", OperationCatalogue.DemandExact("CrossSign").Name);
        Scratch.Refused(ErrorId.OperationUnknown, () => OperationCatalogue.DemandExact("crosssign"));
        var plan = world.PlanOf(world.StartRoot());
        world.Begin(plan, World.Ops, ("operation", "root"));
        Assert.Contains("root", world.Ask((_, ledger) => ledger.Voids.Single()).Reason);
    }

    private static CASpec Twin() =>
        new CASpecInput { Subject = "CN=Other", Validity = "10y", KeyAlgorithm = "ML-DSA-65", Custody = "Operational" }.Build();
}
