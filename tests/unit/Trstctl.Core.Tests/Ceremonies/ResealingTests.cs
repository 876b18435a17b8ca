using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Another custody sealer: every Operational key is sealed anew under it and says so itself, or its plan names it as left
/// behind.</summary>
public sealed class ResealingTests : IDisposable
{
    private const string Unproved = "a key does not prove that it is in its record";
    private const string OtherHeader = "the header of a sealed key is not the expected one";
    private const string OtherKeys = "it seals other keys than its plan makes";

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R08")]
    public void ARestoredStoreSealsAnewWhatTheRestorerCouldOpen()
    {
        var root = world.MakeRoot();
        world.MakeQuorumRoot("CN=Shared");
        using var restored = Restored();
        var resume = Start(restored);
        var before = Key(restored, root);
        var said = restored.Service.Review(resume.CeremonyId).Lines;
        Assert.Contains(said, line => line.Key == "sealed anew" && line.Value == "Root (generation 1)");
        Assert.DoesNotContain(said, line => line.Key == "LEFT BEHIND");

        Execute(restored, resume);

        var after = Key(restored, root);
        Assert.Equal((2, null, resume.CeremonyId), (after.Generation, after.LostBy, after.Ceremony));
        var record = restored.Connection.Peek(work => work.SealedKey(after.KeyId, 2)!);
        Assert.Equal(restored.Connection.SealerIdentity.Hex, SealedKey.ReadHeader(record).Sealer);
        Assert.Null(restored.Connection.Peek(work => work.SealedKey(before.KeyId, 1)));
        Assert.Null(restored.Connection.Peek(work => work.Setting("sealer.before")));
        var issuing = restored.Approve(restored.StartIntermediate(), 0, 1, 2);
        Assert.Single(restored.Service.Execute(issuing.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.True(new LedgerAudit(restored.Connection).Run().IsValid);
        using var fresh = restored.ConnectTo("new", "fresh");
        issuing = fresh.Approve(fresh.StartIntermediate(subject: "CN=Second"), 0, 1, 2);
        Assert.Single(fresh.Service.Execute(issuing.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    public void WhatItsPlanLeavesBehindIsLostAndErased()
    {
        var (good, bad) = (world.MakeRoot("CN=Good"), world.MakeRoot("CN=Bad"));
        using var restored = Restored();
        Scratch.Refused(ErrorId.InvalidArgument, () => Start(restored, "Nobody"));
        var resume = Start(restored, "Bad");
        Assert.Contains(
            restored.Service.Review(resume.CeremonyId).Lines,
            line => line.Key == "LEFT BEHIND" && line.Value.Contains("Bad (generation 1)", StringComparison.Ordinal));
        Execute(restored, resume);

        Assert.Null(Key(restored, good).LostBy);
        Assert.Equal(resume.CeremonyId, Key(restored, bad).LostBy);
        Assert.Null(restored.Connection.Peek(work => work.SealedKey(bad.KeyId!, 1)));
        Scratch.Refused(ErrorId.KeyLost, () => restored.StartIntermediate("Bad"));
        Assert.NotEmpty(restored.StartIntermediate("Good").CeremonyId);
    }

    [Fact]
    [Trait("Conformance", "R08")]
    [Trait("Conformance", "R15")]
    public void WhatAnExecutorSealsOtherwiseIsVoid()
    {
        var (one, other, left) = (world.MakeRoot("CN=One"), world.MakeRoot("CN=Two"), world.MakeRoot("CN=Three"));
        var old = world.Connection.SealerIdentity.Hex;
        using var restored = Restored();
        Execute(restored, Start(restored, "Three"));

        Assert.Null(Verdict.Of(restored, made => made));
        Assert.Equal(Unproved, Keys(restored, (a, b) => [a with { Record = Digest.Of([1]) }, b]));
        Assert.Equal(Unproved, Keys(restored, (a, b) => [a with { Proof = b.Proof }, b]));
        Assert.Equal(Unproved, Keys(restored, (a, b) => [a with { Record = b.Record, Proof = b.Proof }, b]));
        Assert.Equal(OtherHeader, Keys(restored, (a, b) => [b, a]));
        Assert.Equal(OtherKeys, Keys(restored, (a, b) => [a]));
        Assert.Equal(OtherKeys, Keys(restored, (a, b) => [a, b, b]));
        Assert.Equal(OtherKeys, Keys(restored, (a, b) => []));

        // Of another generation, under the sealer before, under nobody's, and of a key that is left behind.
        Assert.Equal(OtherHeader, Headers(restored, header => header with { Generation = 1 }));
        Assert.Equal(OtherHeader, Headers(restored, header => header with { Generation = 3 }));
        Assert.Equal(OtherHeader, Headers(restored, header => header with { Sealer = old }));
        Assert.Equal(OtherHeader, Headers(restored, header => header with { Sealer = Digest.Of([1]).Hex }));
        Assert.Equal(OtherHeader, Headers(restored, header => header with { KeyId = left.KeyId! }));
        Assert.Equal(OtherHeader, Headers(restored, header => header with { Authority = left.AuthorityId }));
        Assert.NotEqual(one.KeyId, other.KeyId);
    }

    /// <summary>The key's own word, honestly signed, of another generation than the completion's: its record would never open.</summary>
    [Fact]
    [Trait("Conformance", "R15")]
    public void AWordOfAnotherGenerationProvesNothing()
    {
        world.MakeRoot();
        using var key = SoftwareKey.FromPkcs8(world.Custody.SealedPkcs8[^1], Trstctl.Keys.KeyAlgorithm.EcdsaP256);
        using var restored = Restored();
        var resume = Execute(restored, Start(restored));
        byte[] Word(KeySealing sealing, int generation) => key.Sign(KeyPossession.Statement(
            restored.Connection.TenantId!, resume.PlanDigest, sealing.Header.SpkiDigest, generation, sealing.Record));

        Assert.Null(Verdict.Of(restored, made => made with { Keys = [made.Keys[0] with { Proof = Word(made.Keys[0], 2) }] }));
        Assert.Equal(
            Unproved, Verdict.Of(restored, made => made with { Keys = [made.Keys[0] with { Proof = Word(made.Keys[0], 1) }] }));
    }

    public static TheoryData<string> Lies => [.. Lying.Keys];

    private static readonly Dictionary<string, Func<ResumeSubject, ResumeSubject>> Lying = new()
    {
        ["leaves a key out"] = subject => subject with { Keys = [.. subject.Keys.Skip(1)] },
        ["names none"] = subject => subject with { Keys = [] },
        ["names one twice"] = subject => subject with { Keys = [.. subject.Keys, subject.Keys[0]] },
        ["another order"] = subject => subject with { Keys = [.. subject.Keys.Reverse()] },
        ["another record"] = subject => subject with { Keys = [subject.Keys[0] with { Record = Digest.Of([1]) }, subject.Keys[1]] },
        ["another generation"] = subject => subject with { Keys = [subject.Keys[0] with { Generation = 2 }, subject.Keys[1]] },
        ["another sealer"] = subject => subject with { Sealer = Digest.Of([1]) },
        ["keys and no sealer"] = subject => subject with { Sealer = null },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    [Trait("Conformance", "R08")]
    public void APlanThatHidesAKeyOrNamesAnotherSealerIsVoid(string lie)
    {
        world.MakeRoot("CN=One");
        world.MakeRoot("CN=Two");
        using var restored = Restored();
        var honest = restored.PlanOf(Start(restored));
        var subject = Lying[lie]((ResumeSubject)honest.Subject);
        restored.Begin(honest, World.Ops);
        Assert.Empty(restored.Ask((_, ledger) => ledger.Voids));
        restored.Begin(honest, World.Ops, ("subject", subject.ToJson()));

        Assert.NotEmpty(restored.Void());
    }

    /// <summary>A key becomes known, or is sealed, only by a ceremony, and none runs before the resumption.</summary>
    [Fact]
    public void AResumptionUnderTheSealerInForceNamesNoKeys()
    {
        world.MakeRoot();
        new Suspension(world.Connection).Suspend(World.Custodians[0], "odd");
        var honest = world.PlanOf(world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops));
        Assert.Empty(((ResumeSubject)honest.Subject).Keys);
        Scratch.Refused(ErrorId.ParameterForeign, () => Start(world, "Root"));
        var keys = world.Ask((_, ledger) => OperationalKeys.Plan(true, [], ledger.State));
        world.Begin(honest, World.Ops, ("subject", ((ResumeSubject)honest.Subject with { Keys = keys }).ToJson()));

        Assert.Contains("Operational", world.Void());
    }

    [Fact]
    public void AWrongOldSecretRefusesBeforeAnythingIsMade()
    {
        world.MakeRoot();
        KeyFile.Create(Path.Combine(world.Folder, "wrong"));
        var copy = world.Copy("copy");

        Scratch.Refused(ErrorId.KeyUnavailable, () => world.Restore(copy, "new", oldKey: "wrong"));
        Assert.False(Directory.Exists(Path.Combine(world.Folder, "new")));
    }

    [Fact]
    public void ARecordThatDoesNotOpenStopsTheResumptionUntilAPlanLeavesItBehind()
    {
        var root = world.MakeRoot();
        world.Sql($"UPDATE sealed_keys SET record = x'00' WHERE key_id = '{root.KeyId}'");
        using var restored = Restored();
        var resume = restored.Approve(Start(restored), 0, 1, 2);

        Scratch.Refused(
            ErrorId.SealedKeyStale, () => restored.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present()));
        Execute(restored, Start(restored, "Root"));
        Assert.NotNull(Key(restored, root).LostBy);
    }

    /// <summary>A copy of a restored store that was never resumed keeps the sealer in force beside its own.</summary>
    [Fact]
    public void ACopyOfARestoredStoreIsRestoredWithTheSameSealer()
    {
        var root = world.MakeRoot();
        using var first = Restored();
        using var second = world.Restore(world.CopyOf("new", "again"), "newer", by: World.Custodians[0], oldKey: "key.new");
        Execute(second, Start(second));

        Assert.Equal((2, null), (Key(second, root).Generation, Key(second, root).LostBy));
        var issuing = second.Approve(second.StartIntermediate(), 0, 1, 2);
        Assert.Single(second.Service.Execute(issuing.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    private World Restored() => world.Restore(world.Copy("copy"), "new", oldKey: "key");

    private static CeremonyRecord Start(World where, params string[] leave) =>
        where.Service.Start(new CeremonyRequest { Operation = "Resume", LeaveBehind = leave }, World.Ops);

    private static CeremonyRecord Execute(World where, CeremonyRecord resume)
    {
        where.Service.Execute(where.Approve(resume, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());
        return where.Look(resume);
    }

    private static KeyRecord Key(World where, AuthorityRecord authority) =>
        where.Ask((_, ledger) => ledger.State.Find<KeyRecord>(KeyRecord.KindName, authority.KeyId!)!);

    private static string? Keys(World where, Func<KeySealing, KeySealing, KeySealing[]> alter) =>
        Verdict.Of(where, made => made with { Keys = alter(made.Keys[0], made.Keys[1]) });

    private static string? Headers(World where, Func<SealedKeyHeader, SealedKeyHeader> alter) =>
        Keys(where, (a, b) => [a with { Header = alter(a.Header) }, b]);
}
