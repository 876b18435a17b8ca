using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Trstctl.Custody;

/// <summary>Windows access control lists through SDDL. Written from the documentation; run under Wine, not on Windows.</summary>
internal static class WindowsAccess
{
    private const uint OwnerInformation = 0x1;
    private const uint DaclInformation = 0x4;
    private const uint ProtectedDaclInformation = 0x80000000;
    private const int FileObject = 1;
    private const int TokenQuery = 0x8;
    private const int TokenUser = 1;

    public static void Restrict(string path) => WithOwners(Directory.Exists(path) ? "OICI" : string.Empty, descriptor =>
    {
        Check(SetFileSecurityW(path, DaclInformation | ProtectedDaclInformation, descriptor));
        return true;
    });

    /// <summary>Opens the file, or makes it: its owner's alone from its first instant, whatever its folder would hand down.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share) => WithOwners(string.Empty, descriptor =>
    {
        const uint read = 0x80000000, write = 0x40000000, normal = 0x80;
        var attributes = new SecurityAttributes { Length = Marshal.SizeOf(typeof(SecurityAttributes)), Descriptor = descriptor };
        var full = Path.GetFullPath(path);
        var handle = CreateFileW(full, read | write, (int)share, ref attributes, (int)mode, normal, IntPtr.Zero);
        return handle.IsInvalid ? throw FileFault(Marshal.GetLastWin32Error(), full) : new FileStream(handle, FileAccess.ReadWrite);
    });

    private static T WithOwners<T>(string inherit, Func<IntPtr, T> act)
    {
        var sddl = $"D:P(A;{inherit};FA;;;{UserSid()})(A;{inherit};FA;;;SY)(A;{inherit};FA;;;BA)";
        Check(ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, 1, out var descriptor, IntPtr.Zero));
        try
        {
            return act(descriptor);
        }
        finally
        {
            LocalFree(descriptor);
        }
    }

    // As the platform's own streams fail.
    private static Exception FileFault(int error, string path)
    {
        const int notFound = 2, noSuchPath = 3, denied = 5;
        var message = $"{new Win32Exception(error).Message} (\"{path}\")";
        return error switch
        {
            notFound => new FileNotFoundException(message, path),
            noSuchPath => new DirectoryNotFoundException(message),
            denied => new UnauthorizedAccessException(message),
            _ => new IOException(message, unchecked((int)0x80070000 | error)),
        };
    }

    /// <summary>What is too open about it, or null.</summary>
    public static string? Fault(string path, bool isForReading) => AccessList.Fault(Of(path), UserSid(), isForReading);

    private static string Of(string path)
    {
        const uint wanted = OwnerInformation | DaclInformation;
        var error = GetNamedSecurityInfoW(path, FileObject, wanted, IntPtr.Zero, IntPtr.Zero, out _, IntPtr.Zero, out var descriptor);
        if (error != 0)
        {
            throw new TrstException(ErrorId.FileUnreadable, path, new Win32Exception(error).Message);
        }

        try
        {
            Check(ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, 1, wanted, out var text, IntPtr.Zero));
            var sddl = Marshal.PtrToStringUni(text) ?? string.Empty;
            LocalFree(text);
            return sddl;
        }
        finally
        {
            LocalFree(descriptor);
        }
    }

    private static string UserSid()
    {
        Check(OpenProcessToken(GetCurrentProcess(), TokenQuery, out var token));
        var buffer = Marshal.AllocHGlobal(256);
        try
        {
            Check(GetTokenInformation(token, TokenUser, buffer, 256, out _));
            Check(ConvertSidToStringSidW(Marshal.ReadIntPtr(buffer), out var text));
            var sid = Marshal.PtrToStringUni(text)!;
            LocalFree(text);
            return sid;
        }
        finally
        {
            Marshal.FreeHGlobal(buffer);
            CloseHandle(token);
        }
    }

    private static void Check(bool done)
    {
        if (!done)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        }
    }

    [DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertStringSecurityDescriptorToSecurityDescriptorW(
        string sddl, uint revision, out IntPtr descriptor, IntPtr size);

    [DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertSecurityDescriptorToStringSecurityDescriptorW(
        IntPtr descriptor, uint revision, uint information, out IntPtr text, IntPtr length);

    [DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetFileSecurityW(string path, uint information, IntPtr descriptor);

    [DllImport("kernel32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    private static extern SafeFileHandle CreateFileW(
        string path, uint access, int share, ref SecurityAttributes attributes, int disposition, uint flags, IntPtr template);

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode)]
    private static extern int GetNamedSecurityInfoW(
        string path, int type, uint information, IntPtr owner, IntPtr group, out IntPtr dacl, IntPtr sacl, out IntPtr descriptor);

    [DllImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool OpenProcessToken(IntPtr process, int access, out IntPtr token);

    [DllImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetTokenInformation(IntPtr token, int kind, IntPtr buffer, int length, out int needed);

    [DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertSidToStringSidW(IntPtr sid, out IntPtr text);

    [DllImport("kernel32.dll")]
    private static extern IntPtr GetCurrentProcess();

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CloseHandle(IntPtr handle);

    [DllImport("kernel32.dll")]
    private static extern IntPtr LocalFree(IntPtr memory);

    [StructLayout(LayoutKind.Sequential)]
    private struct SecurityAttributes
    {
        public int Length;
        public IntPtr Descriptor;
        public int InheritHandle;
    }
}
