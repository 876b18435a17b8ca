namespace Trstctl.Keys;

/// <summary>A SubjectPublicKeyInfo of an algorithm's exact shape around zeros: it stands where a key will come.</summary>
internal static class PlaceholderKey
{
    private static readonly KeyValuePair<KeyAlgorithm, byte[]>[] Known =
        [.. KeyAlgorithm.Generated.Select(algorithm => new KeyValuePair<KeyAlgorithm, byte[]>(algorithm, Of(algorithm)))];

    // Every RSA key we make has a modulus with its top bit set and the exponent 65537, so that lengths are fixed.
    public static byte[] Of(KeyAlgorithm algorithm) => PublicKey.Encode(algorithm, new byte[algorithm.PublicKeyLength]);

    /// <summary>Null for what is no placeholder of a key that is made here.</summary>
    public static KeyAlgorithm? AlgorithmOf(byte[] zeroed) =>
        Known.FirstOrDefault(known => known.Value.AsSpan().SequenceEqual(zeroed)).Key;
}
