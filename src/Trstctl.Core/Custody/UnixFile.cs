using System.Runtime.InteropServices;

namespace Trstctl.Custody;

/// <summary>What the system says of a file, links followed.</summary>
/// <param name="Mode">Type and permissions. Where the file has an access control list, the group's part is the most that the list
/// grants to anybody but the owner.</param>
internal sealed record UnixFile(int Mode, uint Owner)
{
    private const int TypeBits = 0xF000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;
    private const int Others = 0x3F; // 0077
    private const int OthersWrite = 0x12; // 0022
    private const int NoSuchFile = 2; // ENOENT
    private const int NoSuchFolder = 20; // ENOTDIR

    /// <summary>False of devices, pipes and sockets, which have no end or make their reader wait.</summary>
    public bool IsFileOrFolder => (Mode & TypeBits) is RegularType or FolderType;

    /// <summary>The account that this process acts as.</summary>
    public static uint User => Native(GetEUid);

    /// <summary>Null where nothing is there; what cannot be looked at refuses.</summary>
    public static UnixFile? At(string path)
    {
        var status = default(FileStatus);
        if (Native(() => Stat(path, out status)) == 0)
        {
            return new UnixFile(status.Mode, status.Owner);
        }

        var error = Marshal.GetLastWin32Error();
        return error is NoSuchFile or NoSuchFolder
            ? null
            : throw new TrstException(ErrorId.FileUnreadable, path, $"its owner and mode cannot be read (errno {error})");
    }

    /// <summary>What was expected instead of this, or null. Not even root may own it where the user is another: who is not root cannot
    /// open what only root can.</summary>
    public string? Fault(uint user) =>
        Owner == user && (Mode & Others) == 0 ? null : $"owner {user} and no right of group or others";

    /// <summary>For who reads what another wrote: only he may write it.</summary>
    public string? WritableFault() => (Mode & OthersWrite) == 0 ? null : "that group and others cannot write it";

    public override string ToString() => $"owner {Owner}, mode {Convert.ToString(Mode & 0xFFF, 8).PadLeft(4, '0')}";

    // netstandard2.0 has neither owner nor mode, and the layout of stat differs from system to system. The runtime's own library has one
    // layout for all of them, whose beginning never changed; a host without that library is refused.
    private static T Native<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new TrstException(ErrorId.PlatformUnsupported, e, null, "Reading file permissions", "PowerShell 7.4 or later");
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat", SetLastError = true)]
    private static extern int Stat([MarshalAs(UnmanagedType.LPStr)] string path, out FileStatus status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_GetEUid")]
    private static extern uint GetEUid();

    // What follows are times and numbers that nothing here asks for.
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct FileStatus
    {
        public int Flags;
        public int Mode;
        public uint Owner;
        public uint Group;
    }
}
