using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Trstctl.Custody;

/// <summary>CryptProtectData, called directly: the package would drag a facade that breaks .NET Framework. Run under Wine, not
/// on Windows.</summary>
internal static class Dpapi
{
    private const int UiForbidden = 0x1;
    private const int LocalMachine = 0x4;

    public static void Demand()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            throw new TrstException(ErrorId.PlatformUnsupported, "DPAPI", "a key file or a password");
        }
    }

    public static byte[] Protect(byte[] secret, byte[] entropy, bool machine)
    {
        using var result = Call(secret, entropy, machine ? LocalMachine | UiForbidden : UiForbidden, protect: true);
        return (byte[])result.Bytes.Clone();
    }

    public static SecretBytes Unprotect(byte[] blob, byte[] entropy) => Call(blob, entropy, UiForbidden, protect: false);

    private static unsafe SecretBytes Call(byte[] input, byte[] entropy, int flags, bool protect)
    {
        fixed (byte* inputBytes = input, entropyBytes = entropy)
        {
            var data = new Blob { Length = input.Length, Bytes = inputBytes };
            var salt = new Blob { Length = entropy.Length, Bytes = entropyBytes };
            var result = default(Blob);
            var done = protect
                ? CryptProtectData(ref data, null, ref salt, IntPtr.Zero, IntPtr.Zero, flags, ref result)
                : CryptUnprotectData(ref data, IntPtr.Zero, ref salt, IntPtr.Zero, IntPtr.Zero, flags, ref result);
            if (!done)
            {
                throw new CryptographicException(Marshal.GetLastWin32Error());
            }

            var secret = new SecretBytes(result.Length);
            for (var i = 0; i < result.Length; i++)
            {
                secret.Bytes[i] = result.Bytes[i];
                result.Bytes[i] = 0;
            }

            LocalFree((IntPtr)result.Bytes);
            return secret;
        }
    }

    [DllImport("crypt32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CryptProtectData(
        ref Blob data, string? description, ref Blob entropy, IntPtr reserved, IntPtr prompt, int flags, ref Blob result);

    [DllImport("crypt32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CryptUnprotectData(
        ref Blob data, IntPtr description, ref Blob entropy, IntPtr reserved, IntPtr prompt, int flags, ref Blob result);

    [DllImport("kernel32.dll")]
    private static extern IntPtr LocalFree(IntPtr memory);

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Blob
    {
        public int Length;
        public byte* Bytes;
    }
}
