using System.Security.Cryptography;

namespace Trstctl.Primitives;

/// <summary>AES of single blocks (FIPS 197) by the platform, whose key schedule is not in managed memory. BouncyCastle's is, and begins
/// with the key itself.</summary>
internal sealed class AesBlocks : IDisposable
{
    public const int Length = 16;

    private readonly Aes aes = Aes.Create();
    private readonly ICryptoTransform transform;

    public AesBlocks(byte[] key, bool encrypts)
    {
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        transform = encrypts ? aes.CreateEncryptor(key, new byte[Length]) : aes.CreateDecryptor(key, new byte[Length]);
    }

    /// <summary>Whole blocks; the result is pinned.</summary>
    public SecretBytes Apply(byte[] blocks)
    {
        var result = new SecretBytes(blocks.Length);
        for (var done = 0; done < blocks.Length;)
        {
            done += transform.TransformBlock(blocks, done, blocks.Length - done, result.Bytes, done);
        }

        return result;
    }

    public void Dispose()
    {
        transform.Dispose();
        aes.Dispose();
    }
}
