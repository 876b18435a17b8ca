using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.State;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Who may restore, what follows from it, and what a resumption ends.</summary>
public sealed class RestorationTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R05")]
    public void ARestorationEndsWhatWasPendingAtOnce()
    {
        var ready = world.Approve(world.StartRoot(), 0, 1, 2);
        using var restored = world.Restore(world.Copy("copy"), "new");

        Assert.Equal(CeremonyStatus.Voided, restored.Look(ready).Status);
        Assert.Equal("the store was restored from a copy", restored.Look(ready).EndReason);
        Scratch.Refused(ErrorId.RecoveryPending, () => restored.StartRoot());
        restored.Resume(0, 1, 2);
        Assert.Equal(CeremonyStatus.Voided, restored.Look(ready).Status);
        Assert.NotNull(restored.MakeRoot("CN=After"));
        Assert.True(new LedgerAudit(restored.Connection).Run().IsValid);
    }

    /// <summary>What lies under the old custody sealer opens under no other; the quorum reads which CAs that are.</summary>
    [Fact]
    public void KeysUnderTheOldCustodySealerAreLostAndSaySo()
    {
        var root = world.MakeRoot();
        var shared = world.MakeQuorumRoot("CN=Shared");
        using var restored = world.Restore(world.Copy("copy"), "new");
        var resume = restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);
        Assert.Contains(
            restored.Service.Review(resume.CeremonyId).Lines,
            line => line.Key == "LEFT BEHIND" && line.Value.Contains("Root (generation 1)", StringComparison.Ordinal));

        restored.Service.Execute(restored.Approve(resume, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());

        var found = restored.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray());
        Assert.Equal(resume.CeremonyId, found.Single(a => a.AuthorityId == root.AuthorityId).KeyLostBy);
        Assert.Null(found.Single(a => a.AuthorityId == shared.AuthorityId).KeyLostBy);
        Scratch.Refused(ErrorId.KeyLost, () => restored.StartIntermediate());
        Assert.True(new LedgerAudit(restored.Connection).Run().IsValid);
    }

    [Fact]
    public void TheCandidateSignsTheNewStoreAndIsInForceFromTheResumptionOn()
    {
        using var restored = world.Restore(world.Copy("copy"), "new");
        var old = world.Connection.LedgerPublicKey;
        Assert.Equal(old, restored.Ask((_, ledger) => InForce.LedgerKey(ledger.State)));
        using var fresh = restored.ConnectTo("new", "fresh");
        Assert.True(fresh.Ask((_, ledger) => TenantRecord.Of(ledger.State)).IsRestored);

        restored.Resume(0, 1, 2);

        Assert.Equal(restored.Connection.LedgerPublicKey, fresh.Ask((_, ledger) => InForce.LedgerKey(ledger.State)));
        Assert.NotEqual(old, restored.Connection.LedgerPublicKey);
    }

    [Fact]
    public void OnlyAnOperatorOrCustodianRestores()
    {
        var copy = world.Copy("copy");
        Scratch.Refused(ErrorId.NotOnRoster, () => world.Restore(copy, "new", by: World.Mallory));
        Assert.False(Directory.Exists(Path.Combine(world.Folder, "new")));
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "card lost");
        var later = world.Copy("later");
        Scratch.Refused(ErrorId.CustodianRetired, () => world.Restore(later, "newer", by: World.Custodians[4]));

        using var restored = world.Restore(later, "newer", by: World.Custodians[0]);
        Assert.Equal("Alice", Tenant(restored).Restorations.Single().By);
    }

    public static TheoryData<string> Lies => [.. Lying.Keys];

    private static readonly Dictionary<string, Func<RestorationStatement, RestorationStatement>> Lying = new()
    {
        ["Mallory is not on the roster"] = said => said with { Principal = "Mallory" },
        ["of another tenant"] = said => said with { Tenant = new string('0', 64) },
        ["of another epoch"] = said => said with { Epoch = 2 },
        ["over fewer events"] = said => said with { Checkpoint = new LedgerPoint(said.Checkpoint.Size - 1, said.Checkpoint.Root) },
        ["over other events"] = said => said with { Checkpoint = said.Checkpoint with { Root = Digest.Of([1]) } },
        ["two hours ago"] = said => said with { Time = said.Time.AddHours(-2) },
        ["signed by another"] = said => said with { Principal = "Alice" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    [Trait("Conformance", "R01")]
    public void ARestorationThatLiesIsVoid(string lie)
    {
        var ready = world.Approve(world.StartRoot(), 0, 1, 2);
        world.ForgeRestoration(World.Ops, Lying[lie]);

        Assert.NotEmpty(world.Void());
        Assert.Single(world.Service.Execute(ready.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    /// <summary>An honest operator tries a copy; whoever has the ledger's secret files his word in the living store.</summary>
    [Fact]
    [Trait("Conformance", "R05")]
    public void ATestRestorationThatIsFiledElsewhereRestoresNothing()
    {
        var copy = world.Copy("copy");
        using var test = world.Restore(copy, "test");
        var ready = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Forge(null, test.Events<StoreRestored>().Single());

        Assert.Contains("events before it", world.Void());
        Assert.Single(world.Service.Execute(ready.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void AForgedRestorationInALivingStoreLocksNobodyOut()
    {
        var ready = world.Approve(world.StartRoot(), 0, 1, 2);
        var before = world.Connection.LedgerPublicKey;
        world.ForgeRestoration(World.Ops);

        Assert.Equal(CeremonyStatus.Voided, world.Look(ready).Status);
        Scratch.Refused(ErrorId.RecoveryPending, () => world.StartRoot());
        var resume = (ResumeSubject)world.PlanOf(world.Resume(0, 1, 2)).Subject;

        Assert.Null(resume.TakesUp);
        Assert.Equal(before, world.Ask((_, ledger) => InForce.LedgerKey(ledger.State)));
        Assert.Single(world.Ask((_, ledger) => LedgerKeys.Counting(ledger.State, ledger.Founding!)));
        Assert.NotNull(world.MakeRoot("CN=After"));
    }

    [Fact]
    [Trait("Conformance", "R05")]
    public void AForgedResumptionResumesNoRestoredCopy()
    {
        var ready = world.Approve(world.StartRoot(), 0, 1, 2);
        using var restored = world.Restore(world.Copy("copy"), "new");
        var resume = restored.Approve(restored.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 0, 1);
        restored.Forge(resume.CeremonyId, restored.Completed(resume, new Completion(resume.PlanDigest, [])));

        Assert.Equal("the quorum is not there", restored.Void());
        Assert.True(Tenant(restored).IsRestored);
        Assert.Equal(CeremonyStatus.Voided, restored.Look(ready).Status);
        Scratch.Refused(ErrorId.RecoveryPending, () => restored.StartRoot());
        Assert.Empty(restored.Ask((_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName)));
    }

    /// <summary>Only what section 7 lists; a suspension and a key's retirement are among it.</summary>
    [Fact]
    public void ARestoredStoreTakesSuspensionsAndRetirements()
    {
        using var restored = world.Restore(world.Copy("copy"), "new");
        new Suspension(restored.Connection).Suspend(World.Custodians[0], "odd");
        new PrincipalKeyRetirements(restored.Connection).Retire(World.Custodians[4], "card lost");
        Scratch.Refused(
            ErrorId.RecoveryPending, () => restored.StartChange(restored.Change(people => people.Where(p => p.Name != "Erin"))));

        restored.Resume(1, 2, 3);

        Assert.False(Suspension.IsFrozen(Tenant(restored)));
    }

    [Fact]
    public void ASuspensionStandsBesideARestoration()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        using var restored = world.Restore(world.Copy("copy"), "new");

        Assert.Equal(("Alice", 1), (Tenant(restored).Suspensions.Single().By, Tenant(restored).Restorations.Count));
        Assert.Equal(2, ((ResumeSubject)restored.PlanOf(restored.Resume(1, 2, 3)).Subject).Ends.Count);
        Assert.NotNull(restored.MakeRoot("CN=After"));
        Scratch.Refused(ErrorId.SuspensionSpent, () => new Suspension(restored.Connection).Suspend(World.Custodians[0], "again"));
    }

    [Fact]
    public void TheFirstRestorationEndsAPendingResumptionAndALaterOneDoesNot()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var before = world.Approve(Start(world), 1, 2, 3);
        using var restored = world.Restore(world.Copy("copy"), "new");
        Assert.Equal(CeremonyStatus.Voided, restored.Look(before).Status);

        var resume = restored.Approve(Start(restored), 1, 2);
        restored.ForgeRestoration(World.Custodians[4]);
        Assert.Equal(CeremonyStatus.Pending, restored.Look(resume).Status);
        restored.Approve(resume, 3);
        restored.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
        Assert.Single(Tenant(restored).Restorations);
    }

    [Fact]
    public void AResumptionEndsWhatItNamesAndNothingThatCameLater()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var resume = world.Approve(Start(world), 1, 2, 3);
        new Suspension(world.Connection).Suspend(World.Custodians[4], "odd, too");
        world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());

        Assert.Equal("Erin", Tenant(world).Suspensions.Single().By);
        Scratch.Refused(ErrorId.TenantSuspended, () => world.StartRoot());
        world.Resume(1, 2, 3);
        Assert.NotEmpty(world.StartRoot().CeremonyId);
    }

    [Fact]
    public void AResumptionOfWhatDoesNotStandIsRefused()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var (one, two) = (world.Approve(Start(world), 1, 2, 3), world.Approve(Start(world), 1, 2, 3));
        world.Service.Execute(one.CeremonyId, new ExpectedPlan(), World.Present());

        Scratch.Refused(ErrorId.TenantNotSuspended, () => world.Service.Execute(two.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    public void AResumptionRetiresTheKeyThatItNames()
    {
        world.ForgeRestoration(World.Custodians[4]);
        var asked = new CeremonyRequest { Operation = "Resume", RetiredSigners = ["Erin"] };
        var resume = world.Approve(world.Service.Start(asked, World.Ops), 0, 1, 2);
        Assert.Contains(
            world.Service.Review(resume.CeremonyId).Lines,
            line => line.Key == "retires" && line.Value.Contains("Erin", StringComparison.Ordinal));
        world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());

        Scratch.Refused(ErrorId.CustodianRetired, () => world.Approve(world.StartRoot(), 4));
        world.ForgeRestoration(World.Custodians[4]);
        Assert.NotEmpty(world.Void());
    }

    [Fact]
    public void AResumptionThatRetiresTheLastQuorumSaysSo()
    {
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[0], "card lost");
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[1], "card lost");
        world.ForgeRestoration(World.Custodians[4]);
        IEnumerable<string> Labels(params string[] retired) => world.Service
            .Review(world.Service.Start(new CeremonyRequest { Operation = "Resume", RetiredSigners = retired }, World.Ops).CeremonyId)
            .Lines.Select(line => line.Key);

        Assert.DoesNotContain("QUORUM LOST", Labels());
        Assert.Contains("QUORUM LOST", Labels("Erin"));
    }

    [Fact]
    public void ACopyWhoseRowsWereEditedIsRestoredFromItsEvents()
    {
        world.Disconnect();
        world.Sql("UPDATE documents SET body = x'7b7d' WHERE kind = 'roster'");
        using var restored = world.Restore(world.Copy("copy"), "new");
        restored.Resume(0, 1, 2);

        Assert.NotNull(restored.MakeRoot("CN=After"));
    }

    [Fact]
    public void AResumptionRetiresNobodyElse()
    {
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var asked = new CeremonyRequest { Operation = "Resume", RetiredSigners = ["Bob"] };

        Scratch.Refused(ErrorId.InvalidArgument, () => world.Service.Start(asked, World.Ops));
    }

    /// <summary>A plan that was put aside before the copy was taken up would be new in it.</summary>
    [Fact]
    public void APlanIsNotOlderThanTheResumptionOfACopy()
    {
        using var restored = world.Restore(world.Copy("copy"), "new");
        var early = restored.Ask((_, ledger) => ledger.Head);
        restored.Resume(0, 1, 2);
        var (json, old) = (restored.PlanOf(restored.StartRoot()).ToJson(), new JsonObject());
        var id = Uuid.Version7(world.Now);
        foreach (var (name, value) in json.Members)
        {
            old.Add(name, name switch { "ceremony" => id, "previousCheckpoint" => early.ToJson(), _ => value });
        }

        restored.Forge(
            id, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, CanonicalJson.Write(old), world.Now)));

        Assert.Contains("before a restored copy was taken up", restored.Void());
    }

    /// <summary>A date in the future stands in the copy: the resumption goes by its own time, and puts the ledger's back.</summary>
    [Fact]
    [Trait("Conformance", "R18")]
    public void TheResumptionOfACopyWhoseTimeIsAheadPutsItBack()
    {
        var now = world.Now;
        world.Now = now.AddDays(3);
        world.StartRoot("CN=Ahead");
        var copy = world.Copy("copy");
        world.Now = now.AddHours(2);
        using var restored = world.Restore(copy, "new");
        restored.Resume(0, 1, 2);

        Assert.Equal(world.Now, restored.Ask((_, ledger) => ledger.LastTime));
        Assert.NotNull(restored.MakeRoot("CN=After"));
    }

    /// <summary>A plan that puts a candidate in force runs where the candidate signs: else nobody could read the ledger.</summary>
    [Fact]
    public void AStoreDoesNotPutAKeyInForceThatItDoesNotHave()
    {
        world.ForgeRestoration(World.Ops);
        var forged = world.Ask((_, ledger) => TenantRecord.Of(ledger.State).Restorations.Single());
        var honest = world.PlanOf(Start(world));
        var (lie, id) = (new JsonObject(), Uuid.Version7(world.Now));
        var subject = (ResumeSubject)honest.Subject with
        {
            TakesUp = forged.Sequence, LedgerKey = forged.LedgerKey, Sealer = forged.Sealer,
        };
        foreach (var (name, value) in honest.ToJson().Members)
        {
            lie.Add(name, name switch
            {
                "ceremony" => id,
                "subject" => subject.ToJson(),
                "purpose" => new ResumeOperation().Compose(subject, new MemoryProjection()).Purpose,
                _ => value,
            });
        }

        world.Forge(id, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, CanonicalJson.Write(lie), world.Now)));
        var resume = world.Approve(new CeremonyQueries(world.Connection).Get(id).Record, 0, 1, 2);

        Scratch.Refused(
            ErrorId.LedgerKeySuperseded, () => world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.True(Tenant(world).IsRestored);
    }

    /// <summary>An offline CA's copy is idle as a rule. A restoration is over exactly what the copy held, so that no note precedes
    /// it.</summary>
    [Theory]
    [InlineData(15)]
    [InlineData(800)]
    [Trait("Conformance", "R05")]
    public void ACopyThatWasIdleForLongIsRestoredAndResumed(int days)
    {
        var copy = world.Copy("copy");
        var size = world.Ask((_, ledger) => ledger.Size);
        world.Now += TimeSpan.FromDays(days);

        using var restored = world.Restore(copy, "new");
        Assert.Equal(size, Tenant(restored).Restorations.Single().Sequence);
        restored.Resume(0, 1, 2);

        Assert.NotNull(restored.MakeRoot("CN=After"));
        Assert.True(new LedgerAudit(restored.Connection).Run().IsValid);
    }

    /// <summary>Its store's id stands in plans: text of somebody's own does not.</summary>
    [Theory]
    [InlineData("THIS COPY GOES ON")]
    [InlineData("0197D3C4-8F00-7000-8000-00000000000A")]
    [InlineData("0197d3c48f007000800000000000000a")]
    [InlineData("0197d3c4-8f00-7000-8000-0000000000")]
    [Trait("Conformance", "R01")]
    public void ARestorationWhoseStoreIsNoUuidIsVoid(string store)
    {
        world.ForgeRestoration(World.Ops, said => said with { StoreId = store });
        Assert.Contains("not a UUID", world.Void(), StringComparison.Ordinal);
        Assert.False(Tenant(world).IsRestored);

        world.ForgeRestoration(World.Ops, said => said with { StoreId = "0197d3c4-8f00-7000-8000-00000000000a" });
        Assert.True(Tenant(world).IsRestored);
    }

    /// <summary>One of each key stands at a time; and the copy that it speaks of is the one whose checkpoint it brings.</summary>
    [Fact]
    [Trait("Conformance", "R05")]
    public void ASecondRestorationOfAKeyIsVoidAndSoIsOneWithAnotherCheckpoint()
    {
        var early = world.Ask((work, _) => work.LatestCheckpoint()!);
        world.StartRoot();
        var said = world.Ask((_, ledger) => new RestorationStatement(
            ledger.TenantId, 1, "ops", ledger.Head, new byte[32], Digest.Of([1]), world.Connection.StoreId, world.Now));
        world.Forge(null, new StoreRestored(
            SignedStatement.Sign(World.Ops, ContentTypes.Restoration, said.ToBytes(), said.Time), early, "somebody"));
        Assert.Contains("last checkpoint is another", world.Void(), StringComparison.Ordinal);

        world.ForgeRestoration(World.Ops);
        world.ForgeRestoration(World.Ops);
        Assert.Contains("another restoration of its signer stands", world.Void(), StringComparison.Ordinal);
        world.ForgeRestoration(World.Custodians[4]);
        Assert.Equal(["ops", "Erin"], Tenant(world).Restorations.Select(restoration => restoration.By));
    }

    private static CeremonyRecord Start(World where) => where.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops);

    private static TenantRecord Tenant(World where) => where.Ask((_, ledger) => TenantRecord.Of(ledger.State));
}
