using Trstctl.Canonical;
using Trstctl.Custody;

namespace Trstctl.Storage;

/// <summary>A store on disk: <c>store.json</c> and one database file a tenant, readable by the owner only.</summary>
public sealed class StoreFolder
{
    public const string Format = "trstctl-store/1";
    private const string Marker = "store.json";

    private StoreFolder(string path, string storeId)
    {
        Path = path;
        StoreId = storeId;
    }

    public string Path { get; }

    /// <summary>A random UUID; copies of a store share it.</summary>
    public string StoreId { get; }

    public static StoreFolder Create(string path, DateTime now)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
        {
            throw new TrstException(ErrorId.StoreExists, full);
        }

        return Guard(() =>
        {
            OwnerOnly.CreateDirectory(full);
            OwnerOnly.CreateDirectory(System.IO.Path.Combine(full, "tenants"));
            var id = Guid.NewGuid().ToString();
            var marker = CanonicalJson.Write(new JsonObject(Format) { { "store", id }, { "created", now } });
            using var file = OwnerOnly.CreateFile(System.IO.Path.Combine(full, Marker));
            file.Write(marker, 0, marker.Length);
            return new StoreFolder(full, id);
        });
    }

    public static StoreFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var marker = System.IO.Path.Combine(full, Marker);
        if (!File.Exists(marker))
        {
            throw new TrstException(ErrorId.StoreNotFound, full);
        }

        var reader = new ObjectReader(CanonicalJson.Read(Guard(() => File.ReadAllBytes(marker)), Marker, 4096), Marker, Format);
        var id = reader.Text("store", 36);
        _ = reader.Time("created");
        reader.End();
        return new StoreFolder(full, id);
    }

    /// <summary>The tenant's file; names are lower-case letters, digits and hyphens, since they become file names.</summary>
    public string TenantFile(string tenant)
    {
        if (tenant.Length is 0 or > 64 || !tenant.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            throw new TrstException(ErrorId.InvalidArgument, "Tenant", "1 to 64 lower-case letters, digits and hyphens", CanonicalText.Escape(tenant));
        }

        return System.IO.Path.Combine(Path, "tenants", tenant + ".db");
    }

    public string DemandTenantFile(string tenant)
    {
        var file = TenantFile(tenant);
        return File.Exists(file) ? file : throw new TrstException(ErrorId.TenantNotFound, tenant);
    }

    public void CreateTenantFile(string tenant) => Guard(() =>
    {
        OwnerOnly.CreateFile(TenantFile(tenant)).Dispose();
        return true;
    });

    private static T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrstException(ErrorId.StoreUnavailable, e, null, e.Message);
        }
    }
}
