using System.Security.Cryptography;

namespace Trstctl.Primitives;

/// <summary>SHA-256 by the platform in one call where it has one (.NET 5), which netstandard2.0 cannot name: an object for each digest
/// costs several times the digest of an event. Nothing of the data stays behind.</summary>
internal static class Sha256
{
    private static readonly Func<byte[], byte[]> AtOnce =
        (Func<byte[], byte[]>?)typeof(SHA256).GetMethod("HashData", [typeof(byte[])])?.CreateDelegate(typeof(Func<byte[], byte[]>))
        ?? ByObject;

    public static byte[] Hash(byte[] data) => AtOnce(data);

    internal static byte[] ByObject(byte[] data)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(data);
    }
}
