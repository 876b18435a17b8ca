using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Trstctl.Core.Tests.Certificates;

/// <summary>
/// RSA keys that are made once a process, one for each owner and size: making one takes as long as a hundred tests. Whoever has
/// another name has another key.
/// </summary>
internal static class PreparedKeys
{
    private static readonly ConcurrentDictionary<(int Bits, string Owner), Lazy<byte[]>> Made = new();

    public static byte[] RsaPkcs8(int bits, string owner) => Made.GetOrAdd((bits, owner), static key => new Lazy<byte[]>(() =>
    {
        using var rsa = RSA.Create(key.Bits);
        return rsa.ExportPkcs8PrivateKey();
    })).Value;

    public static RSA Rsa(int bits, string owner)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(RsaPkcs8(bits, owner), out _);
        return rsa;
    }
}
