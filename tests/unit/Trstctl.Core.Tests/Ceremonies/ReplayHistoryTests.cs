using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Certificates;
using Trstctl.History;
using Trstctl.History.Events;
using Xunit.Abstractions;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>
/// Random histories of all operations, in which the ledger's holder appends again, elsewhere and out of order what was said in them:
/// the state of the process that executed is the one that a fresh client makes, and what the tables say. TRSTCTL_LONG=1 takes more
/// of them, TRSTCTL_SEED repeats a run.
/// </summary>
public sealed class ReplayHistoryTests(ITestOutputHelper output)
{
    private const int Steps = 60;

    [Fact]
    [Trait("Conformance", "R03")]
    public void WhoExecutedAndWhoReplaysHaveOneState()
    {
        var seed = LongForm.Seed();
        output.WriteLine($"TRSTCTL_SEED={seed}");
        for (var round = 0; round < LongForm.Times("TRSTCTL_HISTORIES", 2, 40); round++)
        {
            using var world = new World();
            var random = new Random(seed + round);
            world.MakeQuorumRoot("CN=First");
            world.MakeRoot("CN=Second");
            world.LeastSnapshot = 1;
            for (var step = 0; step < Steps; step++)
            {
                if (step % (Steps / 4) == 0)
                {
                    // Each goes on from where the one before it left off.
                    world.Connect("kept").Dispose();
                }

                Step(world, random, step);
                if (random.Next(3) == 0)
                {
                    Forge(world, random);
                }
            }

            var ran = All<CeremonyRecord>(world, CeremonyRecord.KindName).Where(c => c.Status == CeremonyStatus.Completed).ToArray();
            output.WriteLine(string.Join(", ", ran.GroupBy(c => c.Operation).Select(group => $"{group.Count()} {group.Key}")));
            using var fresh = world.Connect("fresh");
            Assert.Equal(world.Ask((_, ledger) => Text(ledger)), fresh.Read((_, ledger) => Text(ledger!)));
            using var kept = world.Connect("kept");
            Assert.Equal(Snapshots.Text(fresh), Snapshots.Text(kept));
            Assert.All(new LedgerAudit(fresh).Run().Faults, fault => Assert.Contains("is void", fault));
        }
    }

    // An act that is refused is a step too: the refusal is a note.
    private static void Step(World world, Random random, int step)
    {
        try
        {
            Act(world, random, step);
        }
        catch (TrstException)
        {
        }
    }

    private static void Act(World world, Random random, int step)
    {
        var pending = All<CeremonyRecord>(world, CeremonyRecord.KindName).Where(c => c.Status == CeremonyStatus.Pending).ToArray();
        var ceremony = pending.Length == 0 ? null : pending[random.Next(pending.Length)];
        var who = random.Next(5);
        switch (random.Next(12))
        {
            case < 3 when ceremony is not null:
                world.Approve(ceremony, 0, 1, 2);
                world.Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
                break;
            case 3 when ceremony is not null:
                world.Approve(ceremony, who);
                break;
            case 4 when ceremony is not null:
                var decision = random.Next(2) == 0 ? Decision.Deny : Decision.Withdraw;
                world.Service.Decide(ceremony.CeremonyId, decision, ceremony.PlanDigest, World.Custodians[who], "no");
                break;
            case 5 when ceremony is not null && random.Next(2) == 0:
                world.Service.Stop(ceremony.CeremonyId, World.Ops, "no");
                break;
            case 6 when random.Next(3) == 0:
                new Suspension(world.Connection).Suspend(World.Custodians[who], "card lost");
                world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
                break;
            case 7:
                var later = world.Ask((_, ledger) => ledger.LastTime).AddHours(random.Next(1, 20));
                world.Now = later > world.Now ? later : world.Now;
                break;
            default:
                world.Service.Start(Request(world, random, step), World.Ops);
                break;
        }
    }

    private static CeremonyRequest Request(World world, Random random, int step)
    {
        var authorities = All<AuthorityRecord>(world, AuthorityRecord.KindName);
        var name = authorities.Length == 0 ? null : authorities[random.Next(authorities.Length)].Name;
        var operation = name is null ? "Root" : new[]
        {
            "Root", "Intermediate", "Rotation", "Renewal", "CrossSign", "Import", "Request", "Retire", "Revoke", "DestroyKey", "Roster",
            "Answer", "LedgerKey",
        }[random.Next(13)];
        var asked = All<CARequestRecord>(world, CARequestRecord.KindName);
        return operation switch
        {
            "Root" => new CeremonyRequest { Operation = operation, Spec = World.Spec($"CN=Root {step}") },
            "Intermediate" => new CeremonyRequest { Operation = operation, Spec = World.Spec($"CN=Sub {step}"), Issuer = name },
            "CrossSign" => new CeremonyRequest { Operation = operation, Issuer = name, Target = TestCA.Root().Certificate },
            "Import" => new CeremonyRequest { Operation = operation, Target = TestCA.Root().Certificate },
            "Request" => new CeremonyRequest { Operation = operation, Spec = World.Spec($"CN=Asked {step}") },
            "Answer" when asked.Length > 0 => new CeremonyRequest
            {
                Operation = operation, Target = Elsewhere.Answer(TestCA.Root(), asked[random.Next(asked.Length)], world.Now),
            },
            "LedgerKey" => new CeremonyRequest { Operation = operation, NewSealer = random.Next(2) == 0 },
            "Revoke" => new CeremonyRequest
            {
                Operation = operation, Authority = name, RevocationReason = RevocationReason.Superseded,
            },
            "Roster" => new CeremonyRequest { Operation = operation, Roster = world.Change(people => people) },
            _ => new CeremonyRequest { Operation = operation, Authority = name },
        };
    }

    // What was said before, in its own ceremony or in another.
    private static void Forge(World world, Random random)
    {
        var (item, ceremony) = world.Ask((work, ledger) =>
        {
            var (_, said) = ledger.Event<LedgerEvent>(work, random.Next((int)ledger.Size));
            var (other, _) = ledger.Event<LedgerEvent>(work, random.Next((int)ledger.Size));
            return (said, other.Ceremony);
        });
        world.Forge(ceremony, item);
    }

    private static T[] All<T>(World world, string kind)
        where T : Trstctl.State.Document => world.Ask((_, ledger) => ledger.State.All<T>(kind).ToArray());

    private static string Text(VerifiedLedger ledger) => string.Join("\n", ledger.Everything.Select(
        document => $"{document.Kind} {document.Id} {System.Text.Encoding.UTF8.GetString(document.ToBytes())}"));
}
