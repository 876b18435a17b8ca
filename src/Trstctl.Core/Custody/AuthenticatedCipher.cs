using System.Security.Cryptography;

namespace Trstctl.Custody;

/// <summary>AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the result is nonce, ciphertext, 128-bit tag.</summary>
internal static class AuthenticatedCipher
{
    public const int Overhead = NonceLength + TagLength;

    internal const int TagLength = 16;

    private const int NonceLength = 12;

    private static readonly IGcm Gcm = PlatformGcm.IsSupported ? new PlatformGcm() : new BouncyCastleGcm();

    public static byte[] Seal(byte[] key, byte[] plaintext, byte[] associatedData) => Seal(Gcm, key, plaintext, associatedData);

    /// <summary>The plaintext, or null when key, nonce, associated data, ciphertext and tag do not belong together.</summary>
    public static SecretBytes? Open(byte[] key, byte[] sealedBytes, byte[] associatedData) => Open(Gcm, key, sealedBytes, associatedData);

    internal static byte[] Seal(IGcm gcm, byte[] key, byte[] plaintext, byte[] associatedData)
    {
        var nonce = SecretRandom.Bytes(NonceLength);
        var (ciphertext, tag) = (new byte[plaintext.Length], new byte[TagLength]);
        gcm.Encrypt(key, nonce, plaintext, ciphertext, tag, associatedData);
        return [.. nonce, .. ciphertext, .. tag];
    }

    internal static SecretBytes? Open(IGcm gcm, byte[] key, byte[] sealedBytes, byte[] associatedData)
    {
        if (sealedBytes.Length < Overhead)
        {
            return null;
        }

        var bytes = sealedBytes.AsSpan();
        var ciphertext = bytes.Slice(NonceLength, bytes.Length - Overhead).ToArray();
        var plaintext = new SecretBytes(ciphertext.Length);
        if (gcm.TryDecrypt(
            key, bytes.Slice(0, NonceLength).ToArray(), ciphertext, bytes.Slice(bytes.Length - TagLength).ToArray(), plaintext.Bytes,
            associatedData))
        {
            return plaintext;
        }

        plaintext.Dispose();
        return null;
    }
}
