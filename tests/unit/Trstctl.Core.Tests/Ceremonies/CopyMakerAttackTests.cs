using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.State;
using Trstctl.Statements;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Attacks by the maker of a restored copy. Each test says what should hold.</summary>
public sealed class CopyMakerAttackTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    // A
    [Fact]
    [Trait("Conformance", "R05")]
    public void AForkThatPeopleSettledIsNotUndoneInSilence()
    {
        var copy = world.Copy("copy");
        world.MakeRoot("CN=True");
        var agreed = world.Ask((_, ledger) => ledger.Head).ToString();
        using (var restored = world.Restore(copy, "new"))
        {
            restored.Resume(0, 1, 2);
        }

        using (var settled = world.ConnectTo("store", "client", accept: agreed))
        {
            settled.MakeRoot("CN=Truer");
        }

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("new", "client"));
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void ADenialThatTheClientSawIsNotRunAfterSwappingTwoRestoredStores()
    {
        var copy = world.Copy("copy");
        File.Copy(Path.Combine(world.Folder, "key"), Path.Combine(world.Folder, "key.a"));
        File.Copy(Path.Combine(world.Folder, "key"), Path.Combine(world.Folder, "key.b"));
        string before;
        CeremonyRecord root;
        using (var a = world.Restore(copy, "a"))
        {
            a.Resume(0, 1, 2);
            root = a.Approve(a.StartRoot("CN=Denied"), 0, 1, 2);
            before = a.CopyOf("a", "before");
            a.Service.Decide(root.CeremonyId, Decision.Deny, root.PlanDigest, World.Custodians[3], "never");
            Assert.Equal(CeremonyStatus.Denied, a.Look(root).Status);
        }

        using (var b = world.Restore(copy, "b"))
        {
            b.Resume(0, 1, 2);
            b.MakeRoot("CN=Honest");
        }

        world.PutBack(before, "b");
        Scratch.Refused(ErrorId.LedgerForked, () =>
        {
            using var victim = world.ConnectTo("b", "client");
            var made = victim.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present());
            Assert.Fail($"the client followed in silence and made {((AuthorityRecord)made.Single()).Name}, which it saw denied");
        });
    }

    // B
    [Fact]
    [Trait("Conformance", "R05")]
    public void AForgedRestorationWithADateInTheFutureLocksNobodyOut()
    {
        Restoration(world, World.Ops, time: world.Now.AddDays(300));

        world.Resume(0, 1, 2);

        Assert.NotNull(world.MakeRoot("CN=After"));
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void ASuspensionAheadAndThenAForgedRestorationLockNobodyOut()
    {
        var time = world.Now.AddDays(300);
        world.Forge(new Forgery(world.Freeze(4, said => said with { Time = time }), Actors.Principal("Erin"), null, time));
        Restoration(world, World.Custodians[4], time: world.Now);

        var ended = Record.Exception(() => world.Resume(0, 1, 2));
        var clock = Record.Exception(() => world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Ops));

        Assert.True(ended is null || clock is null, $"{ended?.Message} / {clock?.Message}");
    }

    // C
    [Fact]
    [Trait("Conformance", "R05")]
    public void TheLastDateThereIsIsPutBack()
    {
        var time = new DateTime(9999, 12, 31, 22, 59, 59, DateTimeKind.Utc);
        world.Forge(new Forgery(world.Retirement(4, said => said with { Time = time }), Actors.Principal("Erin"), null, time));

        Assert.Contains("none that a clock shows", world.Void(), StringComparison.Ordinal);
        Assert.NotNull(world.MakeRoot("CN=After"));
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void ACopyAtTheLastDateThereIsIsRestored()
    {
        var time = new DateTime(9999, 12, 31, 22, 59, 59, DateTimeKind.Utc);
        world.Forge(new Forgery(world.Retirement(4, said => said with { Time = time }), Actors.Principal("Erin"), null, time));

        using var restored = world.Restore(world.Copy("copy"), "new");
        restored.Resume(0, 1, 2);
        Assert.NotNull(restored.MakeRoot("CN=After"));
    }

    // D
    [Fact]
    [Trait("Conformance", "R05")]
    public void ManyForgedRestorationsLockNobodyOut()
    {
        for (var i = 0; i < 257; i++)
        {
            Restoration(world, World.Custodians[4]);
        }

        world.Resume(0, 1, 2);
        Assert.NotNull(world.MakeRoot("CN=After"));
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void AMarkWithManyRestorationsCanBeReadAgain()
    {
        var client = new ClientState(new ClientFolder(Path.Combine(world.Folder, "marks"), new Warnings()));
        var point = world.Ask((_, ledger) => ledger.Head);
        client.Keep("t", marks => marks.Raise(new ClientMark(point, "n", [.. Enumerable.Repeat(point, 1025)]), _ => true));

        Assert.NotNull(client.Marks("t").Tenant);
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void ManyForksCanBeReadAgain()
    {
        var client = new ClientState(new ClientFolder(Path.Combine(world.Folder, "marks"), new Warnings()));
        var point = world.Ask((_, ledger) => ledger.Head);
        var note = new string('n', SignedNote.MaxBytes);
        var marks = new[] { new ClientMark(point, note, []), new ClientMark(point with { Size = point.Size - 1 }, note, []) };
        client.Keep("t", known => known.Raise(marks[0], _ => true));
        for (var i = 0; i < 40; i++)
        {
            client.Keep("t", known => known.GiveUp(marks[i % 2], marks[(i + 1) % 2]));
        }

        Assert.Equal(ClientFork.Most, client.Marks("t").Tenant!.Forks.Count);
        Assert.NotNull(client.Marks("t").Tenant!.Untold);
    }

    // E
    [Theory]
    [Trait("Conformance", "R05")]
    [InlineData(false)]
    [InlineData(true)]
    public void OneCustodiansDateInTheFutureKeepsNobodyOut(bool clock)
    {
        var where = world;
        if (clock)
        {
            var time = world.Now.AddDays(300);
            world.Forge(new Forgery(world.Freeze(4, said => said with { Time = time }), Actors.Principal("Erin"), null, time));
        }
        else
        {
            where = world.Restore(world.Copy("copy"), "new");
        }

        var asked = where.Service.Start(new CeremonyRequest { Operation = clock ? "CorrectClock" : "Resume" }, World.Ops);
        var now = world.Now;
        world.Now = asked.GatherBy;
        where.Approve(asked, 3);
        world.Now = now;

        where.Approve(asked, 0, 1, 2);
        where.Service.Execute(asked.CeremonyId, new ExpectedPlan(), World.Present());
    }

    // F
    [Fact]
    [Trait("Conformance", "R05")]
    public void AnotherRestorationWithTheStoresOwnKeyGivesNoSealer()
    {
        using var restored = world.Restore(world.Copy("copy"), "new");
        var own = restored.Connection.SealerIdentity;
        Restoration(
            restored, World.Custodians[4], said => said with { LedgerKey = restored.Connection.LedgerPublicKey, Sealer = Digest.Of([9]) });

        var plan = restored.PlanOf(restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops));

        Assert.Equal(own, ((ResumeSubject)plan.Subject).Sealer);
    }

    // G
    [Fact]
    [Trait("Conformance", "R05")]
    public void ARowOfTheFileNamesNoLedgerKey()
    {
        using var theirs = LedgerKey.Generate();
        Restoration(world, World.Custodians[4], said => said with { LedgerKey = theirs.PublicKey, Sealer = Digest.Of([9]) });
        world.Disconnect();
        world.Sql("UPDATE settings SET value = $1 WHERE name = 'ledger.public'", ("$1", theirs.PublicKey));


        Scratch.Refused(ErrorId.StoreDamaged, () => world.ConnectTo("store", "client"));
    }

    // H
    [Theory]
    [Trait("Conformance", "R05")]
    [InlineData(false)]
    [InlineData(true)]
    public void AResumptionEndsNoSuspensionThatCameAfterItsApprovals(bool retires)
    {
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var first = world.Ask((_, ledger) => TenantRecord.Of(ledger.State)).Suspensions.Single().Sequence;
        var later = first + 20;

        Assert.Throws<InvalidOperationException>(() => StartResume(
            world, first, [first, later], null, world.Connection.LedgerPublicKey, null,
            retires ? [Digest.Of(World.Custodians[4].Spki)] : []));
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void AResumptionTakesUpNoCopyThatCameAfterItsApprovals()
    {
        using var restored = world.Restore(world.Copy("copy"), "new");
        using var theirs = LedgerKey.Generate();
        var first = restored.Ask((_, ledger) => TenantRecord.Of(ledger.State)).Restorations.Single().Sequence;
        var later = first + 20;

        Assert.Throws<InvalidOperationException>(
            () => StartResume(restored, first, [first, later], later, theirs.PublicKey, Digest.Of([9]), []));
    }

    // I
    [Fact]
    [Trait("Conformance", "R05")]
    public void ARetirementThatClientsSawIsNotDroppedBehindAForgedRestoration()
    {
        var copy = world.Copy("before");
        Restoration(world, World.Custodians[4]);
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "stolen");
        world.Disconnect();
        world.PutBack(copy, "store");

        Scratch.Refused(ErrorId.LedgerForked, () =>
        {
            using var victim = world.ConnectTo("store", "client");
            victim.Approve(victim.StartRoot(), 4);
        });
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void ASuspensionThatClientsSawInARestoredStoreIsNotDropped()
    {
        File.Copy(Path.Combine(world.Folder, "key"), Path.Combine(world.Folder, "key.new"));
        CeremonyRecord resume;
        string before;
        using (var restored = world.Restore(world.Copy("copy"), "new"))
        {
            resume = restored.Approve(restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1, 2);
            before = restored.CopyOf("new", "before");
            restored.Service.Stop(resume.CeremonyId, World.Ops, "we take another copy");
            new Suspension(restored.Connection).Suspend(World.Custodians[4], "odd");
        }

        world.PutBack(before, "new");
        Scratch.Refused(ErrorId.LedgerForked, () =>
        {
            using var victim = world.ConnectTo("new", "client");
            victim.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
        });
    }

    /// <summary>One restoration more makes a copy new at its place, and no older resumption in it: that ended here.</summary>
    [Fact]
    [Trait("Conformance", "R05")]
    [Trait("Conformance", "R17")]
    public void AFurtherRestorationBringsNoStoppedResumptionBack()
    {
        CeremonyRecord resume;
        string before;
        using (var restored = world.Restore(world.Copy("copy"), "new"))
        {
            resume = restored.Approve(restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1, 2);
            before = restored.CopyOf("new", "before");
            restored.Service.Stop(resume.CeremonyId, World.Ops, "we take another copy");
        }

        world.PutBack(before, "new");
        using (var thief = world.ConnectTo("new", "thief"))
        {
            Restoration(thief, World.Custodians[4]);
            Assert.Empty(thief.Ask((_, ledger) => ledger.Voids));
        }

        using var victim = world.ConnectTo("new", "client");
        Scratch.Refused(
            ErrorId.LedgerForked, () => victim.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present()));
        using var again = world.ConnectTo("new", "client");
        Scratch.Refused(
            ErrorId.LedgerForked, () => again.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    /// <summary>What one process of a client saw in a store that waits for its resumption, holds for all of them.</summary>
    [Fact]
    [Trait("Conformance", "R17")]
    public void WhatAnotherProcessOfTheClientSawAtAPlaceIsNotDropped()
    {
        Restoration(world, World.Custodians[4]);
        using var idle = world.ConnectTo("store", "client");
        var before = idle.Ask((_, ledger) => ledger.Size);
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var mark = PlaceMark();

        world.Sql($"DELETE FROM events WHERE seq >= {before}");
        world.Sql($"DELETE FROM checkpoints WHERE size > {before}");

        Scratch.Refused(ErrorId.LedgerForked, () => idle.Ask((_, ledger) => ledger.Size));
        Assert.Equal(mark, PlaceMark());
        string PlaceMark() => world.Marks("client");
    }

    [Fact]
    [Trait("Conformance", "R17")]
    public void APlacesMarkIsRaisedOverTheOneThatItWasHeldAgainst()
    {
        var client = new ClientState(new ClientFolder(Path.Combine(world.Folder, "marks"), new Warnings()));
        var head = world.Ask((_, ledger) => ledger.Head);
        var marks = new[] { 10, 20, 15 }.Select(size => new ClientMark(head with { Size = size }, "n", [])).ToArray();
        var place = ClientState.KeyOf("here", "name");
        client.Keep("t", known => known.RaiseAt(place, null, marks[0]));
        client.Keep("t", known => known.RaiseAt(place, marks[0], marks[1]));

        client.Keep("t", known => known.RaiseAt(place, marks[0], marks[2]));
        client.Keep("t", known => known.RaiseAt(place, null, marks[2]));

        Assert.Equal(20, client.Marks("t").At(place)!.Point.Size);
    }

    // J
    [Fact]
    [Trait("Conformance", "R05")]
    public void ASuspensionOfTheLostBranchSuspendsNotTheResumedOne()
    {
        var copy = world.Copy("copy");
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var frozen = world.Events<TenantSuspended>().Single();
        world.Resume(1, 2, 3);
        using var restored = world.Restore(copy, "new");
        restored.Resume(0, 1, 2);
        restored.Forge(null, frozen);

        Assert.NotNull(restored.MakeRoot("CN=After"));
    }

    // K
    [Fact]
    [Trait("Conformance", "R05")]
    public void AnExpiredResumptionIsNotExecutedByDatingItBack()
    {
        using var restored = world.Restore(world.Copy("copy"), "new");
        var resume = restored.Approve(restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1, 2);
        var dated = resume.OpenedAt.AddMinutes(1);
        world.Now = resume.UseBy.AddDays(60);

        // Any custodian observes that it expired: nothing else passes the deadline of a ceremony that goes by its own clock.
        Scratch.Refused(ErrorId.CeremonyExpired, () => restored.Approve(resume, 4));
        var now = world.Now;
        world.Now = dated;
        var done = restored.Completed(resume, Counted(restored.Look(resume)));
        world.Now = now;
        restored.Forge(resume.CeremonyId, done);

        Assert.NotEmpty(restored.Void());
    }

    // M
    [Fact]
    [Trait("Conformance", "R05")]
    public void APlanDoesNotMixTheCopyOfOneRestorationWithTheKeyOfAnother()
    {
        using var restored = world.Restore(world.Copy("copy"), "new");
        using var theirs = LedgerKey.Generate();
        Restoration(restored, World.Custodians[4], said => said with { LedgerKey = theirs.PublicKey, Sealer = Digest.Of([9]) });
        var all = restored.Ask((_, ledger) => TenantRecord.Of(ledger.State)).Restorations.Select(r => r.Sequence).ToArray();

        Assert.Throws<InvalidOperationException>(() => StartResume(restored, all[0], all, all[0], theirs.PublicKey, Digest.Of([9]), []));
    }

    // O
    [Fact]
    [Trait("Conformance", "R05")]
    public void KeysThatTheClientSawRetiredMoveItToNoOtherHistory()
    {
        var copy = world.Copy("copy");
        foreach (var i in new[] { 0, 1, 2 })
        {
            new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[i], "cards stolen");
        }

        using (var thief = world.Restore(copy, "new", client: "thief"))
        {
            thief.Resume(0, 1, 2);
        }

        Scratch.Refused(ErrorId.LedgerForked, () => world.ConnectTo("new", "client"));
    }

    // P
    [Fact]
    [Trait("Conformance", "R05")]
    public void ARaiseThatComesLateDoesNotUndoWhatPeopleSettled()
    {
        var client = new ClientState(new ClientFolder(Path.Combine(world.Folder, "marks"), new Warnings()));
        var head = world.Ask((_, ledger) => ledger.Head);
        var (old, next) = (new ClientMark(head with { Size = 100 }, "n", []), new ClientMark(head with { Size = 60 }, "m", []));
        client.Keep("t", marks => marks.Raise(old, _ => true));
        client.Keep("t", marks => marks.GiveUp(old, next));
        client.Keep(
            "t", marks => marks.Raise(old with { Point = old.Point with { Size = 101 } }, point => point == old.Point));

        Assert.Equal(60, client.Marks("t").Tenant!.Point.Size);
    }

    // Q
    [Fact]
    [Trait("Conformance", "R05")]
    public void ANewLedgerKeyCarriesTheWordOfTheOldOne()
    {
        var change = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "LedgerKey" }, World.Ops), 0, 1, 2);
        using var key = LedgerKey.Generate();
        var made = MadeLedgerKey.Of(key, key, world.PlanOf(change));
        world.Forge(change.CeremonyId, world.Completed(change, Counted(change) with { LedgerKey = made }));

        Assert.Contains("does not prove itself", world.Void(), StringComparison.Ordinal);
    }

    /// <summary>Who knows the old ledger secret alone puts no other key into what somebody executed.</summary>
    [Fact]
    [Trait("Conformance", "R06")]
    public void TheExecutorSignsForTheNewLedgerKey()
    {
        var change = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "LedgerKey" }, World.Ops), 0, 1, 2);
        using var key = LedgerKey.Generate();
        using var other = LedgerKey.Generate();
        MadeLedgerKey Made(LedgerKey mine) => MadeLedgerKey.Of(mine, world.Connection.DemandLedgerKey(), world.PlanOf(change));
        var honest = world.Completed(change, Counted(change) with { LedgerKey = Made(key) });
        world.Forge(change.CeremonyId, honest with { Completion = honest.Completion with { LedgerKey = Made(other) } });
        Assert.Contains("another ledger key", world.Void(), StringComparison.Ordinal);
    }

    // R
    [Fact]
    [Trait("Conformance", "R05")]
    public void APlanForALedgerKeyThatIsNotInForceIsNotStarted()
    {
        using var future = LedgerKey.Generate();
        var one = world.Service.Start(new CeremonyRequest { Operation = "LedgerKey" }, World.Ops);
        var subject = new JsonObject { { "ledgerKey", future.PublicKey }, { "voids", 0 } };
        var made = world.Ask((_, ledger) => new LedgerKeyOperation().Compose(new LedgerKeyOperation().Read(subject), ledger.State));
        world.Begin(world.PlanOf(one), World.Ops, ("subject", subject), ("purpose", made.Purpose), ("title", made.Title));

        Assert.NotEmpty(world.Void());
    }

    // T
    [Fact]
    [Trait("Conformance", "R05")]
    public void ManyPlansAheadArePutBack()
    {
        var honest = world.PlanOf(world.StartRoot());
        var time = world.Now.AddDays(300);
        Bulk(4097, (_, head, i) =>
        {
            var id = Uuid.Version7(time.AddSeconds(i));
            var plan = honest.Altered(
                ("ceremony", id), ("openedAt", UtcTime.Format(time)), ("gatherBy", UtcTime.Format(time.AddDays(1))),
                ("useBy", UtcTime.Format(time.AddDays(2))));
            return new Forgery(
                new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, plan.Bytes, time)), Actors.Principal("ops"),
                id, time);
        });
        Assert.Equal(time, world.Ask((_, ledger) => ledger.LastTime));

        Assert.NotEmpty(world.Service.Start(new CeremonyRequest { Operation = "CorrectClock" }, World.Custodians[0]).CeremonyId);
    }

    private void Bulk(int n, Func<VerifiedLedger, LedgerPoint, int, Forgery> make) => world.Connection.Write(
        (writer, ledger) =>
        {
            var (tree, replay) = (ledger.Branch(), ledger.Replay.Branch(new StateBranch(ledger.State, writer.Work.Documents.Put)));
            for (var i = 0; i < n; i++)
            {
                var (item, actor, ceremony, time) = make(ledger, new LedgerPoint(tree.Size, tree.Root()), i);
                var operation = Forger.OperationOf(replay, item, ceremony);
                var (salt, data) = (new byte[StoredEvent.SaltLength], CanonicalJson.Write(item.ToData()));
                var header = new EventHeader(
                    tree.Size, Uuid.Version7(world.Now), item.Type, operation, time ?? world.Now, ledger.TenantId, actor, ceremony,
                    StoredEvent.DigestOf(salt, data));
                writer.Work.InsertEvent(tree.Size, new StoredEvent(header.ToBytes(), salt, data));
                tree.Append(Merkle.Leaf(header.ToBytes()));
            }

            var checkpoint = new Checkpoint(Checkpoint.OriginOf(ledger.TenantId), tree.Size, tree.Root());
            writer.Work.InsertCheckpoint(tree.Size, checkpoint.Sign(world.Connection.DemandLedgerKey()));
            writer.Work.Commit();
            return true;
        },
        default);

    private static Completion Counted(CeremonyRecord ceremony) => new(
        ceremony.PlanDigest, ceremony.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement)).ToArray());

    private static CeremonyRecord StartResume(
        World where, long anchor, IReadOnlyList<long> ends, long? takesUp, byte[] ledgerKey, Digest? sealer, IReadOnlyList<Digest> retires)
    {
        var honest = where.PlanOf(where.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops));
        var keys = sealer is null ? [] : where.Ask((_, ledger) => OperationalKeys.Plan(opensBefore: false, [], ledger.State));
        var subject = new ResumeSubject(ends, takesUp is not null, takesUp, ledgerKey, sealer, keys, retires);
        var made = where.Ask((_, ledger) => new ResumeOperation().Compose(subject, ledger.State));
        var id = Uuid.Version7(where.Now.AddSeconds(anchor));
        var plan = honest.Altered(("ceremony", id), ("subject", subject.ToJson()), ("purpose", made.Purpose), ("title", made.Title));
        where.Forge(id, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, plan.Bytes, plan.OpenedAt)));
        return where.Ask((_, ledger) => ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, id)
            ?? throw new InvalidOperationException(ledger.Voids.Last().Reason));
    }

    private static void Restoration(
        World where, SigningIdentity who, Func<RestorationStatement, RestorationStatement>? alter = null, DateTime? time = null)
    {
        var (said, note) = where.Ask((work, ledger) => (
            new RestorationStatement(
                ledger.TenantId, RosterRecord.Current(ledger.State)!.Roster.Epoch,
                RosterRecord.Current(ledger.State)!.Roster.FindByKey(who.Spki)!.Name, ledger.Head, new byte[32], Digest.Of([1]),
                where.Connection.StoreId, time ?? where.Now),
            work.LatestCheckpoint()!));
        said = alter?.Invoke(said) ?? said;
        var signed = SignedStatement.Sign(who, ContentTypes.Restoration, said.ToBytes(), said.Time);
        where.Forge(new Forgery(new StoreRestored(signed, note, "somebody"), Actors.Principal(said.Principal), null, said.Time));
    }

    // As World.Forge, under a key of the writer's own.
    private static void Write(World where, LedgerKey key, params Forgery[] events) => where.Connection.Write(
        (writer, ledger) =>
        {
            var (tree, replay) = (ledger.Branch(), ledger.Replay.Branch(new StateBranch(ledger.State, writer.Work.Documents.Put)));
            foreach (var (item, actor, ceremony, time) in events)
            {
                var operation = Forger.OperationOf(replay, item, ceremony);
                var (salt, data) = (new byte[StoredEvent.SaltLength], CanonicalJson.Write(item.ToData()));
                var header = new EventHeader(
                    tree.Size, Uuid.Version7(where.Now), item.Type, operation, time ?? where.Now, ledger.TenantId, actor, ceremony,
                    StoredEvent.DigestOf(salt, data));
                writer.Work.InsertEvent(tree.Size, new StoredEvent(header.ToBytes(), salt, data));
                tree.Append(Merkle.Leaf(header.ToBytes()));
                replay.Admit(header, item);
            }

            var checkpoint = new Checkpoint(Checkpoint.OriginOf(ledger.TenantId), tree.Size, tree.Root());
            writer.Work.InsertCheckpoint(tree.Size, checkpoint.Sign(key));
            writer.Work.Commit();
            return true;
        },
        default);
}
