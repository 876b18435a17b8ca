using System.Security;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.Statements;
using Trstctl.Storage;
using Trstctl.Storage.Sqlite;

namespace Trstctl.KillTarget;

/// <summary>One operation on the store of a folder that a test laid out: connected, ready, and run once.</summary>
internal sealed class Work(Action run, IDisposable? connection) : IDisposable
{
    public static Work Prepare(string folder, string operation, string ceremony, KillPoints points)
    {
        var options = new ConnectionOptions
        {
            LedgerSecret = new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = Path.Combine(folder, "keys", "ledger.key") },
            CustodySecret = new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = Path.Combine(folder, "keys", "custody.key") },
            ClientStatePath = Path.Combine(folder, "client"),
        };
        var path = Path.Combine(folder, "store");
        if (operation == "initialize")
        {
            return new Work(() => Store.Initialize(path, options).Dispose(), null);
        }

        var connection = Connect(path, options, points);
        var service = new CeremonyService(connection);
        return new Work(
            operation switch
            {
                "start" => () => service.Start(NewRoot(), Identity(folder, "ops")),
                "approve" => Deciding(Decision.Approve),
                "deny" => Deciding(Decision.Deny),
                "suspend" => Suspending(),
                "retire-key" => Retiring(),
                _ => Executing(),
            },
            connection);

        // The keys of those who are present are read before the clock runs.
        Action Executing()
        {
            var ops = Identity(folder, "ops");
            var holders = new[] { "Alice", "Bob", "Carol" }.Select(name => new ShareHolder(Identity(folder, name), [], [])).ToArray();
            return () => service.Execute(ceremony, new ExpectedPlan(), new ExecutionOptions { Executor = ops, ShareHolders = holders });
        }

        Action Suspending()
        {
            var identity = Identity(folder, "Erin");
            return () => new Suspension(connection).Suspend(identity, "card lost");
        }

        Action Retiring()
        {
            var identity = Identity(folder, "Erin");
            return () => new PrincipalKeyRetirements(connection).Retire(identity, "card lost");
        }

        Action Deciding(Decision decision)
        {
            var (identity, digest) = (Identity(folder, "Carol"), new CeremonyQueries(connection).Get(ceremony).Record.PlanDigest);
            return () => service.Decide(ceremony, decision, digest, identity, "as planned");
        }
    }

    public void Run() => run();

    public void Dispose() => connection?.Dispose();

    /// <summary>
    /// Copies what a kill would leave, files included that this process holds open. That closing them here drops this process's
    /// POSIX locks matters to nobody: no other process uses the folder. Files that are there to be locked have no content.
    /// </summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            OwnerOnly.CreateDirectory(Path.GetDirectoryName(target)!);
            using (var copy = new FileStream(target, FileMode.CreateNew))
            {
                if (new FileInfo(file).Length > 0)
                {
                    using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    source.CopyTo(copy);
                }
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(target, File.GetUnixFileMode(file));
            }
        }
    }

    private static StoreConnection Connect(string path, ConnectionOptions options, KillPoints points)
    {
        var folder = StoreFolder.Open(path);
        var store = SqliteTenantStore.Open(folder.DemandTenantFile(options.Tenant), readOnly: false);
        using var work = store.Read();
        var keys = TenantKeys.Open(work, options);
        work.Dispose();
        var connection = new StoreConnection(folder, options, new KillingStore(store, points), keys);
        connection.Read((_, _) => true);
        return connection;
    }

    private static CeremonyRequest NewRoot() =>
        new() { Operation = "Root", Spec = new CASpecInput { Subject = "CN=Started", Validity = "20y" }.Build() };

    private static SigningIdentity Identity(string folder, string name)
    {
        var password = new SecureString();
        "correct horse battery".ToList().ForEach(password.AppendChar);
        return SigningIdentity.FromFile(Path.Combine(folder, "keys", name + ".pfx"), password);
    }
}
