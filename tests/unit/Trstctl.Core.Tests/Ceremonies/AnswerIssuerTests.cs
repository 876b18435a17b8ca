using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Who signs for a request is the quorum's decision: in the request's plan, or by a ceremony about the certificate.</summary>
public sealed class AnswerIssuerTests : IDisposable
{
    private readonly World world = new();
    private readonly TestCA ca;

    public AnswerIssuerTests() => ca = Elsewhere.Import(world);

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R01")]
    public void AnotherCAThatIsKnownHereAnswersNothing()
    {
        var other = Elsewhere.Import(world, "CN=Somebody else");
        var request = Ask(Elsewhere.Name);

        Bring(request, Elsewhere.Answer(other, request, world.Now.AddMinutes(5)));

        Assert.Contains("did not sign it", world.Void());
        Assert.Null(Find(request));
    }

    [Fact]
    [Trait("Conformance", "R01")]
    public void ARequestThatNamesNoIssuerIsNotAnsweredByOne()
    {
        var request = Ask(null);
        var der = Elsewhere.Answer(ca, request, world.Now);

        Bring(request, der);

        Assert.Contains("names no issuer", world.Void());
        Assert.Null(Find(request));
        Scratch.Refused(ErrorId.IssuerNotNamed, () => new RequestCompletion(world.Connection).Complete(der, World.Ops));
    }

    [Fact]
    [Trait("Conformance", "R01")]
    public void WhatALaterRequestOfTheKeyNarrowedIsNotWidenedByAnAnswerToTheFirst()
    {
        var first = Ask(Elsewhere.Name);
        Bring(first, Elsewhere.Answer(ca, first, world.Now.AddMinutes(10)));
        var narrow = new CASpecInput { Subject = "CN=Issuing", Validity = "1y", KeyAlgorithm = "ECDSA-P256" }.Build();
        var second = Elsewhere.Ask(world, new CeremonyRequest
        {
            Operation = "Request", Authority = "Issuing", SameKey = true, Spec = narrow, Issuer = Elsewhere.Name,
        });
        var wide = Elsewhere.Answer(ca, first, world.Now.AddMinutes(30), years: 4);

        Bring(first, wide);

        Assert.Contains("a later request of its key", world.Void());
        Scratch.Refused(ErrorId.CertificateInvalid, () => Start(wide));
        new RequestCompletion(world.Connection).Complete(Elsewhere.Answer(ca, second, world.Now.AddMinutes(20)), World.Ops);
        Assert.Equal((2, second.Ceremony), (Find(first)!.Certificates.Count(), Find(first)!.Ceremony));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheQuorumTakesOneCertificate(bool isKnown)
    {
        var request = Ask(null);
        var der = Elsewhere.Answer(isKnown ? ca : TestCA.Root(TestCA.Input("CN=Unknown")), request, world.Now);
        var ceremony = Start(der);
        var words = Words(ceremony);

        Execute(ceremony);

        var answered = Find(request)!;
        Assert.Equal((ceremony.CeremonyId, AuthorityStatus.Active, false), (answered.Ceremony, answered.Status, answered.IsRoot));
        Assert.Equal(isKnown, answered.IssuerId is not null);
        Assert.Contains(isKnown ? "its key verifies the certificate" : "not known here", words);
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Scratch.Refused(ErrorId.CertificateInvalid, () => Start(der));
    }

    [Fact]
    public void NoOneAloneReplacesWhatALaterCeremonyTook()
    {
        var other = TestCA.Root(TestCA.Input("CN=Unknown"));
        var request = Ask(Elsewhere.Name);
        var ceremony = Start(Elsewhere.Answer(other, request, world.Now));
        Assert.Contains("and did not", Words(ceremony));
        Execute(ceremony);

        Bring(request, Elsewhere.Answer(ca, request, world.Now.AddMinutes(5)));

        Assert.Contains("a later ceremony decided", world.Void());
        Assert.Single(Find(request)!.Certificates);
    }

    [Fact]
    public void AnIssuerThatBecameKnownIsNamed()
    {
        var other = TestCA.Root(TestCA.Input("CN=Unknown"));
        var request = Ask(null);
        var ceremony = Start(Elsewhere.Answer(other, request, world.Now));
        Elsewhere.Run(world, new CeremonyRequest { Operation = "Import", Target = other.Certificate });

        Scratch.Refused(ErrorId.PlanInvalid, () => Execute(ceremony));
    }

    [Fact]
    public void WhoseIssuerIsNotKnownIsNoRoot()
    {
        var request = Ask(null);
        Execute(Start(Elsewhere.Answer(TestCA.Root(TestCA.Input("CN=Unknown")), request, world.Now)));

        Scratch.Refused(ErrorId.AuthorityNotFound, () => world.Service.Start(
            new CeremonyRequest { Operation = "Renewal", Authority = "Issuing" }, World.Ops));
        Elsewhere.Ask(world, new CeremonyRequest
        {
            Operation = "Request", Authority = "Issuing", SameKey = true, Issuer = Elsewhere.Name,
        });
    }

    [Theory]
    [InlineData("longer than was approved")]
    [InlineData("older than the request's plan")]
    [InlineData("issued by the CA that it is for")]
    public void ACeremonyKeepsTheSameRules(string reason)
    {
        var request = Ask(null);
        var der = reason switch
        {
            "longer than was approved" => Elsewhere.Answer(ca, request, world.Now, years: 7),
            "older than the request's plan" => Elsewhere.Answer(ca, request, world.Now.AddHours(-2)),
            _ => Elsewhere.Answer(TestCA.Root(TestCA.Input("CN=Issuing")), request, world.Now),
        };

        Assert.Contains(reason, Scratch.Refused(ErrorId.CertificateInvalid, () => Start(der)).Message);
    }

    [Fact]
    public void NobodyIsAskedForWhatIsBelowIt()
    {
        world.MakeRoot();
        var issuing = world.Approve(world.StartIntermediate(), 0, 1, 2);
        world.Service.Execute(issuing.CeremonyId, new ExpectedPlan(), World.Present());

        Scratch.Refused(ErrorId.SpecInvalid, () => world.Service.Start(
            new CeremonyRequest { Operation = "Request", Authority = "Issuing", SameKey = true, Issuer = "Issuing" }, World.Ops));
    }

    private CARequestRecord Ask(string? issuer) => Elsewhere.Ask(
        world, new CeremonyRequest { Operation = "Request", Spec = World.IntermediateSpec(), Issuer = issuer });

    private void Bring(CARequestRecord request, byte[] certificate) =>
        world.Forge(request.Ceremony, Elsewhere.Signed(Elsewhere.Said(world, request, certificate), World.Ops));

    private CeremonyRecord Start(byte[] certificate) =>
        world.Service.Start(new CeremonyRequest { Operation = "Answer", Target = certificate }, World.Ops);

    private void Execute(CeremonyRecord ceremony) =>
        world.Service.Execute(world.Approve(ceremony, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());

    private string Words(CeremonyRecord ceremony) =>
        string.Join("\n", world.Service.Review(ceremony.CeremonyId).Lines.Select(line => line.Value));

    private AuthorityRecord? Find(CARequestRecord request) =>
        world.Ask((_, ledger) => ledger.State.Find<AuthorityRecord>(AuthorityRecord.KindName, request.RequestId));
}
