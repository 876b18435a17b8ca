using System.Security.Cryptography;

namespace Trstctl.Keys;

/// <summary>The platform's objects of the public keys that verified last: importing an elliptic-curve key costs more than verifying by it,
/// and a ledger asks the same keys again and again, its roster's and those of its roots. An object follows from the key's bytes alone, and
/// it is out of here while somebody uses it.</summary>
internal static class PlatformKeys
{
    /// <summary>As many as a large store has authorities that sign others, a few kilobytes each.</summary>
    internal const int Most = 2048;

    // The one that was used last stands last.
    private static readonly LinkedList<(PublicKey Key, AsymmetricAlgorithm Platform)> Idle = [];
    private static readonly Dictionary<PublicKey, LinkedListNode<(PublicKey Key, AsymmetricAlgorithm Platform)>> Found = [];

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
            return Found.TryGetValue(key, out var node) ? Remove(node) : null;
        }
    }

    // What has to go for it: the second of one key, or the oldest.
    private static AsymmetricAlgorithm? Put(PublicKey key, AsymmetricAlgorithm platform)
    {
        lock (Idle)
        {
            if (Found.ContainsKey(key))
            {
                return platform;
            }

            Found.Add(key, Idle.AddLast((key, platform)));
            return Idle.Count > Most ? Remove(Idle.First!) : null;
        }
    }

    private static AsymmetricAlgorithm Remove(LinkedListNode<(PublicKey Key, AsymmetricAlgorithm Platform)> node)
    {
        Found.Remove(node.Value.Key);
        Idle.Remove(node);
        return node.Value.Platform;
    }
}
