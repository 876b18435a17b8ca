using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.State;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>
/// A recorded history, one event a line: its header, salt and data, the digest of the state after it, and why it is void where it is.
/// The rules of a number never change, so that every version and every host comes to the same.
/// </summary>
public sealed class ReplayVectorTests
{
    private static readonly Lazy<IReadOnlyList<JsonObject>> Recorded = new(() =>
    {
        var file = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "vectors", "replay", "1", "history.jsonl");
        if (Environment.GetEnvironmentVariable("TRSTCTL_UPDATE_VECTORS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, string.Concat(History().Select(line => Encoding.UTF8.GetString(CanonicalJson.Write(line)) + "\n")));
        }

        return [.. File.ReadAllLines(file).Select(
            line => CanonicalJson.Read(Encoding.UTF8.GetBytes(line), "recorded event", 2 * StoredEvent.MaxDataBytes))];
    });

    public static TheoryData<string> Cultures => ["", "tr-TR", "de-DE", "th-TH", "ar-SA"];

    /// <summary>TRSTCTL_UPDATE_VECTORS=1 records it anew, which is right as long as no release has these rules.</summary>
    [Theory]
    [MemberData(nameof(Cultures))]
    [Trait("Conformance", "R14")]
    public void TheRecordedHistoryGivesTheSameStateOnEveryCulture(string culture)
    {
        var (before, language) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var events = Recorded.Value.Select(line => new ObjectReader(line, "recorded event")).Select(reader => (
                Event: EventOf(reader), State: reader.Text("state", 64), Void: reader.OptionalText("void", 1024))).ToArray();
            var found = Replayed(events.Select(e => e.Event)).Select(r => (State: DigestOf(r.State), r.Void)).ToArray();

            Assert.Equal(events.Select((e, i) => $"{i} {e.State} {e.Void}"), found.Select((f, i) => $"{i} {f.State} {f.Void}"));
            Assert.Contains(found, f => f.Void is not null);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, language);
        }
    }

    /// <summary>The one state after each recorded event.</summary>
    internal static IEnumerable<MemoryProjection> States() =>
        Replayed(Recorded.Value.Select(line => EventOf(new ObjectReader(line, "recorded event")))).Select(replayed => replayed.State);

    private static StoredEvent EventOf(ObjectReader reader) => new(
        CanonicalJson.Write(reader.Object("header")), reader.Bytes("salt", StoredEvent.SaltLength),
        reader.Bytes("data", StoredEvent.MaxDataBytes));

    private static IEnumerable<(MemoryProjection State, string? Void)> Replayed(IEnumerable<StoredEvent> events)
    {
        var (tree, state) = (new MerkleTree(new CompleteSubtrees(), 0), new MemoryProjection());
        Replay? replay = null;
        foreach (var item in events)
        {
            var header = EventHeader.FromBytes(item.Header);
            Assert.Equal(header.DataDigest, StoredEvent.DigestOf(item.Salt, item.Data));
            Assert.Equal(header.Sequence, tree.Size);
            replay ??= new Replay(header.Tenant, state, point => point.Size <= tree.Size && tree.RootAt(point.Size) == point.Root);
            var reason = replay.Admit(header, EventCatalogue.Read(header.Type, item.Data));
            tree.Append(Merkle.Leaf(item.Header));
            yield return (state, reason);
        }
    }

    private static string DigestOf(MemoryProjection state) => Digest.Of(Encoding.UTF8.GetBytes(string.Join("\n", state.Everything.Select(
        document => $"{document.Kind} {document.Id} {Encoding.UTF8.GetString(document.ToBytes())}")))).Hex;

    // Of everything a little, with what the ledger's holder adds of his own.
    private static JsonObject[] History()
    {
        using var world = new World();
        void Later() => world.Now += TimeSpan.FromMinutes(7);
        world.MakeRoot("CN=Operational");
        world.MakeQuorumRoot();
        Later();
        world.Open(world.ApproveIntermediate(), [0, 1, 2]);
        Later();
        var denied = world.Approve(world.StartRoot("CN=Denied"), 0, 1, 2);
        world.Service.Decide(denied.CeremonyId, Decision.Deny, denied.PlanDigest, World.Custodians[3], "no");
        var other = Verdict.Newest(world).Event.Completion;
        world.Forge(denied.CeremonyId, new CeremonyCompleted(other with { PlanDigest = denied.PlanDigest }));
        Later();
        var stopped = world.Approve(world.StartRoot("CN=Stopped"), 0, 1);
        world.Service.Decide(stopped.CeremonyId, Decision.Withdraw, stopped.PlanDigest, World.Custodians[1], "no");
        world.Forge(stopped.CeremonyId, world.Word(stopped, 2, signer: World.Mallory));
        Scratch.Refused(ErrorId.QuorumNotMet, () => world.Service.Execute(stopped.CeremonyId, new ExpectedPlan(), World.Present()));
        world.Service.Stop(stopped.CeremonyId, World.Ops, "no");
        Later();
        new Suspension(world.Connection).Suspend(World.Custodians[0], "card lost");
        var resume = world.Approve(world.Service.Start(new CeremonyRequest { Operation = "Resume" }, World.Ops), 1, 2, 3);
        world.Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
        Later();
        var pending = world.StartRoot("CN=Pending");
        world.ChangeRoster();
        world.Forge(pending.CeremonyId, world.Word(pending, 0));
        Later();
        new Drill(world.Connection).Run(World.Holder(World.Custodians[0]));
        new PrincipalKeyRetirements(world.Connection).Retire(World.Custodians[3], "card lost");
        Later();
        var rotation = world.Service.Start(new CeremonyRequest { Operation = "Rotation", Authority = "Operational" }, World.Ops);
        world.Service.Execute(world.Approve(rotation, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());

        var events = world.Ask((work, ledger) => Enumerable.Range(0, (int)ledger.Size).Select(i => work.Event(i)!).ToArray());
        return [.. events.Zip(Replayed(events), (item, after) => new JsonObject
        {
            { "header", CanonicalJson.Read(item.Header, "header", EventHeader.MaxBytes) },
            { "salt", item.Salt },
            { "data", item.Data },
            { "state", DigestOf(after.State) },
            { "void", after.Void is null ? null : (JsonValue)after.Void },
        })];
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
