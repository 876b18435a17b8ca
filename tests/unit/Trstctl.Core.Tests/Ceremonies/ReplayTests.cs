using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.State;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>
/// Every type of event in every way in which the ledger's holder can append it: the types come from the catalogue, so that one that
/// is added later is covered by itself.
/// </summary>
public sealed class ReplayTests : IDisposable
{
    /// <summary>What nobody signs yet, and its ceremony's state alone decides. This list only gets shorter.</summary>
    private static readonly string[] Unsigned = [];

    private readonly World world = new();
    private readonly Dictionary<string, string> ceremonies = [];

    public void Dispose() => world.Dispose();

    /// <summary>What is true where it stands is void under any other header, and before what it rests on.</summary>
    [Fact]
    [Trait("Conformance", "R01")]
    public void ATrueEventIsVoidUnderAHeaderThatLies()
    {
        var (samples, failures) = (Samples(), new List<string>());
        world.Ask((work, ledger) =>
        {
            var history = Enumerable.Range(0, (int)ledger.Size).Select(i => ledger.Event<LedgerEvent>(work, i)).ToArray();
            foreach (var (type, (item, header)) in samples.Where(s => IsJudged(s.Value.Item) && s.Value.Header.Type == s.Key))
            {
                var replay = new Replay(ledger.TenantId, new MemoryProjection(), ledger.Contains);
                if (Admits(replay, item, header))
                {
                    failures.Add($"{type} stands before everything");
                }

                history.Take((int)header.Sequence).ToList().ForEach(past => replay.Admit(past.Header, past.Event));
                failures.AddRange(Lies(header).Where(lie => Admits(replay, item, lie.Header)).Select(lie => $"{type}, {lie.Way}"));
                if (!Admits(replay, item, header))
                {
                    failures.Add($"{type} does not stand where it does");
                }
            }

            return true;
        });

        Assert.Empty(failures);
    }

    /// <summary>At the end of the history whatever was said and done is void once more, and the state stays as it is.</summary>
    [Fact]
    [Trait("Conformance", "R01")]
    [Trait("Conformance", "R02")]
    public void NothingFollowsFromWhatIsAppendedAgain()
    {
        var samples = Samples();
        Assert.Equal(EventCatalogue.Types.Order(StringComparer.Ordinal), samples.Keys.Order(StringComparer.Ordinal));
        var (before, failures) = (State(), new List<string>());
        foreach (var (type, (item, header)) in samples.Where(sample => IsJudged(sample.Value.Item)))
        {
            foreach (var ceremony in ceremonies.Values.Append(header.Ceremony).Append(null).Distinct())
            {
                var size = world.Ask((_, ledger) => ledger.Size);
                world.Forge(new Forgery(item, header.Actor, ceremony));
                if (world.Ask((_, ledger) => ledger.Voids.All(v => v.Sequence != size)) || State() != before)
                {
                    failures.Add($"{type} in {ceremonies.FirstOrDefault(c => c.Value == ceremony).Key ?? "its own or none"}");
                    before = State();
                }
            }
        }

        Assert.Empty(failures);
        Assert.False(new LedgerAudit(world.Connection).Run().IsValid);
    }

    [Fact]
    [Trait("Conformance", "R01")]
    public void ANoteChangesNothingAndNamesNobodyButItsHost()
    {
        var samples = Samples();
        var before = State();
        foreach (var (item, header) in samples.Values.Where(sample => sample.Item.IsNote))
        {
            world.Forge(new Forgery(item, header.Actor, header.Ceremony, world.Now.AddYears(10)));
            world.Forge(new Forgery(item, Actors.Principal("Alice"), header.Ceremony));
            Assert.Contains("names somebody else", world.Void());
            Assert.Equal(before, State());
        }

        Assert.NotEmpty(world.StartRoot("CN=Later").CeremonyId);
    }

    [Fact]
    [Trait("Conformance", "R01")]
    public void ATrueEventAfterAVoidOneCountsAsTheFirst()
    {
        var root = world.Approve(world.StartRoot(), 0, 1);
        world.Approve(root, 2);
        var carol = world.Events<StatementMade>().Last();
        var other = world.Approve(world.StartRoot("CN=Other"), 0, 1);

        world.Forge(other.CeremonyId, carol);
        world.Approve(other, 2);

        Assert.Equal(3, world.Look(other).Approvals.Count);
        Assert.Single(world.Service.Execute(other.CeremonyId, new ExpectedPlan(), World.Present()));
        Assert.Single(world.Service.Execute(root.CeremonyId, new ExpectedPlan(), World.Present()));
    }

