using System.Numerics;

namespace Trstctl.Keys;

/// <summary>Public keys whose private keys others can find.</summary>
internal static class WeakKeys
{
    private const int SmallestBits = 2048;

    // CA/B BR 6.1.6: no factor below 752.
    private static readonly int[] SmallPrimes = Enumerable
        .Range(2, 750)
        .Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0))
        .ToArray();

    /// <summary>Why an RSA key is weak: size, exponent, small factors, close primes, ROCA. Null for other keys and where nothing
    /// is known against it.</summary>
    /// <param name="spki">DER SubjectPublicKeyInfo (RFC 5280 4.1.2.7); a reason is given too where it cannot be read.</param>
    public static string? Fault(byte[] spki)
    {
        try
        {
            var node = DerElement.Read(spki, "public key").Expect(Der.SequenceTag);
            return RsaNumbers.IsRsa(node) ? Fault(RsaNumbers.Read(node)) : null;
        }
        catch (TrstException e)
        {
            return $"the key cannot be read: {e.Message}";
        }
    }

    internal static string? Fault(RsaNumbers key) =>
        Size(key) ?? Exponent(key) ?? SmallFactor(key) ?? ClosePrimes(key) ?? Roca(key);

    internal static string? Size(RsaNumbers key) => key.Bits >= SmallestBits ? null : $"the RSA key has {key.Bits} bits";

    // RFC 8017 3.1: an odd number of at least 3; 1 encrypts and signs nothing.
    internal static string? Exponent(RsaNumbers key) =>
        !key.Exponent.IsEven && key.Exponent >= 3 ? null : "the RSA exponent is even, negative or 1";

    internal static string? SmallFactor(RsaNumbers key) =>
        SmallPrimes.Cast<int?>().FirstOrDefault(prime => key.Modulus % prime!.Value == 0) is { } factor
        ? $"the RSA modulus is divisible by {factor}"
        : null;

    internal static string? ClosePrimes(RsaNumbers key) =>
        key.Modulus.Sign > 0 && !key.Modulus.IsEven && FermatFactoring.Succeeds(key.Modulus)
        ? $"the primes of the RSA modulus are so close that {FermatFactoring.Rounds} rounds of Fermat's method find them"
        : null;

    internal static string? Roca(RsaNumbers key) => key.Modulus.Sign > 0 && RocaFingerprint.Matches(key.Modulus)
        ? "the RSA key has the fingerprint of CVE-2017-15361 (ROCA)"
        : null;
}
