using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>What a roster change makes of the keys in Quorum custody: dealt anew, or left behind.</summary>
public sealed class RosterKeyTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("DELETE FROM sealed_keys WHERE key_id = $id")]
    [InlineData("UPDATE sealed_keys SET record = CAST(replace(CAST(record AS TEXT), 'Alice', 'Alicf') AS BLOB) WHERE key_id = $id")]
    [Trait("Conformance", "R19")]
    public void OneLostQuorumKeyStopsNoRosterChange(string sql)
    {
        var (lost, kept) = (world.MakeQuorumRoot("CN=Lost"), world.MakeQuorumRoot("CN=Kept"));
        world.Sql(sql, ("$id", lost.KeyId!));
        var stopped = world.Approve(Start(), 0, 1, 2);
        Assert.Contains(lost.KeyId!, Assert.Throws<TrstException>(() => Run(stopped)).Message);

        var change = Start("Lost");
        var words = world.Service.Review(change.CeremonyId).Lines.ToLookup(line => line.Key, line => line.Value);
        Assert.Equal(["Kept (generation 1)"], words["shared anew"]);
        Assert.Contains("nothing can open the key of Lost (generation 1) again", Assert.Single(words["LEFT BEHIND"]));
        Run(world.Approve(change, 0, 1, 2));

        Assert.Equal((1, change.CeremonyId), (Key(lost).Generation, Key(lost).LostBy));
        Assert.Equal((2, null), (Key(kept).Generation, Key(kept).LostBy));
        Assert.Equal(change.CeremonyId, Authority(lost).KeyLostBy);
        Assert.Null(Authority(kept).KeyLostBy);
        Assert.Null(world.Connection.Peek(work => work.SealedKey(lost.KeyId!, 1)));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        var next = world.Approve(world.StartIntermediate("Kept"), 0, 1, 2);
        Assert.Single(world.Service.Execute(next.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
    }

    [Fact]
    [Trait("Conformance", "R19")]
    public void NothingOpensAKeyThatWasLeftBehind()
    {
        var lost = world.MakeQuorumRoot("CN=Lost");
        var record = world.Connection.Peek(work => work.SealedKey(lost.KeyId!, 1)!);
        Run(world.Approve(Start(lost.KeyId!), 0, 1, 2));
        CeremonyRequest[] opening =
        [
            new() { Operation = "Intermediate", Spec = World.IntermediateSpec(), Issuer = "Lost" },
            new() { Operation = "DestroyKey", Authority = "Lost" },
            new() { Operation = "Rotation", Authority = "Lost", LinkCertificates = true },
            new() { Operation = "Renewal", Authority = "Lost" },
        ];

        Assert.All(opening, request => Scratch.Refused(ErrorId.KeyLost, () => world.Service.Start(request, World.Ops)));
        Assert.Empty(world.PlanOf(Start()).SubjectJson.Members["keys"] is Trstctl.Primitives.JsonArray keys ? keys.Items : []);
        Scratch.Refused(ErrorId.RosterInvalid, () => Start("Lost"));

        // Nor does a record that somebody puts back.
        world.Connection.Write(
            (writer, _) =>
            {
                writer.Work.InsertSealedKey(lost.KeyId!, 1, record);
                writer.Work.Commit();
                return true;
            },
            default);
        Assert.Contains("is back", Assert.Single(new LedgerAudit(world.Connection).Run().Faults));
    }

    [Fact]
    [Trait("Conformance", "R19")]
    public void ACAWhoseKeyWasLeftBehindIsRotatedWithoutIt()
    {
        world.MakeQuorumRoot("CN=Lost");
        Run(world.Approve(Start("Lost"), 0, 1, 2));

        var rotation = world.Service.Start(new CeremonyRequest { Operation = "Rotation", Authority = "Lost" }, World.Ops);
        var made = world.Service.Execute(world.Approve(rotation, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());

        var next = Assert.IsType<AuthorityRecord>(Assert.Single(made));
        Assert.Equal((2, null, CustodyKind.Quorum), (next.Generation, next.KeyLostBy, next.Custody));
    }

    [Fact]
    public void WhatIsLeftBehindIsNamedExactly()
    {
        world.MakeRoot("CN=Operational");

        Scratch.Refused(ErrorId.RosterInvalid, () => Start("Nobody"));
        Scratch.Refused(ErrorId.RosterInvalid, () => Start("Operational"));
    }

    [Fact]
    [Trait("Conformance", "R15")]
    public void AfterARedealingTheOldRecordGoesOnceTheNewOneHasOpenedAndIsGoneFromTheFile()
    {
        var root = world.MakeQuorumRoot();
        var first = Record(root, 1)!;
        Run(world.Approve(Start(), 0, 1, 2));

        // Beside the new one, and audited with it.
        Assert.Equal(first, Record(root, 1));
        Assert.Equal((1, Trstctl.Primitives.Digest.Of(first)), (Key(root).Before!.Generation, Key(root).Before!.RecordDigest));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        var next = world.Approve(world.StartIntermediate(), 0, 1, 2);
        Scratch.Refused(
            ErrorId.SharesMissing, () => world.Service.Execute(next.CeremonyId, new ExpectedPlan(), World.Present(0, 1)));
        Assert.Equal(first, Record(root, 1));

        world.Service.Execute(next.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

        Assert.Null(Key(root).Before);
        Assert.Null(Record(root, 1));
        Assert.NotNull(Record(root, 2));
        DemandGone(first);
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        using var fresh = world.Connect("fresh");
        Assert.Null(fresh.Read((_, ledger) => ledger!.State.Find<KeyRecord>(KeyRecord.KindName, root.KeyId!)!.Before));
    }

    [Fact]
    [Trait("Conformance", "R15")]
    public void ASecondRedealingOpensTheFirstOneAndKeepsItInTurn()
    {
        var root = world.MakeQuorumRoot();
        var first = Record(root, 1)!;
        Run(world.Approve(Start(), 0, 1, 2));
        Run(world.Approve(world.StartChange(world.Change(people => people.Where(p => p.Name != "Dave"))), 0, 1, 2));

        Assert.Equal((3, 2), (Key(root).Generation, Key(root).Before!.Generation));
        Assert.NotNull(Record(root, 2));
        DemandGone(first);
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
    }

    [Fact]
    [Trait("Conformance", "R15")]
    public void TheAuditMissesARecordThatIsToBeKept()
    {
        var root = world.MakeQuorumRoot();
        Run(world.Approve(Start(), 0, 1, 2));
        world.Sql("DELETE FROM sealed_keys WHERE generation = 1");

        Assert.Contains("before its newest one", Assert.Single(new LedgerAudit(world.Connection).Run().Faults));
        var next = world.Approve(world.StartIntermediate(), 0, 1, 2);
        Assert.Single(world.Service.Execute(next.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2)));
        Assert.Empty(new LedgerAudit(world.Connection).Run().Faults);
        Assert.Null(Key(root).Before);
    }

    private CeremonyRecord Start(params string[] leaveBehind) => world.Service.Start(
        new CeremonyRequest
        {
            Operation = "Roster", LeaveBehind = leaveBehind,
            Roster = world.Change(people => people.Where(p => p.Name != "Erin")),
        },
        World.Ops);

    private void Run(CeremonyRecord change) =>
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

    private KeyRecord Key(AuthorityRecord authority) =>
        world.Ask((_, ledger) => ledger.State.Find<KeyRecord>(KeyRecord.KindName, authority.KeyId!)!);

    private AuthorityRecord Authority(AuthorityRecord authority) =>
        world.Ask((_, ledger) => ledger.State.Find<AuthorityRecord>(AuthorityRecord.KindName, authority.AuthorityId)!);

    private byte[]? Record(AuthorityRecord authority, int generation) =>
        world.Connection.Peek(work => work.SealedKey(authority.KeyId!, generation));

    // Not in the database, nor in its log.
    private void DemandGone(byte[] record)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(world.Database)!))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            Assert.Equal(-1, content.AsSpan().IndexOf(record.AsSpan(record.Length / 2, 64)));
        }
    }
}
