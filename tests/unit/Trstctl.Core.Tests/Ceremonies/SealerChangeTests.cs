using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A new ledger key with a new custody sealer: who left with the old secret opens nothing that the store holds from then
/// on.</summary>
public sealed class SealerChangeTests : IDisposable
{
    private const string OtherHeader = "the header of a sealed key is not the expected one";
    private const string OtherKeys = "it seals other keys than its plan makes";

    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R08")]
    public void TheOldSecretOpensNoMoreAndTheConnectionGoesOn()
    {
        var root = world.MakeRoot();
        world.MakeQuorumRoot("CN=Shared");
        using var held = Sealer.Open(Setting()!, world.Secret);
        var change = Start(isNew: true);
        var said = world.Service.Review(change.CeremonyId).Lines;
        Assert.Contains(said, line => line.Key == "custody sealer" && line.Value.StartsWith("NEW", StringComparison.Ordinal));
        Assert.Contains(said, line => line.Key == "sealed anew" && line.Value == "Root (generation 1)");

        Execute(change, ledger: Fresh("key.fresh"));

        var (key, sealer) = (Key(root), world.Connection.SealerIdentity);
        Assert.NotEqual(held.Identity, sealer);
        Assert.Equal(sealer, world.Ask((_, ledger) => InForce.Sealer(ledger.State)));
        Assert.Equal((2, null, change.CeremonyId), (key.Generation, key.LostBy, key.Ceremony));
        Assert.Null(world.Connection.Peek(work => work.SealedKey(key.KeyId, 1)));
        var record = world.Connection.Peek(work => work.SealedKey(key.KeyId, 2)!);
        Scratch.Refused(ErrorId.SealerForeign, () => SealedKey.Open(record, null, held));
        Scratch.Refused(ErrorId.KeyUnavailable, () => Sealer.Open(Setting()!, world.Secret));
        Issue(world, "CN=First");
        world.MakeRoot("CN=Later");
        Assert.True(new LedgerAudit(world.Connection).Run().IsValid);
        using var again = world.ConnectTo("store", "fresh", keyFile: "key.fresh");
        Issue(again, "CN=Second");
        var roster = again.Approve(again.StartChange(again.Change(people => people.Where(p => p.Name != "Erin"))), 0, 1, 2);
        again.Service.Execute(roster.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        Assert.Equal(sealer, again.Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster.Sealer));
    }

    [Fact]
    public void ASecretOfItsOwnGuardsTheNewSealerAlone()
    {
        world.MakeRoot();
        Execute(Start(isNew: true), custody: Fresh("key.custody"));
        Issue(world, "CN=First");

        using var without = world.ConnectTo("store", "other");
        Assert.False(without.Connection.HasCustody);
        var next = world.Approve(Start(isNew: true), 0, 1, 2);
        Scratch.Refused(ErrorId.KeyUnavailable, () => Execute(without, next, custody: Fresh("key.again")));
        Assert.Equal(CeremonyStatus.Pending, without.Look(next).Status);
        Scratch.Refused(ErrorId.SecretMissing, () => Execute(world, next, ledger: Fresh("key.ledger")));
        Execute(world, next, custody: Fresh("key.third"));
        Issue(world, "CN=Second");
    }

    [Fact]
    public void WhatIsNotSaidOrNotAskedForRefuses()
    {
        world.MakeRoot();
        Scratch.Refused(ErrorId.ParameterForeign, () => Start(isNew: false, "Root"));
        Scratch.Refused(ErrorId.SecretMissing, () => Execute(Start(isNew: true)));
        Scratch.Refused(ErrorId.ParameterForeign, () => Execute(Start(isNew: false), custody: Fresh("key.custody")));
        Assert.Contains(
            world.Service.Review(Start(isNew: false).CeremonyId).Lines, line => line.Key == "custody sealer" && line.Value == "stays");
    }

    [Fact]
    public void ARecordThatDoesNotOpenChangesNothingUntilAPlanLeavesItBehind()
    {
        var (good, bad) = (world.MakeRoot("CN=Good"), world.MakeRoot("CN=Bad"));
        world.Sql($"UPDATE sealed_keys SET record = x'00' WHERE key_id = '{bad.KeyId}'");
        var before = (world.Connection.SealerIdentity, Digest.Of(world.Connection.LedgerPublicKey), Digest.Of(Setting()!));

        Scratch.Refused(ErrorId.SealedKeyStale, () => Execute(Start(isNew: true), ledger: Fresh("key.one")));
        Assert.Equal(before, (world.Connection.SealerIdentity, Digest.Of(world.Connection.LedgerPublicKey), Digest.Of(Setting()!)));
        Issue(world, "CN=Still", "Good");

        var change = Start(isNew: true, "Bad");
        Execute(change, ledger: Fresh("key.two"));
        Assert.Equal((null, change.CeremonyId), (Key(good).LostBy, Key(bad).LostBy));
        Scratch.Refused(ErrorId.KeyLost, () => world.StartIntermediate("Bad"));
        Issue(world, "CN=Anew", "Good");
    }

