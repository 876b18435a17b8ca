using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Rules of roster changes, each by a test that fails without it.</summary>
public sealed class RosterRuleTests : IDisposable
{
    private static readonly SigningIdentity Frank = Person.Create("Frank");
    private static readonly SigningIdentity Grace = Person.Create("Grace");
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "Q06")]
    public void RaisingTheThresholdNeedsTheNewThresholdOfTheNewRoster()
    {
        var change = world.Approve(world.StartChange(world.Change(people => people, threshold: 4)), 0, 1, 2);

        Assert.Contains(
            "3 of 4",
            Scratch.Refused(
                ErrorId.QuorumNotMet, () => world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present())).Message);
        ForgedChange.Complete(world, change);
        Assert.Equal("the quorum is not there", world.Void());
        world.Service.Execute(world.Approve(change, 3).CeremonyId, new ExpectedPlan(), World.Present());
        Assert.Equal(4, Current().Threshold);
    }

    [Fact]
    [Trait("Conformance", "N08")]
    public void WhoseKeyIsReplacedKeepsAVetoOnlyAsTheProtocolSays()
    {
        var erin = World.Custodians[4];
        Principal Erin(Func<Principal, Principal> next, Principal p) => p.Name == "Erin" ? next(p) : p;
        CeremonyStatus Denied(Func<Principal, Principal> next, SigningIdentity who)
        {
            var change = world.StartChange(world.Change(people => people.Select(p => Erin(next, p))));
            return world.Service.Decide(change.CeremonyId, Decision.Deny, change.PlanDigest, who, "no").Status;
        }

        // Another signing key, or another role: none. Another sealing key alone, or the key that is to come: one.
        Assert.Equal(CeremonyStatus.Pending, Denied(_ => World.Custodian("Erin", Frank), erin));
        Assert.Equal(
            CeremonyStatus.Pending, Denied(p => new(p.Name, p.Person, PrincipalRoles.Operator, p.SigningCertificate, null), erin));
        Assert.Equal(
            CeremonyStatus.Denied, Denied(p => new(p.Name, p.Person, p.Roles, p.SigningCertificate, Frank.Certificate), erin));
        Assert.Equal(CeremonyStatus.Denied, Denied(_ => World.Custodian("Erin", Frank), Frank));
    }

    [Fact]
    [Trait("Conformance", "Q03")]
    public void TheOpenersKeyUnderANewNameDoesNotCount()
    {
        var draft = world.Change(
            people => people.Where(p => p.Name is not ("Alice" or "Dave")).Append(World.Custodian("Alicia", World.Custodians[0])));
        var change = world.Service.Start(
            new CeremonyRequest { Operation = "Roster", Roster = draft, Executors = ["ops"] }, World.Custodians[0]);
        change = world.Approve(change, 1, 2, 3);
        Say(change, "Alicia", World.Custodians[0], Answer(change, "Alicia", World.Custodians[0]));
        Assert.Contains("Alicia", world.Look(change).Approvals.Select(a => a.Custodian));

        Assert.Contains("(new roster)", Refused(change).Message);
        ForgedChange.Complete(world, world.Look(change));
        Assert.Equal("the quorum is not there", world.Void());
        world.Service.Execute(world.Approve(change, 4).CeremonyId, new ExpectedPlan(), World.Present());
        Assert.NotNull(Current().Find("Alicia"));
    }

    [Fact]
    [Trait("Conformance", "R11")]
    public void TheRosterThatComesIntoForceIsTheOneThatItsCeremonyApproved()
    {
        var changes = new[] { "Dave", "Erin" }
            .Select(gone => world.StartChange(world.Change(people => people.Where(p => p.Name != gone))))
            .ToArray();
        var approved = ((RosterSubject)world.PlanOf(changes[0]).Subject).Roster;

        world.Service.Execute(world.Approve(changes[0], 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());

        Assert.Equal(approved.Digest, Current().Digest);
        Assert.Equal(changes[0].CeremonyId, world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Ceremony));
    }

    [Fact]
    [Trait("Conformance", "N07")]
    public void APlanOfASupersededEpochNeverRunsEvenWhereNothingVoidedIt()
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        var change = world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        var revived = world.Look(root) with { Status = CeremonyStatus.Pending };

        world.Connection.Write(
            (writer, ledger) =>
            {
                ledger.State.Put(revived);
                writer.Work.Documents.Put(revived);
                Scratch.Refused(
                    ErrorId.EpochSuperseded, () => new Gate(ledger, writer.Work, writer.Now).Pass(root.CeremonyId));
                var header = new EventHeader(
                    ledger.Size, Uuid.Version7(world.Now), CeremonyCompleted.TypeName, "Root", world.Now, ledger.TenantId, Actors.Host,
                    root.CeremonyId, default);
                var completion = new Completion(root.PlanDigest, [.. root.Approvals.Select(
                    a => new CountedStatement(a.Custodian, a.Epoch, a.Statement))]);
                var reason = Assert.Throws<VoidReason>(
                    () => new CompletionRules(ledger.TenantId, ledger.State, ledger.Contains, header, ledger.LastTime).Demand(completion));
                Assert.Equal("its roster is not in force", reason.Message);
                return true;
            },
            default);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "Q04")]
    public void AJoiningOrChangedSealingKeyIsProvedByTheRightAnswerAlone(bool joins)
    {
        var (name, signing) = joins ? ("Frank", Frank) : ("Erin", World.Custodians[4]);
        Principal Next(Principal? p) => new(
            name, name, PrincipalRoles.Custodian, p?.SigningCertificate ?? signing.Certificate, Frank.Certificate);
        RosterDraft Draft() => world.Change(people => people.Where(p => p.Name != name)
            .Append(Next(joins ? null : people.Single(p => p.Name == name))).Append(World.Custodian("Grace", Grace)), threshold: 4);
        var (before, change) = (world.StartChange(Draft()), world.StartChange(Draft()));
        var right = Answer(change, name, Frank);
        byte[]?[] wrong =
        [
            null, [], new byte[32], [.. right.Skip(1)], [.. right, 0], [(byte)(right[0] ^ 1), .. right.Skip(1)],
            Answer(change, "Grace", Grace), Answer(before, name, Frank),
        ];

        foreach (var answer in wrong)
        {
            Say(change, name, signing, answer);
            Assert.Equal("the sealing key's possession is not proved", world.Void());
        }

        Say(change, name, signing, right);
        Assert.Equal(name, Assert.Single(world.Look(change).Approvals).Custodian);
    }

    [Theory]
    [InlineData("denied")]
    [InlineData("stopped")]
    [InlineData("expired")]
    [Trait("Conformance", "R11")]
    public void ARosterChangeThatEndedNeverComesIntoForce(string end)
    {
        var request = new CeremonyRequest
        {
            Operation = "Roster", Roster = world.Change(people => people.Where(p => p.Name != "Erin")),
            Gathering = TimeSpan.FromHours(2), Use = TimeSpan.FromHours(2),
        };
        var change = world.Approve(world.Service.Start(request, World.Ops), 0, 1, 2);
        _ = end switch
        {
            "denied" => world.Service.Decide(change.CeremonyId, Decision.Deny, change.PlanDigest, World.Custodians[3], "no"),
            "stopped" => world.Service.Stop(change.CeremonyId, World.Ops, "no"),
            _ => change,
        };
        if (end == "expired")
        {
            world.Now = change.UseBy.AddSeconds(1);
        }

        ForgedChange.Complete(world, change);
        Assert.Contains(end == "expired" ? "had expired" : $"is {end}", world.Void());
        Assert.ThrowsAny<TrstException>(() => world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Equal(1, Current().Epoch);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [Trait("Conformance", "R11")]
    public void ARosterThatProvesItselfIsVoidAndDoesNotRecurse(int epoch)
    {
        var honest = world.PlanOf(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))));
        var next = ((RosterSubject)honest.Subject).Roster;
        var plan = new Plan
        {
            Tenant = honest.Tenant, Ceremony = Uuid.Version7(world.Now), Operation = honest.Operation, Purpose = honest.Purpose,
            Title = honest.Title, SubjectJson = honest.SubjectJson, Opener = honest.Opener, Executors = honest.Executors,
            OpenedAt = honest.OpenedAt, Previous = honest.Previous,
            GatherBy = honest.GatherBy, UseBy = honest.UseBy, Quorum = new QuorumRule(3, 4, epoch, next.Digest),
        };
        world.Forge(plan.Ceremony, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, plan.Bytes, world.Now)));
        Assert.Contains("epoch 1 is in force", world.Void());
        world.Forge(plan.Ceremony, new CeremonyCompleted(new Completion(plan.Digest, [])));
        Assert.Contains("which never started", world.Void());

        Assert.Equal(1, Current().Epoch);
    }

    private TrstException Refused(CeremonyRecord change) =>
        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present()));

    private Roster Current() => world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster);

    private byte[] Answer(CeremonyRecord change, string name, SigningIdentity sealing) => PossessionChallenge.Answer(
        ((RosterSubject)world.PlanOf(change).Subject).Challenges.Single(c => c.Principal == name).Envelope, sealing);

    // An approval of the entry in the next epoch, as its owner would sign it with a program of his own.
    private void Say(CeremonyRecord change, string name, SigningIdentity signing, byte[]? answer)
    {
        var said = new Approval(
            world.Connection.TenantId!, change.CeremonyId, change.PlanDigest, Decision.Approve, name, 2,
            world.Ask((_, ledger) => ledger.Head), null, world.Now)
        {
            Possession = answer,
        };
        world.Forge(change.CeremonyId, new StatementMade(
            Decision.Approve, SignedStatement.Sign(signing, ContentTypes.Approval, said.ToBytes(), world.Now)));
    }
}
