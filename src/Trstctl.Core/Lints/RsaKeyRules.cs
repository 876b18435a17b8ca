using System.Numerics;
using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintRules;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about RSA keys, weak ones above all.</summary>
internal static class RsaKeyRules
{
    private static readonly BigInteger SmallestExponent = (BigInteger.One << 16) + 1;
    private static readonly BigInteger LargestExponent = (BigInteger.One << 256) - 1;

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("rsa_key_parameters_null", Error, "RFC 3279 2.3.1, RFC 4055 1.2", AnyKey, "The algorithm parameters of an RSA key are NULL.",
            s => RsaNumbers.IsRsa(s.Spki!) && (s.Spki![0].Count != 2 || !Same(s.Spki[0][1].Encoded, Der.Null))
                ? "the parameters of the RSA key are not NULL"
                : null),
        new("rsa_modulus_octets", Warning, "BR 6.1.5", AnyKey, "The size of an RSA modulus is a multiple of 8 bits.",
            s => Key(s) is { } key && key.Bits % 8 != 0 ? $"the RSA modulus has {key.Bits} bits" : null),
        new(
            "rsa_exponent_odd", Error, "RFC 8017 3.1, BR 6.1.6", AnyKey, "An RSA exponent is odd and at least 3.",
            s => Judge(s, WeakKeys.Exponent)),
        new("rsa_exponent_range", Warning, "BR 6.1.6", AnyKey, "An RSA exponent is within 2^16+1 to 2^256-1.",
            s => Key(s) is { } key && (key.Exponent < SmallestExponent || key.Exponent > LargestExponent)
                ? "the RSA exponent is below 65537 or above 2^256-1"
                : null),
        new("rsa_small_factor", Error, "BR 6.1.6", AnyKey, "An RSA modulus has no factor below 752.", s => Judge(s, WeakKeys.SmallFactor)),
        new(
            "rsa_close_primes", Error, "BR 6.1.1.3, CVE-2022-26320", AnyKey,
            "The primes of an RSA modulus are not so close that 100 rounds of Fermat's method find them.",
            s => Judge(s, WeakKeys.ClosePrimes)),
        new(
            "rsa_roca", Error, "BR 6.1.1.3, CVE-2017-15361", AnyKey, "An RSA modulus does not have the fingerprint of the ROCA keys.",
            s => Judge(s, WeakKeys.Roca)),
    ];

    private static RsaNumbers? Key(LintSubject s) => !s.KeyOpen && RsaNumbers.IsRsa(s.Spki!) ? RsaNumbers.Read(s.Spki!) : null;

    private static string? Judge(LintSubject s, Func<RsaNumbers, string?> judge) => Key(s) is { } key ? judge(key) : null;
}