    [Fact]
    [Trait("Conformance", "R03")]
    public void AFreshClientHasTheStateOfTheOneThatExecuted()
    {
        Samples();
        using var fresh = world.Connect("fresh");

        Assert.Equal(State(), fresh.Read((_, ledger) => State(ledger!)));
    }

    [Fact]
    [Trait("Conformance", "R13")]
    public void OneByteOfADenialThatIsChangedIsDamage()
    {
        var root = world.StartRoot();
        world.Service.Decide(root.CeremonyId, Decision.Deny, root.PlanDigest, World.Custodians[0], "no");
        world.Disconnect();
        world.Sql("UPDATE events SET data = CAST(replace(CAST(data AS TEXT), 'MII', 'MIJ') AS BLOB) WHERE seq = "
            + "(SELECT max(seq) FROM events)");

        Scratch.Refused(ErrorId.LedgerInvalid, () => world.Connect("fresh").Read((_, _) => true));
    }

    /// <summary>Void follows from events whose bytes are the ledger's; of others nobody knows what was said.</summary>
    [Fact]
    [Trait("Conformance", "R13")]
    public void OneByteOfAStatementOrCompletionThatIsChangedRemovedOrAddedIsDamage()
    {
        var (samples, failures, tenant) = (Samples(), new List<string>(), world.Connection.TenantId!);
        foreach (var (type, (_, header)) in samples.Where(s => IsJudged(s.Value.Item) && s.Value.Header.Type == s.Key))
        {
            var stored = world.Ask((work, _) => work.Event(header.Sequence)!);
            foreach (var (way, salt, data) in Damages(stored))
            {
                Put(header.Sequence, salt, data);
                var fault = Xunit.Record.Exception(() => world.Connection.Peek(work =>
                {
                    new VerifiedLedger(tenant).Advance(work);
                    return true;
                }));
                if (fault is not TrstException { Id: ErrorId.LedgerInvalid } || !fault.Message.Contains($"at event {header.Sequence}:"))
                {
                    failures.Add($"{type}, {way}: {fault?.Message ?? "is read"}");
                }
            }

            Put(header.Sequence, stored.Salt, stored.Data);
        }

        Assert.Empty(failures);
        world.Connection.Peek(work =>
        {
            new VerifiedLedger(tenant).Advance(work);
            return true;
        });
    }

    private static IEnumerable<(string Way, byte[] Salt, byte[] Data)> Damages(StoredEvent stored)
    {
        var (salt, data) = (stored.Salt, stored.Data);
        var at = data.Length / 2;
        yield return ("a byte changed", salt, [.. data[..at], (byte)(data[at] ^ 1), .. data[(at + 1)..]]);
        yield return ("a byte removed", salt, [.. data[..at], .. data[(at + 1)..]]);
        yield return ("the last byte removed", salt, data[..^1]);
        yield return ("a byte added", salt, [.. data, (byte)' ']);
        yield return ("all of it removed", salt, []);
        yield return ("a byte of its salt changed", [.. salt[..^1], (byte)(salt[^1] ^ 1)], data);
    }

    private void Put(long sequence, byte[] salt, byte[] data) => world.Sql(
        "UPDATE events SET salt = $s, data = $d WHERE seq = $n", ("$s", salt), ("$d", data), ("$n", sequence));

    private static bool IsJudged(LedgerEvent item) => !item.IsNote && !Unsigned.Contains(item.Type);

    private static bool Admits(Replay replay, LedgerEvent item, EventHeader header)
    {
        var changed = new List<Document>();
        var isVoid = replay.Branch(new StateBranch(replay.State, changed.Add)).Admit(header, item) is not null;
        Assert.True(!isVoid || changed.Count == 0);
        return !isVoid;
    }

    private IEnumerable<(string Way, EventHeader Header)> Lies(EventHeader header)
    {
        if (header.Actor.StartsWith("principal:", StringComparison.Ordinal))
        {
            yield return ("by Mallory", header with { Actor = Actors.Principal("Mallory") });
            var other = header.Actor == Actors.Principal("Dave") ? "Bob" : "Dave";
            yield return ($"by {other}", header with { Actor = Actors.Principal(other) });
            yield return ("by a host", header with { Actor = Actors.Host });
        }

        foreach (var (state, id) in ceremonies.Where(c => c.Value != header.Ceremony))
        {
            yield return ($"in a ceremony that is {state} later", header with { Ceremony = id });
        }

        if (header.Ceremony is not null)
        {
            yield return ("in no ceremony", header with { Ceremony = null });
            yield return ("of another operation", header with { Operation = "CrossSign" });
            yield return ("of no operation", header with { Operation = null });
        }

        yield return ("a month before", header with { Time = header.Time.AddDays(-30) });
        yield return ("ten years ahead", header with { Time = header.Time.AddYears(10) });
    }

