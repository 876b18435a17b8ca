using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.State;
using Trstctl.Statements;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>
/// A founded store, 3 of 5, operator ops, with a clock that the test moves. The test holds the ledger key, as every host that
/// approves does: <see cref="Forge"/> appends whatever it likes, properly chained and checkpointed.
/// </summary>
internal sealed partial class World : IDisposable
{
    public static readonly SigningIdentity[] Custodians =
        [.. new[] { "Alice", "Bob", "Carol", "Dave", "Erin" }.Select(name => Person.Create(name))];

    public static readonly SigningIdentity Ops = Person.Create("ops");
    public static readonly SigningIdentity Mallory = Person.Create("Mallory");

    private readonly Scratch scratch = new();
    private readonly MovingClock clock = new();
    private readonly bool isGuest;
    private readonly List<StoreConnection> connections = [];

    public World()
        : this(WorldImage.Founded.Value)
    {
    }

    /// <param name="image">What the world starts from; null leaves the founding to the test.</param>
    public World(WorldImage? image)
    {
        image?.CopyTo(scratch);
        if (image is null)
        {
            KeyFile.Create(scratch["key"]);
        }

        Genesis = image?.Genesis ?? new();
        var options = Options("client");
        Connection = image is null ? Store.Initialize(scratch["store"], options) : Store.Connect(scratch["store"], options);
        connections.Add(Connection);
        Custody = new CountingCustody(Connection.Custody);
        Connection.Custody = Custody;
    }

    public StoreConnection Connection { get; }

    /// <summary>Of the connections that are made from now on.</summary>
    public int LeastSnapshot { get; set; } = 1_000_000;

    /// <summary>Where a client keeps what it verified.</summary>
    public string SnapshotOf(string client) => Path.Combine(scratch[client], $"snapshot-{Connection.TenantId}.db");

    public CountingCustody Custody { get; }

    /// <summary>Everything this world wrote to disk.</summary>
    public string Folder => scratch.Folder;

    public string Database => Path.Combine(scratch["store"], "tenants", "default.db");

    public CeremonyService Service => new(Connection);

    public CeremonyRecord Genesis { get; private set; } = new();

    /// <summary>Opens both of the store's sealers.</summary>
    public ProtectorSecret Secret => new() { Kind = ProtectorKind.KeyFile, KeyFilePath = scratch["key"] };

    public DateTime Now
    {
        get => clock.UtcNow;
        set => clock.UtcNow = value;
    }

    /// <summary>The same world, acted on through another connection.</summary>
    public World As(StoreConnection connection) => new(this, connection);

    public static World Unfounded() => new(image: null);

    public static CASpec Spec(string subject = "CN=Root") =>
        new CASpecInput { Subject = subject, Validity = "10y", KeyAlgorithm = "ECDSA-P256", Custody = "Operational" }.Build();

    public static CASpec IntermediateSpec() =>
        new CASpecInput { Subject = "CN=Issuing", Validity = "5y", KeyAlgorithm = "ECDSA-P256" }.Build();

    public static RosterDraft Draft() => new(
        [
            .. Custodians.Select((c, i) => Entry("Alice Bob Carol Dave Erin".Split(' ')[i], PrincipalRoles.Custodian, c)),
            Entry("ops", PrincipalRoles.Operator, Ops),
        ],
        3,
        new RosterPolicy(AllowsOperationalRoots: true));

    public void Found()
    {
        Genesis = Approve(Service.Start(new CeremonyRequest { Operation = "Roster", Roster = Draft() }, Ops), 0, 1, 2, 3, 4);
        Service.Execute(Genesis.CeremonyId, new ExpectedPlan(), World.Present());
    }

    public CeremonyRecord StartRoot(string subject = "CN=Root") =>
        Service.Start(new CeremonyRequest { Operation = "Root", Spec = Spec(subject) }, Ops);

    public CeremonyRecord Approve(CeremonyRecord ceremony, params int[] who)
    {
        foreach (var i in who)
        {
            ceremony = Service.Decide(ceremony.CeremonyId, Decision.Approve, ceremony.PlanDigest, Custodians[i], null);
        }

        return ceremony;
    }

