using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>One person with the ledger's secret and a key of the roster, and a program of his own.</summary>
public sealed class AttackATests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    /// <summary>Who moved the time opens its correction himself, over a history from before his date: nobody is ahead there.</summary>
    [Fact]
    public void WhoMovedTheTimeDoesNotOpenACorrectionThatLeavesHimOut()
    {
        var plan = world.PlanOf(world.StartRoot());
        var ahead = world.Now.AddDays(300);
        var early = world.Ask((_, ledger) => ledger.Head);
        var id = Uuid.Version7(world.Now);
        var mine = plan.Altered(
            ("ceremony", id), ("openedAt", UtcTime.Format(ahead)), ("gatherBy", UtcTime.Format(ahead.AddDays(1))),
            ("useBy", UtcTime.Format(ahead.AddDays(2))));
        world.Forge(new Forgery(
            new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, mine.Bytes, ahead)), "principal:ops", id, ahead));
        Assert.Equal(ahead, world.Ask((_, ledger) => ledger.LastTime));
        var honest = world.PlanOf(world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops));
        var subject = (CorrectClockSubject)honest.Subject;
        Assert.Single(subject.Ahead);

        world.Begin(
            honest, World.Ops, ("previousCheckpoint", new SeenCheckpoint(early).ToJson()),
            ("subject", (subject with { Ahead = [], Retired = [] }).ToJson()));

        Assert.NotEmpty(world.Void());
    }

    /// <summary>The cure for void events: whoever adds one more while the opener's card is asked keeps it from starting.</summary>
    [Fact]
    public void OneMoreVoidEventDoesNotKeepTheLedgersKeyInForce()
    {
        var honest = world.PlanOf(world.Service.Start(new CeremonyRequest { Operation = "LedgerKey" }, World.Ops));
        world.Forge(null, world.Freeze(0, said => said with { Epoch = 9 }));
        Assert.NotEmpty(world.Void());

        var id = world.Begin(honest, World.Ops);

        Assert.Equal(CeremonyStatus.Pending, new CeremonyQueries(world.Connection).Get(id).Status);
        var change = world.Approve(new CeremonyQueries(world.Connection).Get(id).Record, 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        Assert.Single(world.Ask((_, ledger) => ledger.Uncured.ToArray()));
    }

    /// <summary>A copy goes on with all that its restorer signed of it, or not at all: its plan's words say no more.</summary>
    [Theory]
    [InlineData("sealer")]
    [InlineData("ledgerKey")]
    public void ACopyIsTakenUpWithItsKeyAndItsSealer(string left)
    {
        world.MakeRoot();
        using var restored = world.Restore(world.Copy("copy"), "new", oldKey: "key");
        var honest = restored.PlanOf(restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops));
        var subject = (ResumeSubject)honest.Subject;
        var mine = left == "sealer" ? subject with { Sealer = null, Keys = [] }
            : subject with { LedgerKey = restored.Ask((_, ledger) => InForce.LedgerKey(ledger.State)) };

        restored.Begin(honest, World.Ops, ("subject", mine.ToJson()));

        Assert.NotEmpty(restored.Void());
    }

    /// <summary>The line of the issuer: below an earlier generation of the CA that is to be succeeded.</summary>
    [Fact]
    public void NobodyIsAskedForWhatIsBelowAnEarlierGenerationOfIt()
    {
        world.MakeRoot();
        Elsewhere.Run(world, new CeremonyRequest { Operation = "Intermediate", Spec = World.IntermediateSpec(), Issuer = "Root" });
        var below = new CASpecInput { Subject = "CN=Below", Validity = "2y", KeyAlgorithm = "ECDSA-P256" }.Build();
        Elsewhere.Run(world, new CeremonyRequest { Operation = "Intermediate", Spec = below, Issuer = "Issuing" });
        Elsewhere.Run(world, new CeremonyRequest { Operation = "Rotation", Authority = "Issuing" });

        Scratch.Refused(ErrorId.SpecInvalid, () => world.Service.Start(
            new CeremonyRequest { Operation = "Request", Authority = "Issuing", Issuer = "Below" }, World.Ops));
    }

    /// <summary>A certificate that takes the place of a CA in force says so before anybody approves it.</summary>
    [Fact]
    public void AnAnswerSaysWhatItSupersedes()
    {
        var ca = Elsewhere.Import(world);
        var first = Elsewhere.Ask(
            world, new CeremonyRequest { Operation = "Request", Spec = World.IntermediateSpec(), Issuer = Elsewhere.Name });
        new RequestCompletion(world.Connection).Complete(Elsewhere.Answer(ca, first, world.Now), World.Ops);
        var next = Elsewhere.Ask(world, new CeremonyRequest { Operation = "Request", Authority = "Issuing" });
        var ceremony = world.Service.Start(
            new CeremonyRequest { Operation = "Answer", Target = Elsewhere.Answer(ca, next, world.Now) }, World.Ops);

        var words = world.Service.Review(ceremony.CeremonyId).Lines.Select(line => line.Value).ToArray();

        Assert.Contains(words, line => line.Contains("Issuing, generation 1", StringComparison.Ordinal));
    }

    /// <summary>Who executes a rotation without links signs nothing with the old key: his word does not show that its newest dealing
    /// opens.</summary>
    [Fact]
    public void AnExecutorsWordAloneDoesNotGiveUpTheDealingBefore()
    {
        var root = world.MakeQuorumRoot();
        world.Custody.Misdeal = (_, record) => Garbage(record);
        world.ChangeRoster();
        world.Custody.Misdeal = null;
        Assert.NotNull(world.Key(root.KeyId!).Before);
        var spec = new CASpecInput { Subject = "CN=Root", Validity = "10y", KeyAlgorithm = "ECDSA-P256" }.Build();
        var rotation = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Rotation", Authority = "Root", Spec = spec }, World.Ops), 0, 1, 2);
        var honest = world.Connection.Custody;
        world.Connection.Custody = new Pretending(honest, world.Custody.SealedPkcs8[0]);

        world.Open(rotation, [0, 1, 2]);

        world.Connection.Custody = honest;
        Assert.NotNull(world.Key(root.KeyId!).Before);
        Assert.NotNull(world.Connection.Peek(work => work.SealedKey(root.KeyId!, 1)));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        var rescue = world.Service.Start(
            new CeremonyRequest { Operation = "Roster", Roster = world.Change(people => people), FromDealingBefore = [root.KeyId!] },
            World.Ops);
        world.Open(world.Approve(rescue, 0, 1, 2), [0, 1, 2]);
    }

    // The shares open what is not the key.
    private static byte[] Garbage(byte[] record)
    {
        var (header, ciphertext) = SealedKey.Parse(record);
        var other = (byte[])ciphertext.Clone();
        other[^1] ^= 1;
        return CanonicalJson.Write(header.ToJson(other));
    }

    // An executor's own program, which goes on where the old key does not open.
    private sealed class Pretending(IKeyCustody inner, byte[] pkcs8) : IKeyCustody
    {
        public IOpenKey Generate(Trstctl.Keys.KeyAlgorithm algorithm) => inner.Generate(algorithm);

        public byte[] Seal(SealedKeyHeader header, IOpenKey key) => inner.Seal(header, key);

        public IOpenKey Open(byte[] record, SealedKeyHeader expected) => inner.Open(record, expected);

        public (byte[] Record, IReadOnlyList<KeyShare> FileShares) Deal(
            SealedKeyHeader header, IOpenKey key, int needed, int epoch, IReadOnlyList<KeyValuePair<string, byte[]?>> holders) =>
            inner.Deal(header, key, needed, epoch, holders);

        public IOpenKey OpenShared(
            byte[] record, SealedKeyHeader expected, int needed, int epoch, IReadOnlyList<string> custodians,
            IReadOnlyList<KeyShare> shares) => SoftwareKey.FromPkcs8(pkcs8, Trstctl.Keys.KeyAlgorithm.EcdsaP256);
    }
}
