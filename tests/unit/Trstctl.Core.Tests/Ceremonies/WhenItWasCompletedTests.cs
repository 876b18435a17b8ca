using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Completions whose plan is possible, and whose bytes are as they should be: it is their ceremony that has no right to end
/// now, or by these people.</summary>
public sealed class WhenItWasCompletedTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    public static TheoryData<string, string> Faults => new()
    {
        { "too late", "its ceremony had expired" },
        { "another plan", "it completes another plan" },
        { "suspended", "suspended" },
        { "an approval's key was retired", "it counts approvals that do not stand" },
        { "an approval was withdrawn", "it counts approvals that do not stand" },
        { "another one's approval is counted", "it counts approvals that do not stand" },
        { "an approval is counted twice", "it counts approvals that do not stand" },
        { "its executor's key was retired", "retired" },
        { "its executor's key is expired", "valid" },
        { "other artefacts", "it has other artefacts than its plan" },
        { "another key", "its executor signed for other keys" },
        { "another proof", "a key does not prove that it is in its record" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    [Trait("Conformance", "R02")]
    public void ACompletionThatFitsNotItsPossiblePlanIsVoid(string fault, string reason)
    {
        var (ceremony, other) = (Approved("CN=Root"), Approved("CN=Other"));
        var (made, another) = (world.Make(ceremony), world.Make(other));
        var changed = fault switch
        {
            "another plan" => made with { PlanDigest = other.PlanDigest },
            "another one's approval is counted" => made with { Counted = [.. made.Counted.Skip(1), another.Counted[0]] },
            "an approval is counted twice" => made with { Counted = [made.Counted[0], .. made.Counted] },
            "other artefacts" => made with { Artefacts = [.. made.Artefacts, .. another.Artefacts] },
            "another key" => made with { Keys = another.Keys },
            "another proof" => made with { Keys = [made.Keys[0] with { Proof = another.Keys[0].Proof }] },
            _ => made,
        };
        switch (fault)
        {
            case "too late":
                world.Now = ceremony.UseBy.AddSeconds(1);
                break;
            case "suspended":
                world.Forge(null, world.Freeze(4));
                break;
            case "an approval's key was retired":
                world.Forge(null, world.Retirement(2));
                break;
            case "an approval was withdrawn":
                world.Forge(ceremony.CeremonyId, world.Word(ceremony, 2, decision: Decision.Withdraw));
                break;
            case "its executor's key was retired":
                new PrincipalKeyRetirements(world.Connection).Retire(World.Ops, "card lost");
                break;
            case "its executor's key is expired":
                world.Now = Person.To.AddDays(1);
                break;
        }

        world.Forge(ceremony.CeremonyId, world.Completed(ceremony, changed));

        Assert.Contains(reason, world.Void(), StringComparison.Ordinal);
        Assert.Equal(CeremonyStatus.Pending, world.Look(ceremony).Status);
        Assert.Empty(world.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName)));
    }

    /// <summary>What the faults above are alterations of: it takes effect.</summary>
    [Fact]
    public void TheSameWithoutAFaultTakesEffectUntilUseBy()
    {
        var ceremony = Approved("CN=Root");
        var made = world.Make(ceremony);
        world.Now = ceremony.UseBy;

        world.Forge(ceremony.CeremonyId, world.Completed(ceremony, made));

        Assert.Equal(CeremonyStatus.Completed, world.Look(ceremony).Status);
    }

    /// <summary>Erin may execute the plan, too; but the shares were released to a session of ops.</summary>
    [Fact]
    [Trait("Conformance", "R02")]
    public void SharesThatWereReleasedToAnotherExecutorOpenNothingForThisOne()
    {
        world.MakeQuorumRoot();
        var ceremony = world.Approve(world.StartIntermediate(executors: ["ops", "Erin"]), 0, 1, 2);
        world.Open(ceremony, [0, 1, 2]);
        var (header, completed) = Verdict.Newest(world);
        var said = ExecutionStatement.FromSigned(completed.Completion.Execution) with { Executor = "Erin" };
        var erins = completed.Completion with
        {
            Execution = SignedStatement.Sign(World.Custodians[4], ContentTypes.Execution, said.ToBytes(), said.Time),
        };

        Assert.Equal(
            "the shares were released to another executor",
            Verdict.On(world, header with { Actor = Actors.Principal("Erin") }, new CeremonyCompleted(erins)));
    }

    private CeremonyRecord Approved(string subject) => world.Approve(world.StartRoot(subject), 0, 1, 2);
}