    [Fact]
    [Trait("Conformance", "R06")]
    [Trait("Conformance", "R08")]
    [Trait("Conformance", "R15")]
    public void WhatAnExecutorBringsOtherwiseIsVoid()
    {
        world.MakeRoot("CN=One");
        world.MakeRoot("CN=Two");
        using var seed = world.Connection.DemandLedgerKey().ExportSeed();
        using var old = LedgerKey.FromSeed(seed.Bytes);
        var (before, other) = (world.Connection.SealerIdentity, Digest.Of([1]));
        var change = Execute(Start(isNew: true), ledger: Fresh("key.fresh"));
        MadeLedgerKey Proved(Digest? sealer) => MadeLedgerKey.Of(world.Connection.DemandLedgerKey(), old, change.Plan, sealer);

        Assert.Null(Verdict.Of(world, made => made));
        Assert.Null(Signed(change, made => made));
        Assert.Equal(
            "its executor signed for another custody sealer", Verdict.Of(world, made => made with { LedgerKey = Proved(other) }));
        Assert.Equal(
            "the new ledger key is the old one, or does not prove itself",
            Signed(change, made => made with { LedgerKey = made.LedgerKey! with { Sealer = other } }));
        Assert.Equal("it brings no custody sealer", Signed(change, made => made with { LedgerKey = Proved(null) }));
        Assert.Equal("the new custody sealer is the old one", Signed(change, made => made with { LedgerKey = Proved(before) }));
        Assert.Equal(OtherHeader, Signed(change, made => made with { LedgerKey = Proved(other) }));

        Assert.Equal(OtherHeader, Keys((a, b) => [a with { Header = a.Header with { Sealer = before.Hex } }, b]));
        Assert.Equal(OtherHeader, Keys((a, b) => [a with { Header = a.Header with { Generation = 1 } }, b]));
        Assert.Equal(OtherHeader, Keys((a, b) => [b, a]));
        Assert.Equal(OtherKeys, Keys((a, b) => [a]));
        Assert.Equal(OtherKeys, Keys((a, b) => []));
        Assert.Equal("a key does not prove that it is in its record", Keys((a, b) => [a with { Proof = b.Proof }, b]));
    }

    [Fact]
    [Trait("Conformance", "R08")]
    public void ASealerThatThePlanDoesNotChangeIsVoid()
    {
        using var seed = world.Connection.DemandLedgerKey().ExportSeed();
        using var old = LedgerKey.FromSeed(seed.Bytes);
        var before = world.Connection.SealerIdentity;
        var change = Execute(Start(isNew: false));
        var made = MadeLedgerKey.Of(world.Connection.DemandLedgerKey(), old, change.Plan, Digest.Of([1]));

        Assert.Equal(before, world.Ask((_, ledger) => InForce.Sealer(ledger.State)));
        Assert.Null(Signed(change, so => so));
        Assert.Equal("it changes the custody sealer, and its plan does not", Signed(change, so => so with { LedgerKey = made }));
    }

    public static TheoryData<string> Lies => [.. Lying.Keys];

    private static readonly Dictionary<string, Func<IReadOnlyList<OperationalKey>, IReadOnlyList<OperationalKey>>> Lying = new()
    {
        ["leaves a key out"] = keys => [keys[0]],
        ["names none"] = keys => [],
        ["names one twice"] = keys => [.. keys, keys[0]],
        ["another order"] = keys => [.. keys.Reverse()],
        ["another record"] = keys => [keys[0] with { Record = Digest.Of([1]) }, keys[1]],
        ["another generation"] = keys => [keys[0] with { Generation = 2 }, keys[1]],
    };

    [Theory]
    [MemberData(nameof(Lies))]
    [Trait("Conformance", "R08")]
    public void APlanThatHidesAKeyIsVoid(string lie)
    {
        world.MakeRoot("CN=One");
        world.MakeRoot("CN=Two");
        var honest = world.PlanOf(Start(isNew: true));
        var subject = (LedgerKeySubject)honest.Subject;
        world.Begin(honest, World.Ops, ("subject", (subject with { Keys = Lying[lie](subject.Keys!) }).ToJson()));

        Assert.Contains("Operational", world.Void(), StringComparison.Ordinal);
    }

    private CeremonyRecord Start(bool isNew, params string[] leave) => world.Service.Start(
        new CeremonyRequest { Operation = "LedgerKey", NewSealer = isNew, LeaveBehind = leave }, World.Ops);

    private CeremonyRecord Execute(CeremonyRecord change, ProtectorSecret? ledger = null, ProtectorSecret? custody = null) =>
        Execute(world, world.Approve(change, 0, 1, 2), ledger, custody);

    private static CeremonyRecord Execute(
        World where, CeremonyRecord change, ProtectorSecret? ledger = null, ProtectorSecret? custody = null)
    {
        where.Service.Execute(
            change.CeremonyId, new ExpectedPlan(),
            new ExecutionOptions { Executor = World.Ops, NewLedgerSecret = ledger, NewCustodySecret = custody });
        return where.Look(change);
    }

    private static void Issue(World where, string subject, string issuer = "Root")
    {
        var issuing = where.Approve(where.StartIntermediate(issuer, subject), 0, 1, 2);
        Assert.Single(where.Service.Execute(issuing.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    private ProtectorSecret Fresh(string name)
    {
        var file = Path.Combine(world.Folder, name);
        KeyFile.Create(file);
        return new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = file };
    }

    private byte[]? Setting() => world.Connection.Peek(work => work.Setting("sealer.custody"));

    private KeyRecord Key(AuthorityRecord authority) =>
        world.Ask((_, ledger) => ledger.State.Find<KeyRecord>(KeyRecord.KindName, authority.KeyId!)!);

    private string? Keys(Func<KeySealing, KeySealing, KeySealing[]> alter) =>
        Verdict.Of(world, made => made with { Keys = alter(made.Keys[0], made.Keys[1]) });

    // The executor himself lies.
    private string? Signed(CeremonyRecord change, Func<Completion, Completion> alter)
    {
        var (header, done) = Verdict.Newest(world);
        return Verdict.On(world, header, world.Completed(change, alter(done.Completion)));
    }
}
