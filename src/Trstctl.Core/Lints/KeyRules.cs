using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about the public key's algorithm and encoding.</summary>
internal static class KeyRules
{
    private const int SmallestRsa = 2048;

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "key_strength", Error, "RFC 5280 4.1.2.7, BR 6.1.5", AnyKey,
            "The key is RSA of at least 2048 bits, a point on P-256, P-384 or P-521 (of others, on any named curve), or a key of "
                + "EdDSA, ML-DSA or SLH-DSA.",
            s => s.KeyOpen ? null : Strength(s)),
        new("ec_curve_common", Warning, "BR 6.1.5", AnyKey, "The curve of another's EC key is P-256, P-384 or P-521.",
            s => IsOnOtherCurve(s) ? $"the EC key is on the curve {s.Spki![0][1].Oid()}" : null, LintOrigin.Foreign),
        new("ec_named_curve", Error, "RFC 5480 2.1.1", AnyKey, "The curve of an EC key is named, not spelt out.",
            s => Is(s, Oids.EcPublicKey) && (s.Spki![0].Count != 2 || s.Spki[0][1].Tag != Der.OidTag)
                ? "the curve of the EC key is not named"
                : null),
        new("ec_point_not_hybrid", Error, "RFC 5480 2.2", AnyKey, "The point of an EC key is not in hybrid form.",
            s => Point(s) is 6 or 7 ? "the point of the EC key is in hybrid form" : null),
        new(
            "ec_point_uncompressed", Warning, "RFC 5480 2.2", AnyKey,
            "The point of an EC key is uncompressed, which is all that software must read.",
            s => Point(s) is 2 or 3 ? "the point of the EC key is compressed" : null),
        new(
            "key_parameters_absent", Error, "RFC 8410 3, RFC 9881 2, RFC 9909 3", AnyKey,
            "A key of EdDSA, ML-DSA or SLH-DSA has no algorithm parameters.",
            s => Bare(s) is { } bare && s.Spki![0].Count != 1 ? $"the key of {bare.Name} has parameters" : null),
        new(
            "key_length", Error, "RFC 8410 4, RFC 9881 4, RFC 9909 5", AnyKey,
            "A key of EdDSA, ML-DSA or SLH-DSA has the length of its algorithm.",
            s => Bare(s) is { } bare && s.Spki![1].Bits().Length != bare.KeyLength
                ? $"a key of {bare.Name} has {bare.KeyLength} bytes, not {s.Spki[1].Length - 1}"
                : null),
    ];

    private static string? Strength(LintSubject s)
    {
        var spki = s.Spki!;
        if (RsaNumbers.IsRsa(spki))
        {
            var bits = RsaNumbers.Read(spki).Bits;
            return bits < SmallestRsa ? $"the RSA key has {bits} bits" : null;
        }

        return s.Key is not null
            || (s.IsForeign && IsOnOtherCurve(s))
            || LintAlgorithms.BareByOid(LintAlgorithms.KeyOid(spki)) is not null
            ? null
            : "the key is neither RSA, nor ECDSA on a named curve, nor of another algorithm that is known";
    }

    private static bool IsOnOtherCurve(LintSubject s) =>
        Is(s, Oids.EcPublicKey)
            && s.Spki![0] is { Count: 2 } algorithm
            && algorithm[1].Tag == Der.OidTag
            && !KeyAlgorithm.All.Any(known => known.CurveOid == algorithm[1].Oid());

    private static bool Is(LintSubject s, string oid) => LintAlgorithms.KeyOid(s.Spki!) == oid;

    private static BareAlgorithm? Bare(LintSubject s) => LintAlgorithms.BareByOid(LintAlgorithms.KeyOid(s.Spki!));

    // The first octet of an ECPoint says its form; a hole has none.
    private static int? Point(LintSubject s) => Is(s, Oids.EcPublicKey) && s.Spki![1].Bits() is [var form, ..] ? form : null;
}
