using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;
using Trstctl.State;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>What a roster names beside its people: the replay's rules, the ledger key and the custody sealer in force.</summary>
public sealed class RosterDocumentTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R08")]
    public void TheFoundingRosterNamesTheCustodySealerAndTheRules()
    {
        var roster = Current();

        Assert.Equal(ReplayRules.Newest, roster.Rules);
        Assert.Equal(world.Connection.SealerIdentity, roster.Sealer);
        Assert.NotEqual(default, roster.Sealer);
    }

    [Fact]
    [Trait("Conformance", "R08")]
    public void ANewRecordNamesTheSealerInForce()
    {
        var root = world.MakeRoot();

        Assert.Equal(Current().Sealer.Hex, SealedKey.ReadHeader(Record(root)).Sealer);
    }

    [Fact]
    [Trait("Conformance", "R08")]
    public void ACustodySealerOfAnotherIdentityIsRefused()
    {
        world.MakeRoot();
        var (next, other) = (world.Approve(world.StartIntermediate(), 0, 1, 2), world.Approve(world.StartRoot("CN=Other"), 0, 1, 2));
        var service = new CeremonyService(ConnectWithAnotherSealer());

        Scratch.Refused(ErrorId.SealerForeign, () => service.Execute(next.CeremonyId, new ExpectedPlan(), World.Present()));
        Scratch.Refused(ErrorId.SealerForeign, () => service.Execute(other.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    [Trait("Conformance", "R08")]
    public void ACompletionWhoseKeyIsUnderAnotherSealerIsVoid()
    {
        world.MakeRoot();
        var reasons = world.Ask((work, ledger) =>
        {
            var replay = new Replay(ledger.TenantId, new MemoryProjection(), ledger.Contains);
            for (long sequence = 0; sequence < ledger.Size - 1; sequence++)
            {
                var (past, item) = ledger.Event<LedgerEvent>(work, sequence);
                Assert.Null(replay.Admit(past, item));
            }

            var (header, completed) = ledger.Event<CeremonyCompleted>(work, ledger.Size - 1);
            var made = completed.Completion;
            var sealing = Assert.Single(made.Keys);
            var other = made with { Keys = [sealing with { Header = sealing.Header with { Sealer = Digest.Of([1]).Hex } }] };
            return new[] { replay.Admit(header, new CeremonyCompleted(other)), replay.Admit(header, completed) };
        });

        Assert.Equal("the header of a sealed key is not the expected one", reasons[0]);
        Assert.Null(reasons[1]);
    }

    [Fact]
    [Trait("Conformance", "R08")]
    public void AnotherSealerOrLedgerKeyInAChangedRosterDoesNotComeIntoForce()
    {
        foreach (var (member, reason) in new[] { ("sealer", "another custody sealer"), ("ledgerKey", "another ledger key") })
        {
            Scratch.Refused(ErrorId.CeremonyNotFound, () => ForgedChange.Start(world, member, Digest.Of([1])));
            Assert.Contains(reason, world.Void());
        }

        Assert.Equal(1, Current().Epoch);
    }

    [Fact]
    [Trait("Conformance", "R14")]
    public void RulesDoNotGoBack()
    {
        var (state, newer) = (new MemoryProjection(), Renumbered(Current(), 2));
        state.Put(new RosterRecord(newer, world.Genesis.CeremonyId));
        var next = Renumbered(newer.Follow(3, newer.Policy, newer.Principals, newer.LedgerKey, newer.Sealer), 1);
        var subject = ForgedChange.With(RosterOperation.Found(newer).ToJson(), "roster", next.ToJson());

        var roster = new RosterOperation();
        var refusal = Scratch.Refused(ErrorId.RosterInvalid, () => roster.DemandPossible(roster.Read(subject), state));

        Assert.Contains("rules of number 2", refusal.Message);
    }

    [Fact]
    [Trait("Conformance", "R14")]
    public void NoClientSignsForRulesThatItDoesNotKnow()
    {
        var change = ForgedChange.Start(world, "rules", ReplayRules.Newest + 1);

        Scratch.Refused(ErrorId.RulesUnknown, () => world.Approve(change, 0));
        change = ForgedChange.Approve(world, change, 0, 1, 2);
        Scratch.Refused(ErrorId.RulesUnknown, () => world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present()));
        world.Service.Decide(change.CeremonyId, Decision.Deny, change.PlanDigest, World.Custodians[3], "what does it mean?");
        Assert.Equal(CeremonyStatus.Denied, world.Look(change).Status);
    }

    [Fact]
    [Trait("Conformance", "R14")]
    public void ALedgerUnderRulesThatAreUnknownIsNotReadAtAll()
    {
        var change = ForgedChange.Approve(world, ForgedChange.Start(world, "rules", ReplayRules.Newest + 1), 0, 1, 2);

        // What was committed is read back, and there it ends.
        Scratch.Refused(ErrorId.OutcomeUnknown, () => ForgedChange.Complete(world, change));

        var refusal = Scratch.Refused(ErrorId.RulesUnknown, () => world.Connection.Read((_, _) => true));
        Assert.Contains("number 2", refusal.Message);
        Scratch.Refused(ErrorId.RulesUnknown, () => world.Connect("fresh"));
        Scratch.Refused(ErrorId.RulesUnknown, () => world.StartRoot());
    }

    private static Roster Renumbered(Roster roster, int rules) =>
        Roster.FromJson(ForgedChange.With(roster.ToJson(), "rules", rules));

    private Roster Current() => world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster);

    private byte[] Record(AuthorityRecord authority) => world.Connection.Peek(work => work.SealedKey(authority.KeyId!, 1)!);

    private StoreConnection ConnectWithAnotherSealer()
    {
        var (record, sealer) = Sealer.Create("custody", world.Secret, "ledger");
        sealer.Dispose();
        world.Connection.Write(
            (writer, _) =>
            {
                writer.Work.PutSetting("sealer.custody", record);
                writer.Work.Commit();
                return true;
            },
            default);
        return world.Connect("other sealer");
    }
}
