using System.Runtime.InteropServices;

namespace Trstctl.Storage;

/// <summary>A store on disk: <c>store.json</c> and one database file a tenant, readable by the owner only.</summary>
internal sealed class StoreFolder
{
    public const string Format = "trstctl-store/1";
    private const string Marker = "store.json";
    private const string DraftMarker = "store.json.new";
    private const string Tenants = "tenants";
    private const string Database = ".db";
    private const int MaxMarker = 4096;
    private static readonly string[] FilesOfOne = [string.Empty, "-wal", "-shm", ".lock"];

    private StoreFolder(string path, string storeId)
    {
        Path = path;
        StoreId = storeId;
        Places = [RealPath.Of(path), storeId];
    }

    public string Path { get; }

    /// <summary>A random UUID; copies of a store share it.</summary>
    public string StoreId { get; }

    /// <summary>What a client knows the store again by: where its folder really is, and its id.</summary>
    public IReadOnlyList<string> Places { get; }

    /// <summary>Lays the folder out and lets it be filled. The marker gets its name last: a founding that broke off left no
    /// store, and the next one begins anew.</summary>
    public static T Found<T>(string path, DateTime now, Func<StoreFolder, T> fill)
        where T : IDisposable
    {
        var full = DemandFree(path);
        return Guard(() =>
        {
            OwnerOnly.CreateDirectory(full);
            var draft = System.IO.Path.Combine(full, DraftMarker);
            var filled = Fill(full, draft, now, fill);
            try
            {
                File.Move(draft, System.IO.Path.Combine(full, Marker));
                return filled;
            }
            catch
            {
                filled.Dispose();
                throw;
            }
        });
    }

    /// <summary>The full path of what is no store and holds nothing else, and of what a folder can hold.</summary>
    public static string DemandFree(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        for (var above = System.IO.Path.GetDirectoryName(full); above is not null; above = System.IO.Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                throw new TrstException(ErrorId.StoreUnavailable, $"\"{above}\" is no folder");
            }
        }

