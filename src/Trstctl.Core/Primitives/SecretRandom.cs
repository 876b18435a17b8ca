using System.Security.Cryptography;

namespace Trstctl.Primitives;

/// <summary>Bytes of the system's generator.</summary>
internal static class SecretRandom
{
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }
}
