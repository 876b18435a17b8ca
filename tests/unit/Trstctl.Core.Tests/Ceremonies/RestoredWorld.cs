using Trstctl.Ceremonies;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>The same tenant in several stores: copied, restored, put back.</summary>
internal sealed partial class World
{
    private World(World origin, StoreConnection connection)
    {
        (scratch, clock, Genesis, isGuest) = (origin.scratch, origin.clock, origin.Genesis, true);
        Connection = connection;
        connections.Add(connection);
        Custody = new CountingCustody(connection.Custody);
        Connection.Custody = Custody;
    }

    /// <summary>The quorum resumes whatever is stopped.</summary>
    public CeremonyRecord Resume(params int[] who)
    {
        var resume = Approve(Service.Start(new CeremonyRequest { Operation = "Resume" }, Ops), who);
        Service.Execute(resume.CeremonyId, new ExpectedPlan(), World.Present());
        return Look(resume);
    }

    /// <summary>What somebody with the ledger's key and a key of the roster can write into a living store.</summary>
    public void ForgeRestoration(SigningIdentity who, Func<RestorationStatement, RestorationStatement>? lie = null)
    {
        var (said, note) = Ask((work, ledger) => (
            new RestorationStatement(
                ledger.TenantId, RosterRecord.Current(ledger.State)!.Roster.Epoch,
                RosterRecord.Current(ledger.State)!.Roster.FindByKey(who.Spki)!.Name, ledger.Head, new byte[32], Digest.Of([1]),
                Connection.StoreId, Now),
            work.LatestCheckpoint()!));
        said = lie is null ? said : lie(said);
        var copy = SignedStatement.Sign(who, ContentTypes.Restoration, said.ToBytes(), said.Time);
        Forge(null, new StoreRestored(copy, note, "somebody"));
    }

    /// <summary>Copies the store as it is, to be restored or put back.</summary>
    public string Copy(string name) => CopyOf("store", name);

    public string CopyOf(string store, string name)
    {
        CopyFiles(Path.Combine(scratch[store], "tenants"), scratch[name]);
        return Path.Combine(scratch[name], "default.db");
    }

    /// <summary>Lays a copy out as a store of its own.</summary>
    public void PutAt(string copy, string store)
    {
        OwnerOnly.CreateDirectory(scratch[store]);
        File.Copy(Path.Combine(scratch["store"], "store.json"), Path.Combine(scratch[store], "store.json"));
        CopyFiles(Path.GetDirectoryName(copy)!, Path.Combine(scratch[store], "tenants"));
    }

    /// <summary>Puts an older copy back in silence; nobody is connected.</summary>
    public void PutBack(string copy, string store)
    {
        Directory.Delete(Path.Combine(scratch[store], "tenants"), recursive: true);
        CopyFiles(Path.GetDirectoryName(copy)!, Path.Combine(scratch[store], "tenants"));
    }

    /// <summary>What a client keeps of tenants, with the histories that it gave up.</summary>
    public string Marks(string client) => string.Concat(Directory.GetFiles(scratch[client], "mark-*").Select(File.ReadAllText));

    private static void CopyFiles(string from, string to)
    {
        OwnerOnly.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>A new store from a copy, under a ledger key of its own.</summary>
    /// <param name="oldKey">The key file of the copy's custody sealer; null where the restorer does not have it.</param>
    public World Restore(string copy, string name, string client = "client", SigningIdentity? by = null, string? oldKey = null,
        CopyDamage? cut = null)
    {
        if (!File.Exists(scratch["key." + name]))
        {
            KeyFile.Create(scratch["key." + name]);
        }

        return new World(this, Store.Restore(copy, scratch[name], Options(client, "key." + name, oldKey: oldKey), by ?? Ops, cut));
    }

    /// <summary>What a restoration of the copy would lose.</summary>
    public CopyDamage? DamageOf(string copy) => Store.DamageOf(copy, scratch["looked"], "default");

    /// <summary>The same tenant in another store, or by another client.</summary>
    public World ConnectTo(string name, string client, string? accept = null, string? keyFile = null) =>
        new(this, Store.Connect(scratch[name], Options(client, keyFile ?? (name == "store" ? "key" : "key." + name), accept)));
}
