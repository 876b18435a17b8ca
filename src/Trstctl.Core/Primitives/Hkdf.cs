using System.Security.Cryptography;

namespace Trstctl.Primitives;

/// <summary>RFC 5869 with SHA-256. All that is secret stands in pinned arrays that are zeroed: BouncyCastle's derivation keeps copies
/// of what it is given.</summary>
internal static class Hkdf
{
    public static SecretBytes Sha256(byte[] input, byte[]? salt, byte[] info, int length)
    {
        using var key = Mac(salt is { Length: > 0 } ? salt : new byte[Digest.Length], input);
        var output = new SecretBytes(length);
        var previous = new SecretBytes(0);
        for (var (at, number) = (0, (byte)1); at < length; at += Digest.Length, number++)
        {
            var block = Mac(key.Bytes, previous.Bytes, info, [number]);
            previous.Dispose();
            previous = block;
            Buffer.BlockCopy(block.Bytes, 0, output.Bytes, at, Math.Min(Digest.Length, length - at));
        }

        previous.Dispose();
        return output;
    }

    private static SecretBytes Mac(byte[] key, params byte[][] parts)
    {
        // HMACSHA256 clones its key, and keeps its result too.
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
        {
            mac.AppendData(part);
        }

        return SecretBytes.Take(mac.GetHashAndReset());
    }
}
