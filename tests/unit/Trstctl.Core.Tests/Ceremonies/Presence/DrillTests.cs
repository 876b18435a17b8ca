using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies.Presence;

public sealed class DrillTests : IDisposable
{
    private readonly World world = new();

    public DrillTests()
    {
        world.MakeQuorumRoot();
        world.MakeQuorumRoot("CN=Other");
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { "random", "does not come from the share" },
        { "other key", "does not come from the share" },
        { "other person", "does not come from the share" },
        { "other dealing", "does not come from the share" },
        { "other place", "does not come from the share" },
        { "other checkpoint", "does not come from the share" },
        { "unknown key", "does not come from the share" },
        { "no share", "it names no share" },
        { "twice", "it names a share twice" },
        { "other history", "over another history" },
        { "other tenant", "another tenant" },
        { "other epoch", "is not in force" },
        { "other time", "not made when its event says" },
        { "operator", "no custodian" },
    };

    public void Dispose() => world.Dispose();

    [Fact]
    public void ADrillOpensEveryShareAndIsRecorded()
    {
        var drill = Run(0);

        Assert.Equal(2, drill.Shares);
        Assert.Equal(world.Now, drill.Last);
        Assert.Single(world.Events<CustodianDrilled>());
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Scratch.Refused(ErrorId.RoleMissing, () => new Drill(world.Connection).Run(World.Holder(World.Ops)));
        Scratch.Refused(ErrorId.NotOnRoster, () => new Drill(world.Connection).Run(World.Holder(World.Mallory)));
    }

    [Fact]
    public void WhoHoldsNoShareHasNothingToDrill()
    {
        using var empty = new World();

        var refused = Scratch.Refused(ErrorId.DrillInvalid, () => new Drill(empty.Connection).Run(World.Holder(World.Custodians[0])));

        Assert.Contains("there is no share", refused.Message);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    [Trait("Conformance", "N14")]
    public void AForgedAnswerIsVoid(string kind, string reason)
    {
        var before = Run(0);
        var honest = Said();
        var (one, two) = (honest.Answers[0], honest.Answers[1]);
        var head = world.Ask((_, ledger) => ledger.Head);
        var forged = kind switch
        {
            "random" => honest with { Answers = [.. honest.Answers.Select(a => a with { Signature = SecretRandom.Bytes(64) })] },
            "other key" => honest with { Answers = [one with { Signature = two.Signature }, two with { Signature = one.Signature }] },
            "other person" => honest with { Custodian = "Bob" },
            "other dealing" => honest with { Answers = [one with { Generation = 2 }] },
            "other place" => honest with { Answers = [one with { X = 2 }] },
            "other checkpoint" => honest with { Checkpoint = head },
            "unknown key" => honest with { Answers = [one with { KeyId = new string('0', 64) }] },
            "no share" => honest with { Answers = [] },
            "twice" => honest with { Answers = [one, one] },
            "other history" => Answered(0, head with { Root = Digest.Of([1]) }),
            "other tenant" => honest with { Tenant = new string('0', 64) },
            "other epoch" => honest with { Epoch = 2 },
            "other time" => honest with { Time = honest.Time.AddDays(-31) },
            _ => honest with { Custodian = "ops" },
        };

        Forge(forged, kind switch { "other person" => World.Custodians[1], "operator" => World.Ops, _ => World.Custodians[0] });

        Assert.Contains(reason, world.Void());
        Assert.Equal(before, world.Ask((_, ledger) => DrillRecord.Of(ledger.State, 1, "Alice")));
    }

    [Fact]
    [Trait("Conformance", "N14")]
    public void AKeyThatWasRetiredDrillsNothing()
    {
        Run(0);
        var said = Answered(0, world.Ask((_, ledger) => ledger.Head));
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[0], "lost");

        Forge(said, World.Custodians[0]);

        Assert.Contains("retired", world.Void());
    }

    [Fact]
    public void AnswersThatLeaveAShareOutSayHowManyThereWere()
    {
        var said = Answered(0, world.Ask((_, ledger) => ledger.Head));

        Forge(said with { Answers = [said.Answers[0]] }, World.Custodians[0]);

        Assert.Equal(1, world.Ask((_, ledger) => DrillRecord.Of(ledger.State, 1, "Alice")).Shares);
    }

    /// <summary>The ledger's holder appends it again, or a thief of the card signs the shares' old answers anew.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "N14")]
    public void AnOldAnswerNeverMakesADrillLookFresh(bool signedAnew)
    {
        var before = Run(0);
        var old = world.Events<CustodianDrilled>().Single();
        world.Now += TimeSpan.FromHours(20);
        Run(1);

        world.Forge(null, signedAnew ? Signed(Said(old) with { Time = world.Now }, World.Custodians[0]) : old);

        Assert.Equal(before.Last, world.Ask((_, ledger) => DrillRecord.Of(ledger.State, 1, "Alice")).Last);
        Assert.Equal(signedAnew ? 0 : 1, world.Ask((_, ledger) => ledger.VoidCount));
    }

    [Fact]
    [Trait("Conformance", "N14")]
    public void AnOldAnswerMovesNoLaterDrillBack()
    {
        Run(0);
        var old = Said();
        world.Now += TimeSpan.FromHours(20);
        var late = Run(0);

        Forge(old with { Time = world.Now, Answers = [old.Answers[0]] }, World.Custodians[0]);

        Assert.Empty(world.Ask((_, ledger) => ledger.Voids));
        Assert.Equal(late, world.Ask((_, ledger) => DrillRecord.Of(ledger.State, 1, "Alice")));
    }

    [Fact]
    public void AfterALongSilenceTheAnswerIsGivenTwiceSoThatItsDateIsToday()
    {
        world.Now += TimeSpan.FromHours(20);

        var drill = Run(0);

        Assert.Equal(world.Now, drill.Last);
        Assert.Equal(2, world.Events<CustodianDrilled>().Count);
    }

    [Fact]
    [Trait("Conformance", "N14")]
    public void ARecordedAnswerThatNoShareGaveFailsTheAudit()
    {
        Run(0);
        var honest = Said();
        Forge(
            honest with { Answers = [.. honest.Answers.Select(a => a with { Signature = SecretRandom.Bytes(64) })] }, World.Custodians[0]);

        Assert.Contains("does not come from the share", Assert.Single(new LedgerAudit(world.Connection).Run().Faults));
    }

    [Fact]
    public void ADrillBeforeARosterChangeStaysGood()
    {
        Run(0);
        var change = world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    private DrillRecord Run(int who) => new Drill(world.Connection).Run(World.Holder(World.Custodians[who]));

    // What he would say over this point: with shares that he opens.
    private DrillStatement Answered(int who, LedgerPoint point) => world.Ask((work, ledger) =>
        Drill.Compose(work, ledger, point, world.Now, World.Holder(World.Custodians[who])));

    private DrillStatement Said() => Said(world.Events<CustodianDrilled>()[0]);

    private static DrillStatement Said(CustodianDrilled drilled) => DrillStatement.FromSigned(drilled.Statement);

    private void Forge(DrillStatement statement, SigningIdentity signer) => world.Forge(null, Signed(statement, signer));

    private static CustodianDrilled Signed(DrillStatement statement, SigningIdentity signer) =>
        new(SignedStatement.Sign(signer, ContentTypes.Drill, statement.ToBytes(), statement.Time));
}
