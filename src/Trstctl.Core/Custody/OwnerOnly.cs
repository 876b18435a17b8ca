using System.Reflection;
using System.Runtime.InteropServices;

namespace Trstctl.Custody;

/// <summary>Files and folders that only their owner can use (on Windows also SYSTEM and Administrators, as every service needs).
/// The Windows half has been run under Wine alone.</summary>
public static class OwnerOnly
{
    private const int OwnerFile = 0x180; // 0600
    private const int OwnerDirectory = 0x1C0; // 0700

    // .NET 7 and later; netstandard2.0 cannot name it.
    private static readonly ConstructorInfo? OpenWithOptions = typeof(FileStream).GetConstructors()
        .FirstOrDefault(c => c.GetParameters() is [_, { ParameterType.Name: "FileStreamOptions" }]);

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Creates the folder (its parents with default permissions), or restricts it when it exists. Another's is refused.</summary>
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
        Demand(full);
    }

    /// <summary>Creates the file exclusively, restricted before anything is written. Errors: <see cref="ErrorId.FileExists"/>,
    /// <see cref="ErrorId.FileUnwritable"/>.</summary>
    public static FileStream CreateFile(string path)
    {
        FileStream file;
        try
        {
            file = Open(path, FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(path) || Directory.Exists(path))
        {
            throw new TrstException(ErrorId.FileExists, path);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new TrstException(ErrorId.FileUnwritable, e, path, path, "its folder does not exist");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new TrstException(ErrorId.FileUnwritable, e, path, path, e.Message);
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
            throw new TrstException(
                ErrorId.PermissionsTooOpen, path, "that it can be restricted", $"chmod failed, errno {Marshal.GetLastWin32Error()}");
        }
    }

    /// <summary>Refuses with <see cref="ErrorId.PermissionsTooOpen"/> what is not the user's own, or what others have any right to. A
    /// link is judged by what it leads to.</summary>
    public static void Demand(string path) => Demand(path, isForReading: false);

    /// <summary>For who only reads what may be another's: refuses what more than its owner can write.</summary>
    internal static void DemandUnwritable(string path) => Demand(path, isForReading: true);

    /// <summary>The whole file, which only the user can use; null where there is none.</summary>
    /// <param name="share">What others may do with it meanwhile.</param>
    internal static byte[]? Read(string path, int maxBytes, FileShare share = FileShare.Read)
    {
        if (IsWindows ? !File.Exists(path) && !Directory.Exists(path) : UnixFile.At(path) is null)
        {
            return null;
        }

        Demand(path);
        return BoundedFile.Read(path, maxBytes, share);
    }

    /// <summary>Opens the file for nobody else, or makes it. A link is refused: it would have a file made where it leads.</summary>
    internal static FileStream OpenAlone(string path) => OpenOrMake(path, FileShare.None);

    /// <summary>The same, while others may read it.</summary>
    internal static FileStream OpenToRewrite(string path) => OpenOrMake(path, FileShare.Read);

    private static FileStream OpenOrMake(string path, FileShare share) => IsLink(path)
        ? throw new IOException($"\"{path}\" is a link.")
        : Open(path, FileMode.OpenOrCreate, share);

    /// <summary>True of a link, whether it leads anywhere or not. Windows is not asked: what looks like one there may be a file that a
    /// cloud's folder or a deduplicating volume holds.</summary>
    internal static bool IsLink(string path)
    {
        try
        {
            return !IsWindows && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Demand(string path, bool isForReading)
    {
        if (IsWindows)
        {
            Refuse(
                path,
                WindowsAccess.Fault(path, isForReading),
                isForReading ? "that only its owner, SYSTEM and Administrators can write it" : "owner, SYSTEM and Administrators alone");
            return;
        }

        var found = DemandKind(path)!;
        var expected = isForReading ? found.WritableFault() : found.Fault(UnixFile.User);
        Refuse(path, expected is null ? null : found.ToString(), expected);
    }

    private static UnixFile? DemandKind(string path)
    {
        if (IsWindows)
        {
            return null;
        }

        var found = UnixFile.At(path) ?? throw new TrstException(ErrorId.FileUnreadable, path, "it does not exist");
        return found.IsFileOrFolder
            ? found
            : throw new TrstException(ErrorId.FileUnreadable, path, "it is neither a file nor a folder");
    }

    private static void Refuse(string path, string? found, string? expected)
    {
        if (found is not null)
        {
            throw new TrstException(ErrorId.PermissionsTooOpen, null, path, path, expected!, found);
        }
    }

    // A file that is open to others for one instant can be held open by them; so the mode goes with the creation where it can.
    private static FileStream Open(string path, FileMode mode, FileShare share = FileShare.None)
    {
        if (IsWindows)
        {
            return WindowsAccess.Open(path, mode, share);
        }

        var type = OpenWithOptions?.GetParameters()[1].ParameterType;
        if (type?.GetProperty("UnixCreateMode") is not { } create)
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, share);
        }

        var options = Activator.CreateInstance(type)!;
        type.GetProperty("Mode")!.SetValue(options, mode);
        type.GetProperty("Access")!.SetValue(options, FileAccess.ReadWrite);
        type.GetProperty("Share")!.SetValue(options, share);
        create.SetValue(options, Enum.ToObject(Nullable.GetUnderlyingType(create.PropertyType)!, OwnerFile));
        try
        {
            return (FileStream)OpenWithOptions!.Invoke([path, options]);
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
