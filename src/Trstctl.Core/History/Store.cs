namespace Trstctl.History;

/// <summary>Founding and connecting stores.</summary>
public static class Store
{
    /// <summary>Creates the folder, the tenant's file and its keys, and connects.</summary>
    public static StoreConnection Initialize(string path, ConnectionOptions options) => StoreFolder.Found(
        path,
        options.Clock.UtcNow,
        folder =>
        {
            folder.CreateTenantFile(options.Tenant);
            return Connect(folder, options, found: true);
        });

    /// <param name="path">The store's folder.</param>
    /// <param name="options">What opens it.</param>
    /// <param name="opened">Runs when the sealers are open and this client was not shown the tenant yet: what else can refuse.</param>
    public static StoreConnection Connect(string path, ConnectionOptions options, Action? opened = null)
    {
        var connection = Connect(StoreFolder.Open(path), options, found: false);
        try
        {
            opened?.Invoke();
            connection.Read((_, _) => true);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Refuses with <see cref="ErrorId.StoreExists"/> or <see cref="ErrorId.StoreUnavailable"/> where no store can be made, and
    /// a name that no tenant has.</summary>
    public static void DemandFree(string path, string tenant)
    {
        StoreFolder.DemandTenantName(tenant);
        StoreFolder.DemandFree(path);
    }

    /// <summary>The names of a store's tenants, as their files say.</summary>
    public static IReadOnlyList<string> Tenants(string path) => StoreFolder.Open(path).TenantNames();

    /// <summary>Refuses with <see cref="ErrorId.TenantExists"/> where no tenant of this name can be made.</summary>
    internal static void DemandNoTenant(string path, string tenant) => StoreFolder.Open(path).DemandNoTenant(tenant);

    /// <summary>Another tenant beside those of a store, with keys of its own, connected. Nothing of the others is opened.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.TenantExists"/>.</exception>
    internal static StoreConnection AddTenant(string path, ConnectionOptions options)
    {
        var folder = StoreFolder.Open(path);
        return folder.AddTenant(options.Tenant, () => Connect(folder, options, found: true));
    }

    /// <summary>Makes a new store from a copy of another, without its secrets; see docs/guides/recovery.md. Errors:
    /// <see cref="ErrorId.RestoreRefused"/>, <see cref="ErrorId.StoreExists"/>, <see cref="ErrorId.NotOnRoster"/>,
    /// <see cref="ErrorId.RoleMissing"/>; nothing is written then.</summary>
    /// <param name="identity">An operator or custodian of the copy's roster, who signs the restoration.</param>
    /// <param name="cut">What is lost of a damaged copy, as <see cref="DamageOf"/> said; null refuses one.</param>
    /// <param name="examined">Gives the options with the new store's secrets, once nothing of the copy can refuse any more; null where
    /// <paramref name="options"/> has them.</param>
    public static StoreConnection Restore(
        string source, string destination, ConnectionOptions options, SigningIdentity identity, CopyDamage? cut = null,
        Func<ConnectionOptions>? examined = null) => Restoration.Restore(source, destination, options, identity, cut, examined);

    /// <summary>What a restoration would lose that cuts this copy at its last sound checkpoint; null where the copy is whole.</summary>
    public static CopyDamage? DamageOf(string source, string destination, string tenant) =>
        Restoration.Examine(source, destination, tenant);

    private static StoreConnection Connect(StoreFolder folder, ConnectionOptions options, bool found)
    {
        var file = folder.DemandTenantFile(options.Tenant);
        folder.DemandOwnerOnly(options.Tenant, options.ReadOnly);
        var store = SqliteTenantStore.Open(file, options.ReadOnly, options.LockTimeout, isNew: found);
        try
        {
            return new StoreConnection(folder, options, store, found ? CreateKeys(store, options) : OpenKeys(store, options));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static TenantKeys CreateKeys(ITenantStore store, ConnectionOptions options)
    {
        using var work = store.Write(CancellationToken.None);
        var keys = TenantKeys.Create(work, options);
        work.Commit();
        return keys;
    }

    private static TenantKeys OpenKeys(ITenantStore store, ConnectionOptions options)
    {
        var asked = options is { LedgerSecret: null, ReadOnly: false, AskLedgerPassword: { } ask } && IsUnderPassword(store) ? ask() : null;
        using var work = store.Read();
        return TenantKeys.Open(
            work, options, asked is null ? null : new ProtectorSecret { Kind = ProtectorKind.Password, Password = asked });
    }

    // Nobody waits for an answer within a transaction.
    private static bool IsUnderPassword(ITenantStore store)
    {
        using var work = store.Read();
        return TenantKeys.LedgerProtectors(work).Contains(ProtectorKind.Password);
    }
}