    private string State() => world.Ask((_, ledger) => State(ledger));

    private static string State(VerifiedLedger ledger) => string.Join("\n", ledger.Everything
        .Where(document => document.Kind != RefusalRecord.KindName)
        .Select(document => $"{document.Kind} {document.Id} {System.Text.Encoding.UTF8.GetString(document.ToBytes())}"));

    // A history of everything, and the last event of each type with its header; what no history of one clock has is made up.
    private Dictionary<string, (LedgerEvent Item, EventHeader Header)> Samples()
    {
        var ca = Elsewhere.Import(world);
        var asked = Elsewhere.Ask(
            world, new CeremonyRequest { Operation = "Request", Spec = World.Spec("CN=Asked"), Issuer = Elsewhere.Name });
        new RequestCompletion(world.Connection).Complete(Elsewhere.Answer(ca, asked, world.Now), World.Ops);
        world.MakeQuorumRoot();
        var issuing = world.Approve(world.StartIntermediate(), 0, 1, 2);
        world.Service.Execute(issuing.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        new Drill(world.Connection).Run(World.Holder(World.Custodians[0]));
        ceremonies["completed"] = issuing.CeremonyId;
        ceremonies["denied"] = Ended("CN=Denied", c => world.Service.Decide(c, Decision.Deny, Digest(c), World.Custodians[0], "no"));
        ceremonies["stopped"] = Ended("CN=Stopped", c => world.Service.Stop(c, World.Ops, "no"));
        ceremonies["expired"] = Expired("CN=Expired");
        ceremonies["pending"] = world.Approve(world.StartRoot("CN=Pending"), 0, 1).CeremonyId;
        world.Service.Decide(
            ceremonies["pending"], Decision.Withdraw, Digest(ceremonies["pending"]), World.Custodians[1], "no");
        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Service.Execute(ceremonies["pending"], new ExpectedPlan(), World.Present()));
        Scratch.Refused(
            ErrorId.NotOnRoster,
            () => world.Service.Decide(
                ceremonies["pending"], Decision.Approve, Digest(ceremonies["pending"]), World.Mallory, null));
        new Suspension(world.Connection).Suspend(World.Custodians[0], "card lost");
        var resume = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 1, 2, 3);
        world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
        world.ForgeRestoration(World.Ops);
        world.Resume(1, 2, 3);
        ceremonies["pending"] = world.Approve(world.StartRoot("CN=Later"), 0, 1).CeremonyId;
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[4], "card lost");

        var samples = new Dictionary<string, (LedgerEvent, EventHeader)>(StringComparer.Ordinal);
        world.Ask((work, ledger) =>
        {
            for (long sequence = 0; sequence < ledger.Size; sequence++)
            {
                var (header, item) = ledger.Event<LedgerEvent>(work, sequence);
                samples[item.Type] = (item, header);
            }

            return true;
        });
        var host = samples[TenantCreated.TypeName].Item2;
        LedgerEvent[] others =
        [
            new ClockGap(world.Now, world.Now),
        ];
        foreach (var item in others.Where(item => !samples.ContainsKey(item.Type)))
        {
            samples[item.Type] = (item, host);
        }

        return samples;
    }

    private string Ended(string subject, Action<string> end)
    {
        var ceremony = world.Approve(world.StartRoot(subject), 0, 1);
        end(ceremony.CeremonyId);
        return ceremony.CeremonyId;
    }

    private string Expired(string subject)
    {
        var ceremony = world.Service.Start(
            new CeremonyRequest { Operation = "Root", Spec = World.Spec(subject), Gathering = TimeSpan.FromHours(1) }, World.Ops);
        world.Now = ceremony.GatherBy.AddMinutes(1);
        Scratch.Refused(ErrorId.CeremonyExpired, () => world.Service.Stop(ceremony.CeremonyId, World.Ops, "late"));
        return ceremony.CeremonyId;
    }

    private Trstctl.Primitives.Digest Digest(string ceremony) => new CeremonyQueries(world.Connection).Get(ceremony).Record.PlanDigest;
}