        return File.Exists(full) || (Directory.Exists(full) && !IsFree(full))
            ? throw new TrstException(ErrorId.StoreExists, full)
            : full;
    }

    public static StoreFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var marker = System.IO.Path.Combine(full, Marker);
        if (!File.Exists(marker))
        {
            throw new TrstException(ErrorId.StoreNotFound, full);
        }

        var id = Fields.FromBytes<StoreMarker>(BoundedFile.Read(marker, MaxMarker), Marker, MaxMarker, StoreMarker.Declare).StoreId;

        // A client knows places by ids and by paths: an id that is a path would speak for another store.
        return Guid.TryParseExact(id, "D", out var known) && known.ToString() == id
            ? new StoreFolder(full, id)
            : throw new TrstException(ErrorId.FormatInvalid, marker, "its store's id is no UUID");
    }

    /// <summary>The tenant's file; names are lower-case letters, digits and hyphens, since they become file names.</summary>
    public string TenantFile(string tenant)
    {
        DemandTenantName(tenant);
        return System.IO.Path.Combine(Path, Tenants, tenant + Database);
    }

    public static void DemandTenantName(string tenant)
    {
        if (!IsTenantName(tenant))
        {
            throw new TrstException(
                ErrorId.InvalidArgument, "the tenant's name", "1 to 64 lower-case letters, digits and hyphens",
                $"\"{CanonicalText.Escape(tenant)}\"");
        }
    }

    public string DemandTenantFile(string tenant)
    {
        var file = TenantFile(tenant);
        return File.Exists(file) ? file : throw new TrstException(ErrorId.TenantNotFound, tenant);
    }

    /// <summary>The names of all tenants, in order, as their files say: nothing is known of them before they are opened.</summary>
    public IReadOnlyList<string> TenantNames() => Guard(() => Directory
        .EnumerateFiles(System.IO.Path.Combine(Path, Tenants), "*" + Database)
        .Select(file => System.IO.Path.GetFileNameWithoutExtension(file))
        .Where(IsTenantName)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToArray());

    /// <summary>Makes another tenant's file and lets it be filled; a name is never used twice. What fails leaves none.</summary>
    public T AddTenant<T>(string tenant, Func<T> fill)
    {
        DemandNoTenant(tenant);
        var file = TenantFile(tenant);
        CreateTenantFile(tenant);
        try
        {
            return fill();
        }
        catch
        {
            Clear(FilesOfOne.Select(suffix => file + suffix));
            throw;
        }
    }

    /// <summary>Refuses with <see cref="ErrorId.TenantExists"/> a name that was used.</summary>
    public void DemandNoTenant(string tenant)
    {
        var file = TenantFile(tenant);
        DemandOwnerOnly(tenant, readOnly: false);
        if (File.Exists(file) || Directory.Exists(file))
        {
            throw new TrstException(ErrorId.TenantExists, tenant);
        }
    }

    /// <summary>Refuses a store that is not the user's alone. Who only reads may read another's (an auditor's copy), which nobody but its
    /// owner can write: what it says is verified in any case.</summary>
    public void DemandOwnerOnly(string tenant, bool readOnly)
    {
        var file = TenantFile(tenant);
        string[] parts =
        [
            Path, System.IO.Path.Combine(Path, Marker), System.IO.Path.Combine(Path, Tenants),
            .. FilesOfOne.Select(suffix => file + suffix),
        ];
        DemandNoneElse(file, parts.Skip(1));
        foreach (var part in parts.Where(part => File.Exists(part) || Directory.Exists(part)))
        {
            if (readOnly)
            {
                OwnerOnly.DemandUnwritable(part);
            }
            else
            {
                OwnerOnly.Demand(part);
            }
        }
    }

    public void CreateTenantFile(string tenant) => Guard(() =>
    {
        OwnerOnly.CreateFile(TenantFile(tenant)).Dispose();
        return true;
    });

    private static bool IsTenantName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    // The store's folder may be a link that its user knows. A part of it that is one would have something else written in its place.
    private static void DemandNoneElse(string file, IEnumerable<string> parts)
    {
        if (parts.FirstOrDefault(OwnerOnly.IsLink) is { } link)
        {
            throw new TrstException(ErrorId.StoreDamaged, $"\"{link}\" is a link, which no part of a store is");
        }

        // SQLite would play it back, whoever wrote it, and wait for one that is a pipe.
        var journal = file + "-journal";
        if (File.Exists(journal) || Directory.Exists(journal) || OwnerOnly.IsLink(journal))
        {
            throw new TrstException(
                ErrorId.StoreDamaged, $"\"{journal}\" stands beside it, and this module makes none; move it away to go on with the rest");
        }
    }

    // Empty, or what a founding left that broke off: nobody was ever given a store whose marker has no name yet.
    private static bool IsFree(string full)
    {
        var names = Directory.EnumerateFileSystemEntries(full).Select(System.IO.Path.GetFileName).ToArray();
        return names.Length == 0 || (names.Contains(DraftMarker)
            && names.All(name => name is DraftMarker or Tenants && !OwnerOnly.IsLink(System.IO.Path.Combine(full, name))));
    }

    private static T Fill<T>(string full, string draft, DateTime now, Func<StoreFolder, T> fill)
    {
        // Held open for as long as the founding takes, so that no other founder takes it for broken off.
        using var file = File.Exists(draft)
            ? new FileStream(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
            : OwnerOnly.CreateFile(draft);
        var tenants = System.IO.Path.Combine(full, Tenants);
        if (Directory.Exists(tenants))
        {
            Directory.Delete(tenants, recursive: true);
        }

        OwnerOnly.CreateDirectory(tenants);
        var id = Guid.NewGuid().ToString();
        var marker = Fields.ToBytes(new StoreMarker(id, now), StoreMarker.Declare);
        file.SetLength(0);
        file.Write(marker, 0, marker.Length);
        file.Flush(flushToDisk: true);
        try
        {
            return fill(new StoreFolder(full, id));
        }
        catch
        {
            Clear(file, draft, tenants);
            throw;
        }
    }

    // What cannot go now is taken for broken off by the next founding.
    private static void Clear(FileStream held, string draft, string tenants)
    {
        try
        {
            Directory.Delete(tenants, recursive: true);
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                held.Dispose(); // There nobody deletes what is open: not what is held here, and not what another founder holds by now.
            }

            File.Delete(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    // What cannot go now is named by the next attempt, which finds it.
    private static void Clear(IEnumerable<string> files)
    {
        try
        {
            files.ToList().ForEach(File.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

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
