using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Trstctl.Custody;

/// <summary>AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the result is nonce, ciphertext, 128-bit tag. The platform
/// encrypts the blocks and the mode is made here, in pinned arrays: the platform's own GCM is missing on .NET Framework, and
/// BouncyCastle leaves the key in memory.</summary>
internal static class AuthenticatedCipher
{
    public const int Overhead = NonceLength + TagLength;

    private const int NonceLength = 12;
    private const int TagLength = AesBlocks.Length;

    // The first two blocks that are encrypted: zeros for the hash key, the first counter for the tag.
    private const int Preamble = 2 * AesBlocks.Length;

    public static byte[] Seal(byte[] key, byte[] plaintext, byte[] associatedData)
    {
        var sealedBytes = new byte[plaintext.Length + Overhead];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(sealedBytes, 0, NonceLength);
        }

        using var stream = KeyStream(key, sealedBytes, plaintext.Length);
        for (var i = 0; i < plaintext.Length; i++)
        {
            sealedBytes[NonceLength + i] = (byte)(plaintext[i] ^ stream.Bytes[Preamble + i]);
        }

        Tag(stream.Bytes, sealedBytes, associatedData).CopyTo(sealedBytes, sealedBytes.Length - TagLength);
        return sealedBytes;
    }

    /// <summary>The plaintext, or null when key, nonce, associated data, ciphertext and tag do not belong together.</summary>
    public static SecretBytes? Open(byte[] key, byte[] sealedBytes, byte[] associatedData)
    {
        if (sealedBytes.Length < Overhead)
        {
            return null;
        }

        var length = sealedBytes.Length - Overhead;
        using var stream = KeyStream(key, sealedBytes, length);
        if (!FixedTime.Equals(
            Tag(stream.Bytes, sealedBytes, associatedData), sealedBytes.AsSpan(sealedBytes.Length - TagLength).ToArray()))
        {
            return null;
        }

        var plaintext = new SecretBytes(length);
        for (var i = 0; i < length; i++)
        {
            plaintext.Bytes[i] = (byte)(sealedBytes[NonceLength + i] ^ stream.Bytes[Preamble + i]);
        }

        return plaintext;
    }

    private static SecretBytes KeyStream(byte[] key, byte[] nonce, int length)
    {
        var blocks = new byte[Preamble + ((length + AesBlocks.Length - 1) / AesBlocks.Length * AesBlocks.Length)];
        for (var (at, counter) = (AesBlocks.Length, 1); at < blocks.Length; at += AesBlocks.Length, counter++)
        {
            Buffer.BlockCopy(nonce, 0, blocks, at, NonceLength);
            BinaryPrimitives.WriteInt32BigEndian(blocks.AsSpan(at + NonceLength), counter);
        }

        using var aes = new AesBlocks(key, encrypts: true);
        return aes.Apply(blocks);
    }

    private static byte[] Tag(byte[] stream, byte[] sealedBytes, byte[] associatedData)
    {
        var ciphertext = sealedBytes.AsSpan(NonceLength, sealedBytes.Length - Overhead);
        var hash = new GaloisHash(stream);
        hash.Add(associatedData);
        hash.Add(ciphertext);
        var tag = hash.End(associatedData.Length, ciphertext.Length);
        for (var i = 0; i < TagLength; i++)
        {
            tag[i] ^= stream[AesBlocks.Length + i];
        }

        return tag;
    }
}
