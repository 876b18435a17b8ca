using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Trstctl.PowerShell;

/// <summary>What Trstctl.psm1 calls where no load context isolates the module: Windows PowerShell 5.1 and PowerShell 7.2.</summary>
public static class ModuleAssemblies
{
    private const string BouncyCastle = "BouncyCastle.Cryptography";

    private static int prepared;

    /// <summary>Makes <paramref name="folder"/>, the module's <c>lib</c>, answer for our assemblies and for SQLite. Returns the
    /// <c>AssemblyConflict</c> that prevents the import, or null.</summary>
    public static ErrorRecord? Prepare(string folder)
    {
        var lib = Path.GetFullPath(folder);
        if (FindConflict(lib) is { } conflict)
        {
            return conflict;
        }

        if (IsDesktop && Interlocked.Exchange(ref prepared, 1) == 0)
        {
            AppDomain.CurrentDomain.AssemblyResolve += (_, request) => Resolve(lib, request);
            LoadSqlite(lib);
        }

        return null;
    }

    private static bool IsDesktop =>
        RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    // All 2.x have AssemblyVersion 2.0.0.0, so the runtime hands us whichever was loaded first: only the file version tells.
    private static ErrorRecord? FindConflict(string lib)
    {
        var ours = FileVersion(Path.Combine(lib, BouncyCastle + ".dll"));
        var foreign = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly.GetName().Name == BouncyCastle)
            .Select(assembly => FileVersion(assembly.Location))
            .FirstOrDefault(version => version < ours);
        return foreign is null
            ? null
            : new TrstException(ErrorId.AssemblyConflict, BouncyCastle, foreign).ToErrorRecord(BouncyCastle);
    }

    private static Version FileVersion(string path)
    {
        if (path.Length == 0)
        {
            return new Version(0, 0);
        }

        var file = FileVersionInfo.GetVersionInfo(path);
        return new Version(file.FileMajorPart, file.FileMinorPart, file.FileBuildPart);
    }

    // Other modules' requests are theirs to answer: a resolver that helps everybody breaks somebody.
    private static Assembly? Resolve(string lib, ResolveEventArgs request)
    {
        var name = new AssemblyName(request.Name).Name;
        var isOurs = request.RequestingAssembly is { IsDynamic: false } caller
            ? caller.Location.StartsWith(lib, StringComparison.OrdinalIgnoreCase)
            : name.StartsWith("Trstctl.", StringComparison.Ordinal);
        if (!isOurs)
        {
            return null;
        }

        var path = new[] { lib, Path.Combine(lib, "desktop") }
            .Select(directory => Path.Combine(directory, name + ".dll"))
            .FirstOrDefault(File.Exists);
        return path is null ? null : Assembly.LoadFrom(path);
    }

    // Once the file is in the process, the bare name in SQLitePCLRaw's DllImport finds it, wherever the module lies.
    private static void LoadSqlite(string lib)
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var path = Path.Combine(lib, "win-" + architecture, "e_sqlite3.dll");
        if (LoadLibraryW(path) == IntPtr.Zero)
        {
            throw new Win32Exception(Marshal.GetLastWin32Error(), path);
        }
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr LoadLibraryW(string path);
}
