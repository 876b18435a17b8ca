using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace Trstctl.Primitives;

/// <summary>Secret bytes: pinned, so that the collector leaves no copies behind, and zeroed when disposed.</summary>
public sealed class SecretBytes : IDisposable
{
    private readonly byte[] bytes;
    private GCHandle handle;
    private bool disposed;

    /// <summary>A buffer of <paramref name="length"/> zero bytes, to be filled in place.</summary>
    public SecretBytes(int length)
    {
        bytes = new byte[length];
        handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
    }

    ~SecretBytes() => Clear();

    /// <summary>The bytes themselves, not a copy.</summary>
    public byte[] Bytes => disposed ? throw new ObjectDisposedException(nameof(SecretBytes)) : bytes;

    public int Length => bytes.Length;

    /// <summary>Bytes of the platform's random number generator.</summary>
    public static SecretBytes Random(int length)
    {
        var secret = new SecretBytes(length);
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(secret.bytes);
        return secret;
    }

    /// <summary>Moves the bytes: they are copied here, and the given array is zeroed.</summary>
    public static SecretBytes Take(byte[] source)
    {
        var secret = Copy(source);
        Array.Clear(source, 0, source.Length);
        return secret;
    }

    public static SecretBytes Copy(byte[] source)
    {
        var secret = new SecretBytes(source.Length);
        Buffer.BlockCopy(source, 0, secret.bytes, 0, source.Length);
        return secret;
    }

    /// <summary>The UTF-8 form of a secure string; no managed string is made.</summary>
    public static unsafe SecretBytes FromUtf8(SecureString text)
    {
        var native = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            var characters = (char*)native;
            var secret = new SecretBytes(text.Length == 0 ? 0 : Encoding.UTF8.GetByteCount(characters, text.Length));
            fixed (byte* target = secret.bytes)
            {
                if (secret.Length > 0)
                {
                    Encoding.UTF8.GetBytes(characters, text.Length, target, secret.Length);
                }
            }

            return secret;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(native);
        }
    }

    /// <summary>Compared in a time that says nothing of the bytes.</summary>
    public bool IsSameAs(SecretBytes other) => FixedTime.Equals(Bytes, other.Bytes);

    public void Dispose()
    {
        Clear();
        GC.SuppressFinalize(this);
    }

    private void Clear()
    {
        if (disposed)
        {
            return;
        }

        Array.Clear(bytes, 0, bytes.Length);
        handle.Free();
        disposed = true;
    }
}
