using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Custody;

/// <summary>AES-256-GCM with a random 96-bit nonce; the result is nonce, ciphertext, 128-bit tag.</summary>
internal static class AuthenticatedCipher
{
    public const int Overhead = NonceLength + (TagBits / 8);

    private const int NonceLength = 12;
    private const int TagBits = 128;

    public static byte[] Seal(byte[] key, byte[] plaintext, byte[] associatedData)
    {
        var nonce = new byte[NonceLength];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(nonce);
        }

        var sealedBytes = new byte[plaintext.Length + Overhead];
        Buffer.BlockCopy(nonce, 0, sealedBytes, 0, NonceLength);
        var cipher = Create(true, key, nonce, associatedData);
        var written = cipher.ProcessBytes(plaintext, 0, plaintext.Length, sealedBytes, NonceLength);
        cipher.DoFinal(sealedBytes, NonceLength + written);
        return sealedBytes;
    }

    /// <summary>The plaintext, or null when key, nonce, associated data, ciphertext and tag do not belong together.</summary>
    public static SecretBytes? Open(byte[] key, byte[] sealedBytes, byte[] associatedData)
    {
        if (sealedBytes.Length < Overhead)
        {
            return null;
        }

        var nonce = sealedBytes.AsSpan(0, NonceLength).ToArray();
        var plaintext = new SecretBytes(sealedBytes.Length - Overhead);
        try
        {
            var cipher = Create(false, key, nonce, associatedData);
            var written = cipher.ProcessBytes(sealedBytes, NonceLength, sealedBytes.Length - NonceLength, plaintext.Bytes, 0);
            cipher.DoFinal(plaintext.Bytes, written);
            return plaintext;
        }
        catch (InvalidCipherTextException)
        {
            plaintext.Dispose();
            return null;
        }
    }

    private static GcmBlockCipher Create(bool encrypt, byte[] key, byte[] nonce, byte[] associatedData)
    {
        var cipher = new GcmBlockCipher(AesUtilities.CreateEngine());
        cipher.Init(encrypt, new AeadParameters(new KeyParameter(key), TagBits, nonce, associatedData));
        return cipher;
    }
}
