using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
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

    public static TheoryData<string> Forgeries => ["random", "earlier", "other key", "other person", "one share left out"];

    public void Dispose() => world.Dispose();

    [Fact]
    public void ADrillOpensEveryShareAndIsRecorded()
    {
        var drill = Run(0);

        Assert.Equal(2, drill.Shares);
        Assert.NotNull(drill.Last);
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Scratch.Refused(ErrorId.RoleMissing, () => new Drill(world.Connection).Run(World.Holder(World.Ops)));
        Scratch.Refused(ErrorId.NotOnRoster, () => new Drill(world.Connection).Run(World.Holder(World.Mallory)));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    [Trait("Conformance", "N14")]
    public void AForgedAnswerIsRefused(string kind)
    {
        Run(0);
        var honest = DrillStatement.FromSigned(world.Events<CustodianDrilled>().Single().Statement);
        var challenge = SecretRandom.Bytes(DrillStatement.ChallengeLength);
        world.Forge(null, new CustodianDrillChallenged("Alice", 1, challenge));
        var (one, two) = (honest.Answers[0], honest.Answers[1]);
        var forged = kind switch
        {
            "random"
                => honest with {
                    Challenge = challenge, Answers = [.. honest.Answers.Select(a => a with { Signature = SecretRandom.Bytes(64) })] },
            "earlier" => honest,
            "other key"
                => honest with {
                    Challenge = challenge, Answers = [one with { Signature = two.Signature }, two with { Signature = one.Signature }] },
            "other person" => honest with { Challenge = challenge, Custodian = "Bob" },
            _ => honest with { Challenge = challenge, Answers = [one] },
        };
        var signed = SignedStatement.Sign(World.Custodians[0], ContentTypes.Drill, forged.ToBytes(), world.Now);

        world.Forge(null, new CustodianDrilled(signed));

        Assert.NotEmpty(world.Void());
        Assert.NotNull(world.Ask((_, ledger) => DrillRecord.Of(ledger.State, 1, "Alice")).Challenge);
    }

    [Fact]
    [Trait("Conformance", "N14")]
    public void ARecordedAnswerToNoChallengeFailsTheAudit()
    {
        Run(0);
        var honest = DrillStatement.FromSigned(world.Events<CustodianDrilled>().Single().Statement);
        var forged = honest with { Answers = [.. honest.Answers.Select(a => a with { Signature = SecretRandom.Bytes(64) })] };
        world.Forge(null, new CustodianDrilled(SignedStatement.Sign(World.Custodians[0], ContentTypes.Drill, forged.ToBytes(), world.Now)));

        Assert.Contains("does not answer the challenge that waits", Assert.Single(new LedgerAudit(world.Connection).Run().Faults));
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
}
