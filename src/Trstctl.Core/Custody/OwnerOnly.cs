using System.Reflection;
using System.Runtime.InteropServices;

namespace Trstctl.Custody;

/// <summary>Files and folders that only their owner can use (on Windows also SYSTEM and Administrators, as every service needs).
/// The Windows half has not been run.</summary>
public static class OwnerOnly
{
    private const int OwnerFile = 0x180; // 0600
    private const int OwnerDirectory = 0x1C0; // 0700
    private const int Others = 0x3F; // 0077

    // .NET 7 and later; netstandard2.0 cannot name them, and stat's layout differs from system to system.
    private static readonly MethodInfo? GetMode = typeof(File).GetMethod("GetUnixFileMode", [typeof(string)]);
    private static readonly ConstructorInfo? OpenWithOptions = typeof(FileStream).GetConstructors()
        .FirstOrDefault(c => c.GetParameters() is [_, { ParameterType.Name: "FileStreamOptions" }]);

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Creates the folder (its parents with default permissions), or restricts it when it exists.</summary>
    public static void CreateDirectory(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full) && !IsWindows)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            if (UnixMkdir(full, OwnerDirectory) != 0 && !Directory.Exists(full))
            {
                throw new IOException($"\"{path}\" cannot be created (errno {Marshal.GetLastWin32Error()}).");
            }
        }

        Directory.CreateDirectory(full);
        Restrict(full);
    }

    /// <summary>Creates the file exclusively, restricted before anything is written; <see cref="ErrorId.FileExists"/> otherwise.</summary>
    public static FileStream CreateFile(string path)
    {
        FileStream file;
        try
        {
            file = Create(path);
        }
        catch (IOException) when (File.Exists(path) || Directory.Exists(path))
        {
            throw new TrstException(ErrorId.FileExists, path);
        }

        try
        {
            Restrict(path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes every right from everybody but the owner.</summary>
    public static void Restrict(string path)
    {
        if (IsWindows)
        {
            WindowsAccess.Restrict(path);
        }
        else if (UnixChmod(path, Directory.Exists(path) ? OwnerDirectory : OwnerFile) != 0)
        {
            throw new TrstException(ErrorId.PermissionsTooOpen, path, $"chmod failed, errno {Marshal.GetLastWin32Error()}");
        }
    }

    /// <summary>Refuses with <see cref="ErrorId.PermissionsTooOpen"/> what group or others may read, write or enter.</summary>
    public static void Demand(string path)
    {
        if (IsWindows)
        {
            WindowsAccess.Demand(path);
            return;
        }

        if (GetMode is null)
        {
            throw new TrstException(ErrorId.PlatformUnsupported, "Reading file permissions", "PowerShell 7.4 or later");
        }

        var mode = Convert.ToInt32(GetMode.Invoke(null, [path]), System.Globalization.CultureInfo.InvariantCulture);
        if ((mode & Others) != 0)
        {
            throw new TrstException(ErrorId.PermissionsTooOpen, path, Convert.ToString(mode, 8).PadLeft(4, '0'));
        }
    }

    // A file that is open to others for one instant can be held open by them; so the mode goes with the creation where it can.
    private static FileStream Create(string path)
    {
        if (IsWindows || GetMode is null || OpenWithOptions is null)
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }

        var type = OpenWithOptions.GetParameters()[1].ParameterType;
        var options = Activator.CreateInstance(type)!;
        type.GetProperty("Mode")!.SetValue(options, FileMode.CreateNew);
        type.GetProperty("Access")!.SetValue(options, FileAccess.ReadWrite);
        type.GetProperty("Share")!.SetValue(options, FileShare.None);
        type.GetProperty("UnixCreateMode")!.SetValue(options, Enum.ToObject(GetMode.ReturnType, OwnerFile));
        try
        {
            return (FileStream)OpenWithOptions.Invoke([path, options]);
        }
        catch (TargetInvocationException error) when (error.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error.InnerException).Throw();
            throw;
        }
    }

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static extern int UnixChmod([MarshalAs(UnmanagedType.LPStr)] string path, int mode);

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static extern int UnixMkdir([MarshalAs(UnmanagedType.LPStr)] string path, int mode);
}
