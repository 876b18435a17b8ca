using System.Collections.Concurrent;

namespace Trstctl.Module.Tests;

/// <summary>
/// A founded store in which a script was run: made once a process, on the host's clock, and copied for each test. All copies are the
/// same tenant; tests that are about two tenants found the second themselves.
/// </summary>
internal sealed class StoreImage
{
    private static readonly string[] Parts = ["keys", "store", "client"];
    private static readonly ConcurrentDictionary<string, Lazy<StoreImage>> Made = new(StringComparer.Ordinal);
    private readonly string folder = Directory.CreateTempSubdirectory("trst-image-").FullName;

    private StoreImage(string script)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var founded = script.Length == 0 ? Founded.Anew() : new Founded();
        Emitted = founded.Run(script).LastOrDefault()?.ToString() ?? string.Empty;
        founded.Run("Get-TrstStore | Disconnect-TrstStore");
        foreach (var part in Parts)
        {
            Founded.Copy(founded.PathOf(part), Path.Combine(folder, part));
        }

        // What this client knew of the place where the image was made; of the ledger, it knows what it saw.
        foreach (var pin in Directory.GetFiles(Path.Combine(folder, "client"), "pin-*"))
        {
            File.Delete(pin);
        }
    }

    /// <summary>The last thing that the script emitted, or nothing.</summary>
    public string Emitted { get; }

    public static StoreImage Of(string script) =>
        Made.GetOrAdd(script, static key => new Lazy<StoreImage>(() => new StoreImage(key))).Value;

    public void CopyTo(string target)
    {
        foreach (var part in Parts)
        {
            Founded.Copy(Path.Combine(folder, part), Path.Combine(target, part));
        }
    }
}
