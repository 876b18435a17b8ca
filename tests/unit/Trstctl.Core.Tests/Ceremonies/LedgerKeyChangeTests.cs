using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>The ledger's key changes by ceremony: after somebody left, or after somebody wrote what is void.</summary>
public sealed class LedgerKeyChangeTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void TheNoteOfTheChangeCarriesBothSignatures()
    {
        var old = world.Connection.LedgerPublicKey;
        Change();

        Assert.NotEqual(old, world.Connection.LedgerPublicKey);
        var (note, tenant) = (world.Connection.Peek(work => work.LatestCheckpoint()!), world.Connection.TenantId!);
        Assert.Equal(
            Checkpoint.Open(note, tenant, old).Root, Checkpoint.Open(note, tenant, world.Connection.LedgerPublicKey).Root);
        Assert.NotNull(world.MakeRoot());
        Assert.Throws<TrstException>(
            () => Checkpoint.Open(world.Connection.Peek(work => work.LatestCheckpoint()!), tenant, old));
        using var fresh = world.ConnectTo("store", "fresh");
        Assert.True(new LedgerAudit(fresh.Connection).Run().IsValid);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneOfTheTwoSignaturesIsNotEnough(bool oldOne)
    {
        using var seed = world.Connection.DemandLedgerKey().ExportSeed();
        using var old = LedgerKey.FromSeed(seed.Bytes);
        Change();
        var head = world.Ask((_, ledger) => ledger.Head);
        var note = new Checkpoint(Checkpoint.OriginOf(world.Connection.TenantId!), head.Size, head.Root).Sign(
            oldOne ? old : world.Connection.DemandLedgerKey());
        world.Disconnect();
        world.Sql($"UPDATE checkpoints SET note = '{note}' WHERE size = {head.Size}");

        Scratch.Refused(ErrorId.LedgerInvalid, () => world.ConnectTo("store", "fresh"));
    }

    [Fact]
    public void AConnectionWithTheOldKeySignsNoMore()
    {
        using var other = world.ConnectTo("store", "other");
        Change();

        Scratch.Refused(ErrorId.LedgerKeySuperseded, () => other.StartRoot());
        using var again = world.ConnectTo("store", "other");
        Assert.NotEmpty(again.StartRoot().CeremonyId);
    }

    [Fact]
    public void ANewSecretGuardsTheNewKeyAndTheCustodySealerThatSharedTheOld()
    {
        world.MakeRoot();
        var file = Path.Combine(world.Folder, "key.fresh");
        KeyFile.Create(file);
        Change(new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = file });

        Scratch.Refused(ErrorId.KeyUnavailable, () => world.ConnectTo("store", "client"));
        using var again = world.ConnectTo("store", "client", keyFile: "key.fresh");
        var issuing = again.Approve(again.StartIntermediate(), 0, 1, 2);
        Assert.Single(again.Service.Execute(issuing.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    [Trait("Conformance", "R18")]
    public void AJunkEventIsCuredByANewLedgerKey()
    {
        Junk();
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
        var change = Start();
        Assert.Contains(
            world.Service.Review(change.CeremonyId).Lines,
            line => line.Key == "void events" && line.Value.StartsWith("1:", StringComparison.Ordinal));
        world.Service.Execute(world.Approve(change, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());

        Assert.True(new LedgerAudit(world.Connection).Run().IsValid);
        Assert.Single(world.Ask((_, ledger) => ledger.Voids));
        Junk();
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
        Assert.Equal(2, world.Ask((_, ledger) => ledger.VoidCount));
    }

    [Fact]
    [Trait("Conformance", "R18")]
    public void AJunkEventIsCuredByAResumption()
    {
        Junk();
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
        world.Resume(1, 2, 3);

        Assert.True(new LedgerAudit(world.Connection).Run().IsValid);
    }

    [Fact]
    public void APlanThatHidesVoidEventsIsVoid()
    {
        Junk();
        var (json, lie, id) = (world.PlanOf(Start()).ToJson(), new JsonObject(), Uuid.Version7(world.Now));
        foreach (var (name, value) in json.Members)
        {
            lie.Add(name, name switch
            {
                "ceremony" => id,
                "subject" => new JsonObject { { "ledgerKey", world.Connection.LedgerPublicKey }, { "voids", 0 } },
                _ => value,
            });
        }

        world.Forge(id, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, CanonicalJson.Write(lie), world.Now)));

        Assert.Contains("void events", world.Void(), StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyThatDoesNotProveItselfIsVoid()
    {
        var change = world.Approve(Start(), 0, 1, 2);
        using var key = LedgerKey.Generate();
        var (plan, before) = (world.PlanOf(change), world.Connection.LedgerPublicKey);
        var right = MadeLedgerKey.Of(key, world.Connection.DemandLedgerKey(), plan);
        MadeLedgerKey?[] wrong =
        [
            null, right with { Proof = new byte[64] }, right with { OldProof = new byte[64] },
            MadeLedgerKey.Of(world.Connection.DemandLedgerKey(), world.Connection.DemandLedgerKey(), plan),
        ];
        foreach (var made in wrong)
        {
            world.Forge(change.CeremonyId, world.Completed(change, Completed(change) with { LedgerKey = made }));
            Assert.Contains("ledger key", world.Void(), StringComparison.Ordinal);
        }

        world.MakeRoot();
        var retire = world.Service.Start(new CeremonyRequest { Operation = "Retire", Authority = "Root" }, World.Ops);
        retire = world.Approve(retire, 0, 1, 2);
        world.Forge(retire.CeremonyId, world.Completed(retire, Completed(retire) with { LedgerKey = right }));
        Assert.Contains("its plan does not", world.Void(), StringComparison.Ordinal);
        Assert.Equal(before, world.Ask((_, ledger) => InForce.LedgerKey(ledger.State)));
    }

    [Fact]
    public void ItRunsWhileSuspendedAndTheNextRosterRepeatsIt()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var early = world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        Change();

        Scratch.Refused(ErrorId.RosterInvalid, () => world.Service.Execute(early.CeremonyId, new ExpectedPlan(), World.Present()));
        var change = world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        Assert.Equal(
            world.Connection.LedgerPublicKey, world.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster.LedgerKey));
    }

    [Fact]
    public void APlanOfAnEarlierKeyRunsNoMore()
    {
        var other = world.Approve(Start(), 0, 1, 2);
        Change();

        Scratch.Refused(ErrorId.LedgerKeySuperseded, () => world.Service.Execute(other.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    private CeremonyRecord Start() => world.Service.Start(new CeremonyRequest { Operation = "LedgerKey" }, World.Ops);

    private void Change(ProtectorSecret? secret = null) => world.Service.Execute(
        world.Approve(Start(), 0, 1, 2).CeremonyId, new ExpectedPlan(),
        new ExecutionOptions { Executor = World.Ops, NewLedgerSecret = secret });

    private void Junk() => world.Forge(null, new UnreadableEvent("somebody.wrote", "it"));

    private Completion Completed(CeremonyRecord ceremony) => new(
        ceremony.PlanDigest, ceremony.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement)).ToArray());
}
