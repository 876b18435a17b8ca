using System.Security.Cryptography;

namespace Trstctl.Keys;

/// <summary>The platform's objects of the public keys that verified last: importing an elliptic-curve key costs as much as verifying by it,
/// and a ledger asks the same few keys again and again. An object follows from the key's bytes alone, and it is out of here while
/// somebody uses it.</summary>
internal static class PlatformKeys
{
    internal const int Most = 64;

    // The one that was used last stands last.
    private static readonly List<(PublicKey Key, AsymmetricAlgorithm Platform)> Idle = [];

    public static int Count
    {
        get
        {
            lock (Idle)
            {
                return Idle.Count;
            }
        }
    }

    /// <exception cref="CryptographicException">The platform does not take the key.</exception>
    public static bool Ask(PublicKey key, Func<AsymmetricAlgorithm, bool> question)
    {
        var platform = Take(key) ?? (key.Family == KeyFamily.Rsa ? key.OpenRsa() : key.OpenEcdsa());
        try
        {
            var answer = question(platform);
            Put(key, platform)?.Dispose();
            return answer;
        }
        catch
        {
            platform.Dispose();
            throw;
        }
    }

    private static AsymmetricAlgorithm? Take(PublicKey key)
    {
        lock (Idle)
        {
            var at = Idle.FindLastIndex(idle => idle.Key.Equals(key));
            if (at < 0)
            {
                return null;
            }

            var found = Idle[at].Platform;
            Idle.RemoveAt(at);
            return found;
        }
    }

    // What has to go for it.
    private static AsymmetricAlgorithm? Put(PublicKey key, AsymmetricAlgorithm platform)
    {
        lock (Idle)
        {
            Idle.Add((key, platform));
            if (Idle.Count <= Most)
            {
                return null;
            }

            var oldest = Idle[0].Platform;
            Idle.RemoveAt(0);
            return oldest;
        }
    }
}
