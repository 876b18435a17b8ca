using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Who brings a certificate from a CA elsewhere signs for it; a request can be answered again.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly World world = new();
    private readonly TestCA ca;

    public AnswerTests() => ca = Elsewhere.Import(world);

    public static TheoryData<string, string> Forgeries => new()
    {
        { "by a stranger", "ops" },
        { "by a witness", "neither operator nor custodian" },
        { "by another", "its header names another actor" },
        { "in another ceremony", "its header names another ceremony" },
        { "of another ceremony", "of another ceremony than the request" },
        { "other type", "content type" },
        { "other tenant", "another tenant" },
        { "other plan", "another plan" },
        { "other epoch", "is not in force" },
        { "other history", "over another history" },
        { "said long ago", "not made when its event says" },
        { "retired", "retired" },
        { "no request", "no such request" },
        { "other key", "another key than the request" },
        { "before the plan", "older than the request's plan" },
        { "known serial", "that of an earlier certificate" },
        { "wider", "longer than was approved" },
        { "repeated", "that of an earlier certificate" },
    };

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "R02")]
    public void OfSeveralAnswersTheOneThatBeginsLastIsCurrent(bool sameKey)
    {
        var request = Ask();
        var told = new List<string>();
        var times = new Queue<int>([20, 40, 30]);
        if (sameKey)
        {
            Answer(request, 10, told);
            request = Elsewhere.Ask(
                world, new CeremonyRequest { Operation = "Request", Authority = "Issuing", SameKey = true, Issuer = Elsewhere.Name });
        }

        var first = Answer(request, times.Dequeue(), told);
        Assert.Empty(told);
        Answer(request, times.Dequeue(), told);
        var last = Answer(request, times.Dequeue(), told);

        Assert.Equal(["Issuing", "Issuing"], told);
        Assert.Equal(first.AuthorityId, last.AuthorityId);
        Assert.Equal(
            sameKey ? [10, 20, 30, 40] : [20, 30, 40],
            last.Certificates.Select(der => (int)(new CertificateView(der).NotBefore - world.Now).TotalMinutes));
        Assert.Equal((AuthorityStatus.Active, 1), (last.Status, last.Generation));
        Assert.Empty(world.Ask((_, ledger) => ledger.Voids));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    [Fact]
    public void OperatorsAndCustodiansBringThemAndNobodyElse()
    {
        var request = Ask();
        var der = Elsewhere.Answer(ca, request, world.Now);

        Scratch.Refused(ErrorId.NotOnRoster, () => new RequestCompletion(world.Connection).Complete(der, World.Mallory));
        new RequestCompletion(world.Connection).Complete(der, World.Custodians[2]);
        var again = Scratch.Refused(
            ErrorId.CertificateInvalid, () => new RequestCompletion(world.Connection).Complete(der, World.Ops));

        Assert.Contains("earlier certificate", again.Message);
        Assert.Equal("Carol", AnswerStatement.FromSigned(Assert.Single(world.Events<RequestAnswered>()).Statement).Signer);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    [Trait("Conformance", "R01")]
    public void AnAnswerThatBreaksARuleIsVoid(string kind, string reason)
    {
        var (request, other) = (Ask(), Ask("CN=Other"));
        Answer(request, 0, []);
        var known = world.Ask((_, ledger) => ledger.State.Find<AuthorityRecord>(AuthorityRecord.KindName, request.RequestId)!);
        if (kind == "by a witness")
        {
            var witness = new Principal("Mallory", "Mallory", PrincipalRoles.Witness, World.Mallory.Certificate, null);
            var change = world.Approve(world.StartChange(world.Change(people => people.Append(witness))), 0, 1, 2);
            world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, World.Mallory, null);
            world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        }

        var said = Elsewhere.Said(world, request, kind switch
        {
            "other key" => Elsewhere.Answer(ca, other, world.Now),
            "before the plan" => Elsewhere.Answer(ca, request, world.Now.AddHours(-2)),
            "known serial" => Elsewhere.Answer(ca, request, world.Now.AddMinutes(5), Serial(known)),
            "wider" => Elsewhere.Answer(ca, request, world.Now, years: 7),
            _ => Elsewhere.Answer(ca, request, world.Now.AddMinutes(5)),
        });
        said = kind switch
        {
            "by a witness" => said with { Signer = "Mallory", Epoch = 2 },
            "of another ceremony" => said with { Ceremony = other.Ceremony },
            "other tenant" => said with { Tenant = new string('0', 64) },
            "other plan" => said with { PlanDigest = Digest.Of([1]) },
            "other epoch" => said with { Epoch = 2 },
            "other history" => said with { Checkpoint = new LedgerPoint(said.Checkpoint.Size, Digest.Of([1])) },
            "said long ago" => said with { Time = said.Time.AddHours(-2) },
            "no request" => said with { RequestId = known.IssuerId! },
            _ => said,
        };
        if (kind == "retired")
        {
            new PrincipalKeyRetirements(world.Connection).Retire(World.Ops, "lost");
        }

        var signer = kind is "by a stranger" or "by a witness" ? World.Mallory : World.Ops;
        var item = kind == "other type"
            ? new RequestAnswered(SignedStatement.Sign(signer, ContentTypes.Approval, said.ToBytes(), said.Time))
            : Elsewhere.Signed(said, signer);
        var forgery = new Forgery(
            item, Actors.Principal(kind == "by another" ? "Alice" : said.Signer),
            kind == "in another ceremony" ? other.Ceremony : said.Ceremony);
        world.Forge(kind == "repeated" ? [forgery, forgery] : [forgery]);

        Assert.Contains(reason, world.Void());
        Assert.Single(world.Ask((_, ledger) => ledger.Voids));
        Assert.Equal(
            kind == "repeated" ? 2 : 1,
            world.Ask((_, l) => l.State.Find<AuthorityRecord>(AuthorityRecord.KindName, request.RequestId)!).Certificates.Count());
    }

    private static byte[] Serial(AuthorityRecord authority) => Convert.FromHexString(new CertificateView(authority.Certificate).SerialHex);

    private CARequestRecord Ask(string subject = "CN=Issuing") => Elsewhere.Ask(world, new CeremonyRequest
    {
        Operation = "Request",
        Spec = new CASpecInput { Subject = subject, Validity = "5y", KeyAlgorithm = "ECDSA-P256" }.Build(),
        Issuer = Elsewhere.Name,
    });

    private AuthorityRecord Answer(CARequestRecord request, int minutes, List<string> told) => new RequestCompletion(world.Connection)
        .Complete(Elsewhere.Answer(ca, request, world.Now.AddMinutes(minutes)), World.Ops, again: known => told.Add(known.Name));
}
