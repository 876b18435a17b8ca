using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A roster change that this software would not open, opened and approved by people whose programs are their own.</summary>
internal static class ForgedChange
{
    /// <summary>The plan of an honest change with one member of the proposed roster replaced, signed by its opener.</summary>
    public static CeremonyRecord Start(World world, string member, JsonValue value) =>
        Start(world, subject => With(subject, "roster", With((JsonObject)subject.Members["roster"], member, value)));

    public static CeremonyRecord Start(World world, Func<JsonObject, JsonObject> alter, RosterDraft? draft = null)
    {
        var honest = world.PlanOf(world.StartChange(draft ?? world.Change(people => people.Where(p => p.Name != "Erin"))));
        var roster = new RosterOperation();
        var subject = alter(honest.SubjectJson);
        var composed = world.Ask((_, ledger) => roster.Compose(roster.Read(subject), ledger.State));
        var plan = new Plan
        {
            Tenant = honest.Tenant, Ceremony = Uuid.Version7(world.Now), Operation = honest.Operation, Purpose = composed.Purpose,
            Title = composed.Title, SubjectJson = subject, Quorum = honest.Quorum, Opener = honest.Opener, Executors = honest.Executors,
            OpenedAt = honest.OpenedAt,
            GatherBy = honest.GatherBy, UseBy = honest.UseBy, Previous = honest.Previous,
        };
        world.Forge(plan.Ceremony, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, plan.Bytes, world.Now)));
        return new CeremonyQueries(world.Connection).Get(plan.Ceremony).Record;
    }

    /// <summary>Approvals of custodians whose clients ask nothing.</summary>
    public static CeremonyRecord Approve(World world, CeremonyRecord change, params int[] who)
    {
        foreach (var i in who)
        {
            var head = world.Ask((_, ledger) => ledger.Head);
            var name = World.Draft().Principals[i].Name;
            var epoch = world.PlanOf(change).Quorum.Epoch;
            var said = new Approval(
                world.Connection.TenantId!, change.CeremonyId, change.PlanDigest, Decision.Approve, name, epoch, head, null, world.Now);
            world.Forge(change.CeremonyId, new StatementMade(
                Decision.Approve, SignedStatement.Sign(World.Custodians[i], ContentTypes.Approval, said.ToBytes(), world.Now)));
        }

        return world.Look(change);
    }

    /// <summary>A completion that counts every approval there is.</summary>
    public static void Complete(World world, CeremonyRecord change)
    {
        var counted = change.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement)).ToArray();
        world.Forge(change.CeremonyId, world.Completed(change, new Completion(change.PlanDigest, counted)));
    }

    public static JsonObject With(JsonObject source, string member, JsonValue value)
    {
        var edited = new JsonObject();
        foreach (var pair in source.Members)
        {
            edited.Add(pair.Key, pair.Key == member ? value : pair.Value);
        }

        return edited;
    }
}
