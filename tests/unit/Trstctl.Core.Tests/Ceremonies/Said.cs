using Trstctl.Ceremonies;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Statements with their signers' true keys, as a program of their own would make them: one thing in them is not so.</summary>
internal static class Said
{
    private static readonly string[] Names = ["Alice", "Bob", "Carol", "Dave", "Erin"];

    /// <summary>Of a custodian of the first roster, or of <paramref name="signer"/> whatever its name says.</summary>
    /// <param name="signed">What the CMS says of its time; what the approval says where null.</param>
    public static StatementMade Word(
        this World world, CeremonyRecord ceremony, int who, Func<Approval, Approval>? alter = null, DateTime? signed = null,
        SigningIdentity? signer = null, Decision decision = Decision.Approve)
    {
        var plan = world.PlanOf(ceremony);
        var head = world.Ask((_, ledger) => ledger.Head);
        var said = new Approval(
            plan.Tenant, plan.Ceremony, plan.Digest, decision, Names[who], plan.Quorum.Epoch, head, null, world.Now);
        said = alter?.Invoke(said) ?? said;
        return new StatementMade(
            decision, SignedStatement.Sign(signer ?? World.Custodians[who], ContentTypes.Approval, said.ToBytes(), signed ?? said.Time));
    }

    /// <summary>Approvals of a plan that no honest client would sign for: its operation is impossible.</summary>
    public static CeremonyRecord ApproveAnyway(this World world, CeremonyRecord ceremony, params int[] who)
    {
        who.ToList().ForEach(i => world.Forge(ceremony.CeremonyId, world.Word(ceremony, i)));
        return world.Look(ceremony);
    }

    public static PrincipalKeyRetired Retirement(
        this World world, int who, Func<PrincipalKeyRetirement, PrincipalKeyRetirement>? alter = null)
    {
        var (tenant, head) = world.Ask((_, ledger) => (ledger.TenantId, ledger.Head));
        var said = new PrincipalKeyRetirement(
            tenant, Names[who], Digest.Of(World.Custodians[who].Spki), head, "card lost", world.Now);
        said = alter?.Invoke(said) ?? said;
        return new PrincipalKeyRetired(
            SignedStatement.Sign(World.Custodians[who], ContentTypes.KeyRetirement, said.ToBytes(), said.Time));
    }

    public static TenantSuspended Freeze(this World world, int who, Func<SuspensionStatement, SuspensionStatement>? alter = null)
    {
        var (tenant, head) = world.Ask((_, ledger) => (ledger.TenantId, ledger.Head));
        var said = new SuspensionStatement(tenant, 1, Names[who], head, "card lost", world.Now);
        said = alter?.Invoke(said) ?? said;
        return new TenantSuspended(SignedStatement.Sign(World.Custodians[who], ContentTypes.Suspension, said.ToBytes(), said.Time));
    }

    /// <summary>The plan with other members, as a program of its opener's would write it.</summary>
    public static Plan Altered(this Plan plan, params (string Name, JsonValue Value)[] members)
    {
        var altered = new JsonObject();
        foreach (var (name, value) in plan.ToJson().Members)
        {
            altered.Add(name, members.FirstOrDefault(m => m.Name == name).Value ?? value);
        }

        return Plan.FromBytes(CanonicalJson.Write(altered));
    }

    /// <summary>Starts a ceremony of that plan under a new id; what it returns may be void.</summary>
    public static string Begin(this World world, Plan plan, SigningIdentity opener, params (string Name, JsonValue Value)[] members)
    {
        var id = Uuid.Version7(world.Now);
        var mine = plan.Altered([("ceremony", id), .. members]);
        world.Forge(id, new CeremonyStarted(SignedStatement.Sign(opener, ContentTypes.Plan, mine.Bytes, mine.OpenedAt)));
        return id;
    }
}
