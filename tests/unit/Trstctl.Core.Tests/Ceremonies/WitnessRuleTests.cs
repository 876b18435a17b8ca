using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Who watches an execution, and when: a destruction that Erin opened, ops executed and Dave watched, with one thing in his
/// statement that is not so.</summary>
public sealed class WitnessRuleTests : IDisposable
{
    private const string OpenersOwn = "a witness is the opener, or speaks twice";

    private static readonly SigningIdentity Wanda = Person.Create("Wanda");
    private static readonly SigningIdentity Walt = Person.Create("Walt");
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R02")]
    public void NeitherTheOpenerNorAnotherEntryOfHisWatches()
    {
        var ceremony = Destroyed();

        Assert.Null(Verdict.Of(world, made => By(made, Said(ceremony, "Dave"))));
        Assert.Equal(OpenersOwn, Verdict.Of(world, made => By(made, Said(ceremony, "Erin"))));
        Assert.Equal(OpenersOwn, Verdict.Of(world, made => By(made, Said(ceremony, "Wanda"))));
        Assert.Equal(OpenersOwn, Verdict.Of(world, made => By(made, Said(ceremony, "Dave"), Said(ceremony, "Dave"))));
        Assert.Null(Verdict.Of(world, made => By(made, Said(ceremony, "Dave"), Said(ceremony, "Alice"))));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnotherEntryOfTheOpenersIsRefusedWhereItSigns()
    {
        var ceremony = Approved();

        foreach (var who in new[] { Wanda, World.Custodians[4] })
        {
            Scratch.Refused(ErrorId.WitnessInvalid, () => Execute(ceremony, who));
        }

        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AWitnessSpeaksFromTheStartOfHisCeremonyUntilItsEnd()
    {
        var ceremony = Destroyed();
        var (hour, second) = (TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));
        string? At(DateTime time) => Verdict.Of(world, made => By(made, Said(ceremony, "Dave", said => said with { Time = time })));

        Assert.Null(At(ceremony.OpenedAt - hour));
        Assert.Equal("a witness spoke at another time", At(ceremony.OpenedAt - hour - second));
        Assert.Null(At(world.Now + hour));
        Assert.Equal("a witness spoke at another time", At(world.Now + hour + second));
    }

    public static TheoryData<string, string> Lies => new()
    {
        { "another plan", "speaks of another plan" },
        { "another ceremony", "speaks of another plan" },
        { "another tenant", "speaks of another plan" },
        { "a stranger", "does not stand on the roster, written so" },
        { "another spelling", "does not stand on the roster, written so" },
        { "an operator", "a witness has another role" },
        { "a retired key", "retired" },
        { "another key signs", "carries another certificate" },
        { "another type", "content type" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    [Trait("Conformance", "R02")]
    public void AWitnessWhoseStatementLiesMakesTheCompletionVoid(string lie, string reason)
    {
        var ceremony = Destroyed();
        var signed = lie switch
        {
            "another plan" => Said(ceremony, "Dave", said => said with { PlanDigest = Digest.Of([1]) }),
            "another ceremony" => Said(ceremony, "Dave", said => said with { Ceremony = Uuid.Version7(world.Now) }),
            "another tenant" => Said(ceremony, "Dave", said => said with { Tenant = new string('0', 64) }),
            "a stranger" => Said(ceremony, "Mallory"),
            "another spelling" => Said(ceremony, "Dave", said => said with { Witness = "DAVE" }),
            "an operator" => Said(ceremony, "ops"),
            "a retired key" => Said(ceremony, "Walt"),
            "another key signs" => Said(ceremony, "Dave", by: World.Mallory),
            _ => Said(ceremony, "Dave", type: ContentTypes.Approval),
        };

        Assert.Contains(reason, Verdict.Of(world, made => By(made, signed)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void NobodyWatchesWhatAsksForNoWitness()
    {
        world.MakeRoot();
        var ceremony = world.Ask((_, ledger) => ledger.State.All<CeremonyRecord>(CeremonyRecord.KindName).Last(c => c.Operation == "Root"));

        Assert.Equal("nobody watches such an operation", Verdict.Of(world, made => By(made, Said(ceremony, "Dave"))));
    }

    private static Completion By(Completion made, params byte[][] witnesses) => made with { Witnesses = witnesses };

    private byte[] Said(
        CeremonyRecord ceremony, string who, Func<WitnessStatement, WitnessStatement>? alter = null, SigningIdentity? by = null,
        string? type = null)
    {
        var plan = world.PlanOf(ceremony);
        var said = new WitnessStatement(
            plan.Tenant, plan.Ceremony, plan.Digest, who, plan.Quorum.Epoch, plan.Previous, world.Now);
        said = alter?.Invoke(said) ?? said;
        var signer = by ?? who switch
        {
            "Alice" => World.Custodians[0],
            "Dave" => World.Custodians[3],
            "Erin" => World.Custodians[4],
            "ops" => World.Ops,
            "Wanda" => Wanda,
            "Walt" => Walt,
            _ => World.Mallory,
        };
        return SignedStatement.Sign(signer, type ?? ContentTypes.Witness, said.ToBytes(), said.Time);
    }

    private CeremonyRecord Destroyed()
    {
        var ceremony = Approved();
        world.Now += TimeSpan.FromHours(3);
        Execute(ceremony, World.Custodians[3]);
        return ceremony;
    }

    // Wanda is Erin's second entry; Walt retired his key.
    private CeremonyRecord Approved()
    {
        var change = world.Approve(
            world.StartChange(world.Change(people =>
            [
                .. people,
                new Principal("Wanda", "Erin", PrincipalRoles.Witness, Wanda.Certificate, null),
                new Principal("Walt", "Walt", PrincipalRoles.Witness, Walt.Certificate, null),
            ])),
            0, 1, 2);
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, Wanda, null);
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, Walt, null);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        new PrincipalKeyRetirements(world.Connection).Retire(Walt, "card lost");
        world.MakeRoot();
        var asked = new CeremonyRequest
        {
            Operation = "DestroyKey", Authority = "Root", Executors = ["ops"],
            Gathering = TimeSpan.FromHours(4), Use = TimeSpan.FromHours(4),
        };
        return world.Approve(world.Service.Start(asked, World.Custodians[4]), 0, 1, 2);
    }

    private void Execute(CeremonyRecord ceremony, SigningIdentity witness) => world.Service.Execute(
        ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions { Executor = World.Ops, Witnesses = [witness] });
}
