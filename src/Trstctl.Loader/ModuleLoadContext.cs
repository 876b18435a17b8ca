using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Trstctl.Loader;

/// <summary>Loads the module and its dependencies apart from the rest of the session, so that another module's older BouncyCastle
/// or SQLite cannot take the place of ours.</summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    // One context a folder: importing again, or in a second runspace, must meet the same types.
    private static readonly ConcurrentDictionary<string, Lazy<ModuleLoadContext>> Contexts = new(StringComparer.Ordinal);

    private readonly string folder;

    private ModuleLoadContext(string folder)
        : base("Trstctl")
    {
        this.folder = folder;
    }

    /// <summary>Loads an assembly of the module from its <c>lib</c> folder.</summary>
    public static Assembly Load(string folder, string assemblyName)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var context = Contexts.GetOrAdd(path, static key => new Lazy<ModuleLoadContext>(() => new ModuleLoadContext(key)));
        return context.Value.LoadFromAssemblyName(new AssemblyName(assemblyName));
    }

    // Whatever lib/ does not hold (System.Management.Automation, the framework) is the session's own.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = Path.Combine(folder, RuntimeFolder, unmanagedDllName + Extension);
        return File.Exists(path) ? LoadUnmanagedDllFromPath(path) : 0;
    }

    // Not RuntimeInformation.RuntimeIdentifier: builds of a distribution call themselves debian.12-x64 and the like.
    private static string RuntimeFolder =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-"
        + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string Extension =>
        OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
}
