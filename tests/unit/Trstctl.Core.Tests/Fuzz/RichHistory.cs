using Microsoft.Data.Sqlite;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Core.Tests.Ceremonies;
using Trstctl.Core.Tests.Ceremonies.Presence;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.History;
using Trstctl.History.Snapshots;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>Of everything a little, once a process: what a fuzz edits, and the keys that open what is genuine.</summary>
internal sealed class RichHistory
{
    public static readonly Lazy<RichHistory> One = new(() => new RichHistory());

    private RichHistory()
    {
        World = new World();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => World.Dispose();
        void Later() => World.Now += TimeSpan.FromMinutes(7);
        World.MakeRoot("CN=Operational");
        World.MakeQuorumRoot();
        Later();
        World.Open(World.ApproveIntermediate(), [0, 1, 2]);
        Later();
        var denied = World.Approve(World.StartRoot("CN=Denied"), 0, 1, 2);
        World.Service.Decide(denied.CeremonyId, Decision.Deny, denied.PlanDigest, World.Custodians[3], "no");
        var stopped = World.Approve(World.StartRoot("CN=Stopped"), 0, 1);
        World.Service.Decide(stopped.CeremonyId, Decision.Withdraw, stopped.PlanDigest, World.Custodians[1], "no");
        Scratch.Refused(ErrorId.QuorumNotMet, () => World.Service.Execute(stopped.CeremonyId, new ExpectedPlan(), World.Present()));
        World.Service.Stop(stopped.CeremonyId, World.Ops, "no");
        var late = World.Service.Start(
            new CeremonyRequest
            {
                Operation = "Root", Spec = World.Spec("CN=Late"), Gathering = TimeSpan.FromMinutes(5), Use = TimeSpan.FromMinutes(5),
            },
            World.Ops);
        World.Now = late.UseBy.AddSeconds(1);
        Scratch.Refused(ErrorId.CeremonyExpired, () => World.Service.Stop(late.CeremonyId, World.Ops, "late"));
        new Suspension(World.Connection).Suspend(Ceremonies.World.Custodians[0], "card lost");
        World.Resume(1, 2, 3);
        Later();
        World.ChangeRoster();
        new Drill(World.Connection).Run(Ceremonies.World.Holder(World.Custodians[0]));
        new PrincipalKeyRetirements(World.Connection).Retire(World.Custodians[3], "card lost");
        Later();
        Run(new CeremonyRequest { Operation = "Rotation", Authority = "Operational" });
        Answer();
        Run(new CeremonyRequest { Operation = "LedgerKey" });
        Later();
        Restored = World.Restore(World.Copy("copy"), "new", oldKey: "key");
        Before = new StoredRows(DatabaseOf("new"));
        Restored.Resume(0, 1, 2);
        Restored.MakeRoot("CN=After");
        Ask();
        Rows = new StoredRows(DatabaseOf("new"));
        Database = Path.Combine(World.Folder, "still.db");
        using (var from = new SqliteConnection($"Data Source={DatabaseOf("new")};Pooling=False"))
        using (var to = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            from.Open();
            to.Open();
            from.BackupDatabase(to);
        }

        Documents = [.. Contents().Distinct(new Same())];
    }

    public World World { get; }

    /// <summary>A store of the same tenant, made from a copy of it and resumed; a session waits there for shares.</summary>
    public World Restored { get; }

    public StoredRows Rows { get; }

    /// <summary>The restored store while nobody has resumed it.</summary>
    public StoredRows Before { get; }

    /// <summary>The file of the rows, with nothing in a log beside it.</summary>
    public string Database { get; }

    public KeySession Session { get; } = new();

    public OpenRequest Request { get; private set; } = null!;

    public KeyShare Share { get; private set; } = null!;

    /// <summary>Everything in it that is JSON or DER, outside and inside of what carries it.</summary>
    public IReadOnlyList<byte[]> Documents { get; }

    public string KeyFile(string name = "key.new") => Path.Combine(World.Folder, name);

    public Trstctl.Custody.ProtectorSecret Secret => new() { Kind = Trstctl.Custody.ProtectorKind.KeyFile, KeyFilePath = KeyFile() };

    private string DatabaseOf(string store) => Path.Combine(World.Folder, store, "tenants", "default.db");

    private void Run(CeremonyRequest request) => World.Service.Execute(
        World.Approve(World.Service.Start(request, World.Ops), 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));

    private void Answer()
    {
        var ca = Elsewhere.Import(World);
        var asked = Elsewhere.Ask(World, new CeremonyRequest { Operation = "Request", Spec = World.Spec("CN=Asked") });
        World.Forge(asked.Ceremony, Elsewhere.Signed(
            Elsewhere.Said(World, asked, Elsewhere.Answer(ca, asked, World.Now)), World.Ops));
    }

    // A session of the test's own, whose private key it has.
    private void Ask()
    {
        var ceremony = Restored.Approve(Restored.StartIntermediate("Root", "CN=Waiting"), 0, 1, 2);
        var key = Restored.Ask(
            (_, ledger) => ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).Single(a => a.Name == "Root").KeyId!);
        Request = Restored.Request(ceremony, Session, key);
        Restored.Ask(ceremony, Request, World.Ops);
        Share = Restored.ShareOf(key, 0);
        Restored.Put(Request, 0, Restored.ReleaseOf(Request, 0, Share));
    }

    private IEnumerable<byte[]> Contents()
    {
        var found = new Queue<byte[]>(Rows.Events.Values.SelectMany(e => new[] { e.Header, e.Data })
            .Concat(Rows.Documents.Values).Concat(Rows.SealedKeys.Values).Concat(Rows.Releases.Values).Concat(Rows.Settings.Values)
            .Concat(Before.Settings.Values)
            .Concat(Directory.GetFiles(World.Folder, "*.json", SearchOption.AllDirectories).Select(File.ReadAllBytes)));
        var plan = Restored.PlanOf(World.Genesis);
        var witness = new WitnessStatement(
            plan.Tenant, plan.Ceremony, plan.Digest, "Erin", 1, new LedgerPoint(7, plan.Digest), World.Now).ToBytes();
        found.Enqueue(SignedStatement.Sign(Ceremonies.World.Custodians[4], ContentTypes.Witness, witness, World.Now));
        var kdf = new JsonObject { { "salt", new byte[16] }, { "memoryKiB", 65536 }, { "passes", 3 }, { "lanes", 4 } };
        found.Enqueue(new ShareFileContent("aa", "Alice", 1, kdf, [new("one", 1, new byte[99]), new("two", 1, new byte[99])]).ToBytes());
        found.Enqueue(new ShareContext("aa", "one", 1, 2, 3, "Alice", 1).ToBytes());
        found.Enqueue(new VoidEvent(7, "approval.recorded", World.Now, "host:somebody", plan.Ceremony, "it is none").ToBytes());
        found.Enqueue(Restored.Ask((_, ledger) => new SnapshotHead(
            plan.Tenant, SnapshotHead.ThisBuild, ledger.Head, ledger.Founding!, [3, 5])).ToBytes());
        while (found.TryDequeue(out var item))
        {
            yield return item;
            IEnumerable<byte[]> inner = JsonMutator.Of(item) is { } json ? json.Hidden : Inside(item);
            inner.ToList().ForEach(found.Enqueue);
        }
    }

    private static byte[][] Inside(byte[] cms)
    {
        try
        {
            return [SignedStatement.Read(cms).Content];
        }
        catch (TrstException)
        {
            return [];
        }
    }

    private sealed class Same : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] bytes) => Digest.Of(bytes).GetHashCode();
    }
}
