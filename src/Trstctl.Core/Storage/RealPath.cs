using System.Runtime.InteropServices;
using System.Text;

namespace Trstctl.Storage;

/// <summary>The one spelling of a folder's path: links, dots, short names and (where the system knows) case resolved. The Windows half
/// has not been run.</summary>
internal static class RealPath
{
    private const uint NoAccess = 0;
    private const uint ShareAll = 7;
    private const uint OpenExisting = 3;
    private const uint BackupSemantics = 0x02000000; // opens folders
    private const int Longest = 32 * 1024;

    /// <summary>Where the system does not say, the full path as it was spelled.</summary>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        return (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? OnWindows(full) : OnUnix(full))
            ?? full.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
    }

    private static string? OnUnix(string path)
    {
        // Longer than any system's PATH_MAX.
        var resolved = new byte[Longest];
        return UnixRealPath(path, resolved) == IntPtr.Zero
            ? null
            : Encoding.UTF8.GetString(resolved, 0, Array.IndexOf(resolved, (byte)0));
    }

    private static string? OnWindows(string path)
    {
        using var folder = CreateFileW(path, NoAccess, ShareAll, IntPtr.Zero, OpenExisting, BackupSemantics, IntPtr.Zero);
        var resolved = new char[Longest];
        var length = folder.IsInvalid ? 0 : GetFinalPathNameByHandleW(folder, resolved, resolved.Length, 0);
        return length is > 0 and < Longest ? new string(resolved, 0, length) : null;
    }

    [DllImport("libc", EntryPoint = "realpath")]
    private static extern IntPtr UnixRealPath([MarshalAs(UnmanagedType.LPStr)] string path, [Out] byte[] resolved);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
    private static extern Microsoft.Win32.SafeHandles.SafeFileHandle CreateFileW(
        string path, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
    private static extern int GetFinalPathNameByHandleW(
        Microsoft.Win32.SafeHandles.SafeFileHandle file, [Out] char[] path, int length, uint flags);
}
