using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Trstctl.Primitives;

/// <summary>Reads what others give, up to a bound, whatever its size says: a device says 0 and never ends, a sparse file says
/// terabytes, and a pipe lets whoever opens it wait for ever.</summary>
public static class BoundedFile
{
    private const int FirstBlock = 4096;
    private const int ReadOnly = 0;
    private static readonly int NoWaiting = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? 0x4 : 0x800; // O_NONBLOCK

    /// <summary>All of a file; <see cref="ErrorId.FileUnreadable"/> where it cannot be read or has more bytes.</summary>
    public static byte[] Read(string path, int maxBytes, FileShare share = FileShare.Read)
    {
        using var content = new MemoryStream();
        return Read(path, maxBytes, share, file => Copy(file, content, maxBytes, FirstBlock) ? content.ToArray() : null);
    }

    /// <summary>The same, which is in pinned arrays alone.</summary>
    public static SecretBytes ReadSecret(string path, int maxBytes) =>
        Read(path, maxBytes, FileShare.Read, file => ReadAll(file, maxBytes));

    private static T Read<T>(string path, int maxBytes, FileShare share, Func<Stream, T?> read)
        where T : class
    {
        try
        {
            using var file = Open(path, share);
            return read(file) ?? throw new TrstException(ErrorId.FileUnreadable, path, $"it has more than {maxBytes} bytes");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TrstException(ErrorId.FileUnreadable, error, path, path, error.Message);
        }
    }

    /// <summary>Copies what is left of a stream; false where that is more.</summary>
    internal static bool Copy(Stream source, Stream target, long maxBytes, int blockSize = 1 << 20)
    {
        var block = new byte[blockSize];
        for (int read; (read = source.Read(block, 0, block.Length)) > 0; maxBytes -= read)
        {
            if (read > maxBytes)
            {
                return false;
            }

            target.Write(block, 0, read);
        }

        return true;
    }

    private static SecretBytes? ReadAll(Stream file, int maxBytes)
    {
        var buffer = new SecretBytes(Math.Min(FirstBlock, maxBytes + 1));
        try
        {
            var length = 0;
            for (int read; (read = file.Read(buffer.Bytes, length, buffer.Length - length)) > 0;)
            {
                length += read;
                if (length > maxBytes)
                {
                    buffer.Dispose();
                    return null;
                }

                if (length == buffer.Length)
                {
                    buffer = Resized(buffer, length, (int)Math.Min(2L * length, maxBytes + 1L));
                }
            }

            return Resized(buffer, length, length);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static SecretBytes Resized(SecretBytes from, int length, int size)
    {
        using (from)
        {
            var to = new SecretBytes(size);
            Buffer.BlockCopy(from.Bytes, 0, to.Bytes, 0, length);
            return to;
        }
    }

    /// <summary>Waits for nobody who would write into a pipe.</summary>
    internal static FileStream Open(string path, FileShare share = FileShare.Read)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && File.Exists(path))
        {
            var descriptor = UnixOpen(path, ReadOnly | NoWaiting);
            if (descriptor >= 0)
            {
                return new FileStream(new SafeFileHandle((IntPtr)descriptor, ownsHandle: true), FileAccess.Read, 1);
            }
        }

        // Of what is missing or forbidden the platform says it better.
        return new FileStream(path, FileMode.Open, FileAccess.Read, share, 1);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int UnixOpen([MarshalAs(UnmanagedType.LPStr)] string path, int flags);
}