    public AuthorityRecord MakeRoot(string subject = "CN=Root")
    {
        var ceremony = Approve(StartRoot(subject), 0, 1, 2);
        return (AuthorityRecord)Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()).Single();
    }

    public CeremonyRecord StartIntermediate(
        string issuer = "Root", string subject = "CN=Issuing", string algorithm = "ECDSA-P256", params string[] executors) =>
        Service.Start(
        new CeremonyRequest
        {
            Operation = "Intermediate",
            Spec = new CASpecInput { Subject = subject, Validity = "5y", KeyAlgorithm = algorithm }.Build(),
            Issuer = issuer,
            Executors = executors,
        },
        Ops);

    /// <summary>A root whose key needs three of the five.</summary>
    public AuthorityRecord MakeQuorumRoot(string subject = "CN=Root", string algorithm = "ECDSA-P256")
    {
        var spec = new CASpecInput { Subject = subject, Validity = "10y", KeyAlgorithm = algorithm }.Build();
        var ceremony = Approve(Service.Start(new CeremonyRequest { Operation = "Root", Spec = spec }, Ops), 0, 1, 2);
        return (AuthorityRecord)Service.Execute(ceremony.CeremonyId, new ExpectedPlan(), World.Present()).Single();
    }

    public static ShareHolder Holder(SigningIdentity identity) => new(identity, [], []);

    /// <summary>For those who wait for what certainly comes: a slow machine does not end it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>These custodians at the console, ops answers, and nobody waits for the others.</summary>
    public static ExecutionOptions Present(params int[] who) => new()
    {
        Executor = Ops,
        ShareHolders = [.. who.Select(i => Holder(Custodians[i]))],
        Timeout = TimeSpan.Zero,
    };

    /// <summary>A change of the roster in force.</summary>
    public RosterDraft Change(
        Func<IReadOnlyList<Principal>, IEnumerable<Principal>> people, int? threshold = null, RosterPolicy? policy = null)
    {
        var current = Ask((_, ledger) => RosterRecord.Current(ledger.State)!.Roster);
        return new RosterDraft([.. people(current.Principals)], threshold ?? current.Threshold, policy ?? current.Policy, current.Digest);
    }

    public CeremonyRecord StartChange(RosterDraft draft) =>
        Service.Start(new CeremonyRequest { Operation = "Roster", Roster = draft }, Ops);

    public static Principal Custodian(string name, SigningIdentity identity) => Entry(name, PrincipalRoles.Custodian, identity);

    /// <summary>Another client on the same store.</summary>
    public StoreConnection Connect(string client = "other")
    {
        var connection = Store.Connect(scratch["store"], Options(client));
        connections.Add(connection);
        return connection;
    }

    /// <summary>Another client, whose every read the test sees by the name of the method.</summary>
    public StoreConnection ConnectWatched(Action<string> seen, Action<string>? done = null)
    {
        var folder = StoreFolder.Open(scratch["store"]);
        var options = Options("watched");
        var store = Trstctl.Storage.Sqlite.SqliteTenantStore.Open(
            folder.DemandTenantFile(options.Tenant), readOnly: false);
        var work = store.Read();
        var keys = TenantKeys.Open(work, options);
        work.Dispose();
        var connection = new StoreConnection(folder, options, Watched<ITenantStore>.Of(store, seen, done), keys);
        connections.Add(connection);
        return connection;
    }

    /// <summary>Appends events as somebody with the ledger key and a program of his own would.</summary>
    public void Forge(string? ceremony, params LedgerEvent[] events) =>
        Forge(events.Select(item => new Forgery(item, Forger.ActorOf(item), ceremony)).ToArray());

    /// <summary>Appends events under headers of the forger's choice.</summary>
    public void Forge(params Forgery[] events) => Connection.Write(
        (writer, ledger) =>
        {
            var (tree, replay) = (ledger.Branch(), ledger.Replay.Branch(new StateBranch(ledger.State, writer.Work.Documents.Put)));
            var now = Now < ledger.LastTime && Now + LedgerWriter.AllowedSkew >= ledger.LastTime ? ledger.LastTime : Now;
            foreach (var (item, actor, ceremony, time) in events)
            {
                var operation = Forger.OperationOf(replay, item, ceremony);
                var (salt, data) = (new byte[StoredEvent.SaltLength], CanonicalJson.Write(item.ToData()));
                var header = new EventHeader(
                    tree.Size, Uuid.Version7(now), item.Type, operation, time ?? now, ledger.TenantId, actor, ceremony,
                    StoredEvent.DigestOf(salt, data));
                writer.Work.InsertEvent(tree.Size, new StoredEvent(header.ToBytes(), salt, data));
                tree.Append(Merkle.Leaf(header.ToBytes()));
                replay.Admit(header, item);
            }

            var checkpoint = new Checkpoint(Checkpoint.OriginOf(ledger.TenantId), tree.Size, tree.Root());
            writer.Work.InsertCheckpoint(tree.Size, checkpoint.Sign(Connection.DemandLedgerKey()));
            writer.Work.Commit();
            return true;
        },
        default);

    /// <summary>Why the newest event has no effect; fails where it has one.</summary>
    public string Void() => Ask((_, ledger) =>
        Assert.Single(ledger.Voids, v => v.Sequence == ledger.Size - 1).Reason);

    public T Ask<T>(Func<IUnitOfWork, VerifiedLedger, T> question) => Connection.Read((work, ledger) => question(work, ledger!));

    /// <summary>The events of a type, oldest first.</summary>
    public IReadOnlyList<T> Events<T>()
        where T : LedgerEvent => Ask((work, ledger) =>
            Enumerable.Range(0, (int)ledger.Size).Select(i => ledger.Event<LedgerEvent>(work, i).Event).OfType<T>().ToArray());

    public CeremonyRecord Look(CeremonyRecord ceremony) => new CeremonyQueries(Connection).Get(ceremony.CeremonyId).Record;

    public Plan PlanOf(CeremonyRecord ceremony) => Ask((work, ledger) =>
        Plan.FromSigned(ledger.Event<Trstctl.History.Events.CeremonyStarted>(work, ceremony.StartedAt).Event.SignedPlan));

    public void Disconnect()
    {
        connections.ForEach(connection => connection.Dispose());
        connections.Clear();
    }

    public void Dispose()
    {
        Disconnect();
        if (!isGuest)
        {
            scratch.Dispose();
        }
    }

    private static Principal Entry(string name, PrincipalRoles roles, SigningIdentity identity) =>
        new(name, name, roles, identity.Certificate, roles == PrincipalRoles.Custodian ? identity.Certificate : null);

    private ConnectionOptions Options(string client, string keyFile = "key", string? accept = null, string? oldKey = null) => new()
    {
        OldCustodySecret = oldKey is null ? null : new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = scratch[oldKey] },
        AcceptCheckpoint = accept,
        LedgerSecret = new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = scratch[keyFile] },
        ClientStatePath = scratch[client],
        Clock = clock,
        LeastSnapshot = LeastSnapshot,
    };

    private sealed class MovingClock : IClock
    {
        public DateTime UtcNow { get; set; } = Person.Now;
    }
}
