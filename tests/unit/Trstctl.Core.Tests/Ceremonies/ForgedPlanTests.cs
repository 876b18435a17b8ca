using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Lints;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Plans that this software would not make, chained into the ledger all the same: nobody may be led to approve them.</summary>
public sealed class ForgedPlanTests : IDisposable
{
    private readonly World world = new();
    private readonly string id = Uuid.Version7(Person.Now);

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "N03")]
    public void ThePlanThatThisFixtureRemakesIsApprovedWhenNothingIsAltered()
    {
        Start(p => p, World.Ops);

        Assert.Equal("MAKE A ROOT CA", world.Service.Review(id).Headline);
        world.Approve(Record, 0, 1, 2);
        Assert.Single(world.Service.Execute(id, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void APlanSignedByAStrangerIsRefused()
    {
        Start(p => p, World.Mallory);

        DemandVoid("ops");
    }

    [Fact]
    [Trait("Conformance", "N03")]
    [Trait("Conformance", "Q03")]
    public void APlanWhoseOpenerIsNotOnTheRosterIsRefused()
    {
        Start(p => Copy(p, opener: "Mallory"), World.Mallory);

        DemandVoid("does not stand on the roster");
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void APlanSignedByAnotherCustodianThanItsOpenerIsRefused()
    {
        Start(p => Copy(p, opener: "Alice"), World.Custodians[1]);

        DemandVoid("Alice");
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void APlanWhoseSignatureIsBrokenIsRefused()
    {
        var signed = SignedStatement.Sign(World.Ops, ContentTypes.Plan, Copy(Template()).Bytes, world.Now);
        signed[^1] ^= 1;
        world.Forge(id, new CeremonyStarted(signed));

        DemandVoid("ops");
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void AnApprovalDoesNotPassForAPlansSignature()
    {
        world.Forge(id, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Approval, Copy(Template()).Bytes, world.Now)));

        DemandVoid("content type");
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(1, 5)]
    [InlineData(3, 4)]
    [Trait("Conformance", "Q06")]
    [Trait("Conformance", "F03")]
    public void APlanWithAnotherQuorumThanTheRostersIsRefused(int m, int n)
    {
        Start(p => Copy(p, quorum: p.Quorum with { Needed = m, Voters = n }), World.Ops);

        DemandVoid("quorum");
    }

    [Fact]
    [Trait("Conformance", "Q06")]
    public void APlanUnderTheRulesOfTheFoundingIsRefusedOnceThereIsARoster()
    {
        Start(p => Copy(p, quorum: p.Quorum with { Epoch = 0 }), World.Ops);

        DemandVoid("epoch 1 is in force");
    }

    [Fact]
    [Trait("Conformance", "N05")]
    public void APlanOfAnotherTenantIsRefused()
    {
        Start(p => Copy(p, tenant: new string('a', 64)), World.Ops);

        DemandVoid("another tenant");
    }

    [Fact]
    [Trait("Conformance", "N03")]
    public void APlanOverAnotherHistoryIsRefused()
    {
        Start(p => Copy(p, previous: new LedgerPoint(p.Previous.Size, Trstctl.Primitives.Digest.Of([1]))), World.Ops);

        DemandVoid("another history");
    }

    [Fact]
    [Trait("Conformance", "N12")]
    public void BytesThatHoldOneExtensionMoreThanTheSpecAreRefused()
    {
        Start(p => Copy(p, artefacts: ArtefactWith(p, "codeSigning")), World.Ops);

        DemandRefused("bytes");
    }

    [Fact]
    [Trait("Conformance", "N12")]
    [Trait("Conformance", "Q07")]
    public void APurposeThatDoesNotFollowFromTheSpecIsRefused()
    {
        Start(p => Copy(p, purpose: $"root:{World.Spec("CN=Another").Digest}"), World.Ops);

        DemandRefused("purpose");
    }

    [Fact]
    [Trait("Conformance", "N12")]
    public void ATitleThatDoesNotFollowFromTheSpecIsRefused()
    {
        Start(p => Copy(p, title: "CN=Harmless"), World.Ops);

        DemandRefused("title");
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [Trait("Conformance", "Q10")]
    public void APlanWhoseClocksAreNotInOrderIsRefused(int gatherHours, int useHours)
    {
        Start(p => Copy(p, gatherBy: p.OpenedAt.AddHours(gatherHours), useBy: p.OpenedAt.AddHours(gatherHours + useHours)), World.Ops);

        DemandVoid("clocks");
    }

    private CeremonyRecord Record => new CeremonyQueries(world.Connection).Get(id).Record;

    // The replay does not know it, so nobody can be asked about it.
    private void DemandVoid(string reason)
    {
        Assert.Contains(reason, world.Void());
        Scratch.Refused(ErrorId.CeremonyNotFound, () => world.Service.Review(id));
        Scratch.Refused(ErrorId.CeremonyNotFound, () => world.Service.Execute(id, new ExpectedPlan(), World.Present()));
        Assert.Equal(0, world.Custody.All);
    }

    // Whoever asks: the reader, the custodian's client, the process that would use the key.
    private void DemandRefused(string reason)
    {
        Assert.Contains(reason, Scratch.Refused(ErrorId.PlanInvalid, () => world.Service.Review(id)).Message);
        Scratch.Refused(ErrorId.PlanInvalid, () => world.Approve(Record, 0));
        Scratch.Refused(ErrorId.PlanInvalid, () => world.Service.Execute(id, new ExpectedPlan(), World.Present()));
        Assert.Equal(0, world.Custody.All);
        Assert.Empty(Record.Approvals);
    }

    private void Start(Func<Plan, Plan> alter, SigningIdentity signer) => world.Forge(
        id, new CeremonyStarted(SignedStatement.Sign(signer, ContentTypes.Plan, alter(Copy(Template())).Bytes, world.Now)));

    private Plan Template() => world.PlanOf(world.StartRoot());

    private static IReadOnlyList<JsonObject> ArtefactWith(Plan plan, string extendedKeyUsage)
    {
        var spec = new Trstctl.Certificates.CASpecInput
        {
            Subject = "CN=Root", Validity = "10y", KeyAlgorithm = "ECDSA-P256", ExtendedKeyUsages = [extendedKeyUsage],
        }.Build();
        var planned = ((RootSubject)plan.Subject).Planned;
        var template = TemplateBuilder.Root(spec, planned.Serial, planned.NotBefore, planned.NotAfter);
        return [planned.Artefact(template, LintRole.Root).ToJson()];
    }

    private Plan Copy(
        Plan p,
        string? tenant = null,
        string? opener = null,
        string? purpose = null,
        string? title = null,
        QuorumRule? quorum = null,
        LedgerPoint? previous = null,
        IReadOnlyList<JsonObject>? artefacts = null,
        DateTime? gatherBy = null,
        DateTime? useBy = null) => new()
        {
            Tenant = tenant ?? p.Tenant, Ceremony = id, Operation = p.Operation, Purpose = purpose ?? p.Purpose, Title = title ?? p.Title,
            SubjectJson = p.SubjectJson, Artefacts = artefacts ?? p.Artefacts, Custody = p.Custody, Level = p.Level,
            Quorum = quorum ?? p.Quorum,
            Opener = opener ?? p.Opener,
            Executors = p.Executors, OpenedAt = p.OpenedAt, GatherBy = gatherBy ?? p.GatherBy, UseBy = useBy ?? p.UseBy,
            Previous = previous ?? p.Previous, Reason = p.Reason,
        };
}
