using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History.Events;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Who executes: the plan names him, and he signs for it. The ledger's secret and a quorum's approvals alone run
/// nothing.</summary>
public sealed class ExecutorTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R06")]
    public void OnlyThoseWhomThePlanNamesExecute()
    {
        var ceremony = world.Approve(
            world.Service.Start(
                new CeremonyRequest { Operation = "Root", Spec = World.Spec(), Executors = ["Dave", "Erin", "Dave"] }, World.Ops),
            0, 1, 2);
        var before = world.Custody.All;

        Scratch.Refused(ErrorId.NotExecutor, () => Execute(ceremony, World.Ops));
        Scratch.Refused(ErrorId.NotExecutor, () => Execute(ceremony, World.Custodians[0]));
        Scratch.Refused(ErrorId.NotOnRoster, () => Execute(ceremony, World.Mallory));

        Assert.Equal(before, world.Custody.All);
        Assert.Equal(["Dave", "Erin"], world.PlanOf(ceremony).Executors);
        Assert.IsType<AuthorityRecord>(Assert.Single(Execute(ceremony, World.Custodians[4])));
        Assert.Equal("principal:Erin", world.Ask((work, ledger) => ledger.Event<CeremonyCompleted>(work, ledger.Size - 1).Header.Actor));
        var said = ExecutionStatement.FromSigned(world.Events<CeremonyCompleted>().Last().Completion.Execution);
        Assert.Equal("Erin", said.Executor);
        Assert.StartsWith("host:", said.Host, StringComparison.Ordinal);
        Assert.Single(said.Keys);
    }

    [Fact]
    public void APlanNamesExecutorsOfTheRosterWhoMayExecute()
    {
        Scratch.Refused(ErrorId.NotOnRoster, () => world.Service.Start(
            new CeremonyRequest { Operation = "Root", Spec = World.Spec(), Executors = ["Mallory"] }, World.Ops));
        Assert.Equal(["ops"], world.PlanOf(world.StartRoot()).Executors);
    }

    [Fact]
    public void ARetiredExecutorRunsNothing()
    {
        var ceremony = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Root", Spec = World.Spec(), Executors = ["Erin"] }, World.Ops), 0, 1, 2);
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "lost");
        var before = world.Custody.All;

        Scratch.Refused(ErrorId.CustodianRetired, () => Execute(ceremony, World.Custodians[4]));

        Assert.Equal(before, world.Custody.All);
    }

    public static TheoryData<string, string> Lies => new()
    {
        { "nobody signed", "" },
        { "another executor", "its plan names others to execute it" },
        { "another key signs in his name", "carries another certificate" },
        { "another plan", "its execution statement is of another plan" },
        { "another tenant", "it belongs to another tenant" },
        { "another epoch", "its execution statement is of another plan" },
        { "another history", "it was executed over another history" },
        { "too old", "it was not executed when its event says" },
        { "too new", "it was not executed when its event says" },
        { "other keys", "its executor signed for other keys" },
        { "no keys", "its executor signed for other keys" },
        { "another actor", "its plan names others to execute it" },
        { "another name", "its header names another actor" },
    };

    /// <summary>The forger has the ledger's secret, the quorum's approvals and a key of his own, sealed and proved as it should be;
    /// what he lacks is an executor's word.</summary>
    [Theory]
    [MemberData(nameof(Lies))]
    [Trait("Conformance", "R06")]
    public void ACompletionWithoutItsExecutorsWordIsVoid(string lie, string reason)
    {
        var ceremony = world.Approve(world.StartRoot(), 0, 1, 2);
        var made = world.Make(ceremony);
        var told = ExecutionStatement.FromSigned(made.Execution);
        byte[] Sign(ExecutionStatement statement, SigningIdentity? by = null) =>
            SignedStatement.Sign(by ?? World.Ops, ContentTypes.Execution, statement.ToBytes(), statement.Time);
        var execution = lie switch
        {
            "nobody signed" => new byte[64],
            "another executor" => Sign(told with { Executor = "Bob" }, World.Custodians[1]),
            "another key signs in his name" => Sign(told, World.Mallory),
            "another plan" => Sign(told with { PlanDigest = Digest.Of([1]) }),
            "another tenant" => Sign(told with { Tenant = new string('0', 64) }),
            "another epoch" => Sign(told with { Epoch = 2 }),
            "another history" => Sign(told with { Checkpoint = new Trstctl.Ledger.LedgerPoint(1, Digest.Of([1])) }),
            "too old" => Sign(told with { Time = told.Time - TimeSpan.FromMinutes(61) }),
            "too new" => Sign(told with { Time = told.Time + TimeSpan.FromMinutes(61) }),
            "other keys" => Sign(told with { Keys = [Digest.Of([1])] }),
            "another name" => Sign(told with { Executor = "Erin" }),
            "no keys" => Sign(told with { Keys = [] }),
            _ => made.Execution,
        };
        var actor = lie == "another actor" ? "host:there/them" : lie == "another executor" ? "principal:Bob" : "principal:ops";

        world.Forge(new Forgery(new CeremonyCompleted(made with { Execution = execution }), actor, ceremony.CeremonyId));

        Assert.Contains(reason, world.Void(), StringComparison.Ordinal);
        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);

        // With his word, it takes effect: nothing else was missing.
        world.Forge(new Forgery(new CeremonyCompleted(made), "principal:ops", ceremony.CeremonyId));
        Assert.Equal(CeremonyStatus.Completed, world.Look(ceremony).Status);
    }

    private IReadOnlyList<State.Document> Execute(CeremonyRecord ceremony, SigningIdentity executor) =>
        world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), new ExecutionOptions { Executor = executor });
}
