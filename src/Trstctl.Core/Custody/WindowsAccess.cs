using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Trstctl.Custody;

/// <summary>Windows access control lists through SDDL. Written from the documentation; not run on Windows yet.</summary>
internal static class WindowsAccess
{
    private const uint OwnerInformation = 0x1;
    private const uint DaclInformation = 0x4;
    private const uint ProtectedDaclInformation = 0x80000000;
    private const int FileObject = 1;
    private const int TokenQuery = 0x8;
    private const int TokenUser = 1;

    public static void Restrict(string path)
    {
        var inherit = Directory.Exists(path) ? "OICI" : string.Empty;
        var sddl = $"D:P(A;{inherit};FA;;;{UserSid()})(A;{inherit};FA;;;SY)(A;{inherit};FA;;;BA)";
        Check(ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, 1, out var descriptor, IntPtr.Zero));
        try
        {
            Check(SetFileSecurityW(path, DaclInformation | ProtectedDaclInformation, descriptor));
        }
        finally
        {
            LocalFree(descriptor);
        }
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
}
