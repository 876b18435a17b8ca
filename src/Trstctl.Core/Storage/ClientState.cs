using System.Text;

namespace Trstctl.Storage;

/// <summary>What this client remembers outside the store: which tenant lives at a location (the pin), and the newest ledger point
/// it saw of each tenant (the high-water mark). PROTOCOL section 5.</summary>
internal sealed class ClientState
{
    private const string PinFormat = "trstctl-pin/1";
    private const string MarkFormat = "trstctl-mark/1";
    private readonly string root;

    public ClientState(string? folder)
    {
        root = Path.GetFullPath(folder ?? DefaultFolder());
        OwnerOnly.CreateDirectory(root);
    }

    public string PinFile(string location, string tenantName) =>
        Path.Combine(root, "pin-" + Digest.Of(Encoding.UTF8.GetBytes(location + "\n" + tenantName)).Hex + ".json");

    /// <summary>The tenant id that was pinned for the location, or null when this client never saw it.</summary>
    public string? PinnedTenant(string location, string tenantName)
    {
        var file = PinFile(location, tenantName);
        if (!File.Exists(file))
        {
            return null;
        }

        var reader = Read(file, PinFormat);
        _ = reader.Text("location", 4096);
        _ = reader.Text("name", 64);
        var tenant = reader.Text("tenant", 64);
        reader.End();
        return tenant;
    }

    public void Pin(string location, string tenantName, string tenantId) => Write(
        PinFile(location, tenantName),
        new JsonObject(PinFormat) { { "location", location }, { "name", tenantName }, { "tenant", tenantId } });

    public LedgerPoint? Mark(string tenantId)
    {
        var file = MarkFile(tenantId);
        if (!File.Exists(file))
        {
            return null;
        }

        var reader = Read(file, MarkFormat);
        var point = LedgerPoint.FromJson(reader.Reader("point"));
        reader.End();
        return point;
    }

    /// <summary>Raises the mark; it never falls, whatever order several processes arrive in.</summary>
    public void Raise(string tenantId, LedgerPoint point)
    {
        using var place = WriterQueue.Enter(MarkFile(tenantId) + ".lock", CancellationToken.None);
        if ((Mark(tenantId)?.Size ?? -1) < point.Size)
        {
            Write(MarkFile(tenantId), new JsonObject(MarkFormat) { { "point", point.ToJson() } });
        }
    }

    private static string DefaultFolder() =>
        Environment.GetEnvironmentVariable("TRSTCTL_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
                "Trstctl");

    private static ObjectReader Read(string file, string format)
    {
        OwnerOnly.Demand(file);
        return new ObjectReader(CanonicalJson.Read(File.ReadAllBytes(file), file, 16 * 1024), file, format);
    }

    // Written beside and moved over: a crash leaves the old file or the new one.
    private static void Write(string file, JsonObject content)
    {
        var bytes = CanonicalJson.Write(content);
        var beside = file + "." + Guid.NewGuid().ToString("N") + ".tmp";
        using (var stream = OwnerOnly.CreateFile(beside))
        {
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(flushToDisk: true);
        }

        if (File.Exists(file))
        {
            File.Replace(beside, file, null);
        }
        else
        {
            File.Move(beside, file);
        }
    }

    private string MarkFile(string tenantId) => Path.Combine(root, "mark-" + tenantId + ".json");
}
