using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Further attacks by the maker of a restored copy. Each test says what should hold.</summary>
public sealed class AttackBTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    /// <summary>Its store could use and make no key under the sealer in force, and no line of the plan says so.</summary>
    [Fact]
    [Trait("Conformance", "R08")]
    public void ACopyIsNotTakenUpWithoutItsSealer()
    {
        world.MakeRoot();
        using var restored = world.Restore(world.Copy("copy"), "new", oldKey: "key");

        Altered(restored, subject => subject with { Sealer = null, Keys = [] });
    }

    /// <summary>Nor without its ledger key: its store could add nothing to what goes on.</summary>
    [Fact]
    [Trait("Conformance", "R05")]
    public void ACopyIsNotTakenUpWithoutItsLedgerKey()
    {
        using var restored = world.Restore(world.Copy("copy"), "new", oldKey: "key");

        Altered(restored, subject => subject with { LedgerKey = restored.Ask((_, ledger) => InForce.LedgerKey(ledger.State)) });
    }

    /// <summary>A restoration whose candidate is the sealer in force: a plan would call it new, and name no key.</summary>
    [Fact]
    [Trait("Conformance", "R08")]
    public void TheSealerInForceIsNotCalledNew()
    {
        world.MakeRoot();
        using var theirs = LedgerKey.Generate();
        var inForce = world.Ask((_, ledger) => InForce.Sealer(ledger.State));
        world.ForgeRestoration(World.Custodians[4], said => said with { LedgerKey = theirs.PublicKey, Sealer = inForce });
        var taken = world.Ask((_, ledger) => TenantRecord.Of(ledger.State)).Restorations.Single();

        Altered(world, subject => subject with
        {
            TakesUp = taken.Sequence, LedgerKey = theirs.PublicKey, Sealer = taken.Sealer, Keys = [],
        });
    }

    /// <summary>Thieves show a copy that lacks the retirements once, before they resume it with the keys that were retired.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "R17")]
    public void KeysThatTheClientSawRetiredInARestoredStoreMoveItToNoOtherCopy(bool glimpsed)
    {
        var copy = world.Copy("copy");
        using (var restored = world.Restore(copy, "new"))
        {
            foreach (var i in new[] { 0, 1, 2 })
            {
                new PrincipalKeyRetirements(restored.Connection).Retire(World.Custodians[i], "cards stolen");
            }
        }

        using (var thief = world.Restore(copy, "theirs", client: "thief", by: World.Custodians[4]))
        {
            if (glimpsed)
            {
                world.PutBack(thief.CopyOf("theirs", "shown"), "new");
                using var look = world.ConnectTo("new", "client", keyFile: "key.theirs");
            }

            thief.Resume(0, 1, 2);
            world.PutBack(thief.CopyOf("theirs", "resumed"), "new");
        }

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("new", "client", keyFile: "key.theirs"));
    }

    /// <summary>What was left at the place is taken up by no resumption that takes up no copy.</summary>
    [Fact]
    [Trait("Conformance", "R17")]
    public void AResumptionThatTakesUpNoCopyLeadsNobodyAway()
    {
        var copy = world.Copy("copy");
        using (var restored = world.Restore(copy, "new"))
        {
            new Suspension(restored.Connection).Suspend(World.Custodians[4], "thieves");
        }

        using var thief = world.ConnectTo("store", "thief");
        thief.ForgeRestoration(World.Custodians[3]);
        world.PutBack(thief.CopyOf("store", "shown"), "new");
        using (var look = world.ConnectTo("new", "client", keyFile: "key"))
        {
        }

        thief.Resume(0, 1, 2);
        world.PutBack(thief.CopyOf("store", "resumed"), "new");
        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("new", "client", keyFile: "key"));
    }

    /// <summary>The copy that a client took part in is exchanged for another: he tells what he saw there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "R17")]
    public void WhatWasLeftAtAPlaceIsToldWhereTheClientSawMoreElsewhereToo(bool sawMore)
    {
        var copy = world.Copy("copy");
        if (sawMore)
        {
            world.MakeRoot("CN=Lost");
        }

        LedgerPoint left;
        using (var restored = world.Restore(copy, "new"))
        {
            restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
            left = restored.Ask((_, ledger) => ledger.Head);
        }

        using (var thief = world.Restore(copy, "theirs", client: "thief", by: World.Custodians[4]))
        {
            world.PutBack(thief.CopyOf("theirs", "shown"), "new");
        }

        using var exchanged = world.ConnectTo("new", "client", keyFile: "key.theirs");
        Assert.Equal(left.ToString(), exchanged.Connection.GivenUpHead);
    }

    /// <summary>A second exchange hides the first: the head that is told is the attacker's own.</summary>
    [Fact]
    [Trait("Conformance", "R17")]
    public void ASecondExchangeHidesNotWhatWasLeft()
    {
        var copy = world.Copy("copy");
        LedgerPoint left;
        using (var restored = world.Restore(copy, "new"))
        {
            restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
            left = restored.Ask((_, ledger) => ledger.Head);
        }

        foreach (var name in new[] { "one", "two" })
        {
            using var thief = world.Restore(copy, name, client: "thief", by: World.Custodians[4]);
            world.PutBack(thief.CopyOf(name, "shown." + name), "new");
            using var look = world.ConnectTo("new", "client", keyFile: "key." + name);
            Assert.Equal(left.ToString(), look.Connection.GivenUpHead);
        }
    }

    /// <summary>What is said in a copy that nobody resumed, is said to nobody who stays.</summary>
    [Fact]
    [Trait("Conformance", "R17")]
    public void ATestRestoreLeavesAForkToBeTold()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=Lost");
        var lost = world.Ask((_, ledger) => ledger.Head);
        world.Disconnect();
        world.PutBack(copy, "store");
        string agreed;
        using (var other = world.ConnectTo("store", "other"))
        {
            agreed = other.Ask((_, ledger) => ledger.Head).ToString();
        }

        using (var settled = world.ConnectTo("store", "client", accept: agreed))
        {
            Assert.Equal(lost.ToString(), settled.Connection.GivenUpHead);
        }

        using (var test = world.Restore(world.Copy("newest"), "test"))
        {
            test.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        }

        using var living = world.ConnectTo("store", "client");
        Assert.Equal(lost.ToString(), living.Connection.GivenUpHead);
    }

    /// <summary>The newest note says how many events there were, where rows are gone.</summary>
    [Fact]
    [Trait("Conformance", "R13")]
    public void ARestorerIsToldOfEveryEventThatANoteCovers()
    {
        var before = world.Ask((_, ledger) => ledger.Size);
        world.MakeRoot("CN=Gone");
        var size = world.Ask((_, ledger) => ledger.Size);
        world.Disconnect();
        world.Sql("DELETE FROM events WHERE seq >= $n", ("$n", before));

        Assert.Equal((before, size - 1), (world.DamageOf(world.Copy("copy"))!.Sound, world.DamageOf(world.Copy("again"))!.Last));
    }

    /// <summary>Damage outside the events: the ledger is whole, and the file serves no restoration.</summary>
    [Theory]
    [InlineData("documents")]
    [InlineData("settings")]
    [InlineData("sealed_keys")]
    [InlineData("releases")]
    [Trait("Conformance", "R13")]
    public void ACopyWhoseOtherTablesAreDamagedIsRestored(string table)
    {
        world.MakeRoot();
        var size = world.Ask((_, ledger) => ledger.Size);
        world.Disconnect();
        var copy = world.Copy("copy");
        var page = RootOf(copy, table);
        var bytes = File.ReadAllBytes(copy);
        Array.Fill(bytes, (byte)0xEE, (page - 1) * 4096, 4096);
        File.WriteAllBytes(copy, bytes);

        var lost = world.DamageOf(copy);
        using var restored = world.Restore(copy, "new", cut: lost);

        Assert.Equal(size + 1, restored.Ask((_, ledger) => ledger.Size));
        restored.Resume(0, 1, 2);
    }

    private static int RootOf(string file, string table)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=" + file + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA wal_checkpoint(TRUNCATE); SELECT rootpage FROM sqlite_schema WHERE name = '{table}'";
        using var rows = command.ExecuteReader();
        rows.NextResult();
        Assert.True(rows.Read());
        return rows.GetInt32(0);
    }

    private static void Altered(World where, Func<ResumeSubject, ResumeSubject> lie)
    {
        var honest = where.PlanOf(where.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops));
        var subject = lie((ResumeSubject)honest.Subject);
        var made = where.Ask((_, ledger) => new ResumeOperation().Compose(subject, ledger.State));
        where.Begin(honest, World.Ops, ("subject", subject.ToJson()), ("purpose", made.Purpose), ("title", made.Title));
        Assert.NotEmpty(where.Void());
    }
}
