using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintRules;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about the signature and its algorithm.</summary>
internal static class SignatureRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new("signature_algorithm_known", Error, "RFC 5758 3.2, RFC 4055 3.1 and 5, RFC 8410 3, RFC 9881 2, RFC 9909 3", Anything,
            "The signature algorithm is RSA or ECDSA with SHA-2, EdDSA, ML-DSA or SLH-DSA, with the parameters that its standard "
                + "prescribes; a root's own, which nobody relies on, may be with SHA-1.",
            s => s.Algorithm is { } algorithm && !IsOldRoot(s) ? LintAlgorithms.SignatureFault(algorithm) : null),
        new("root_signature_sha1", Notice, "RFC 5280 6.1", Root,
            "A root's own signature is not with SHA-1: it proves nothing to who trusts the key, but some software looks at it.",
            s => IsOldRoot(s) ? "the root signed itself with SHA-1" : null),
        new(
            "signature_algorithms_equal", Error, "RFC 5280 4.1.1.2, 5.1.1.2", Issued,
            "The algorithm within the signed bytes is the one beside them.",
            s => s.OuterAlgorithm is not { } outer || Same(outer.Encoded, s.Algorithm!.Encoded)
                ? null
                : "inner and outer signature algorithms differ"),
        new("signature_octets", Error, "RFC 5280 4.1.1.3", Anything, "The signature is a bit string of whole octets.",
            s => s.Signature is null || s.Signature is { Length: > 1 } && s.Signature.Content[0] == 0
                ? null
                : "the signature is empty or not of whole octets"),
        new(
            "ecdsa_signature_shape", Error, "RFC 3279 2.2.3", Anything,
            "An ECDSA signature is the DER of two positive integers of at most 66 octets.",
            s => Signed(s) is { } algorithm && LintAlgorithms.IsEcdsa(algorithm) && EcdsaSignature.FromDer(s.Signature!.Bits(), 66) is null
                ? "the ECDSA signature is not the DER of r and s"
                : null),
        new(
            "bare_signature_length", Error, "RFC 8410 6, RFC 9881 3, RFC 9909 4", Anything,
            "A signature of EdDSA, ML-DSA or SLH-DSA has the length of its algorithm.", BareLength),
        new(
            "ecdsa_hash_fits_key", Warning, "BR 7.1.3.2.2", Root,
            "A root's own ECDSA signature uses the hash of its curve: SHA-256 with P-256, SHA-384 with P-384, SHA-512 with P-521.", Hash),
        new(
            "root_signature", Error, "RFC 5280 3.2", Root,
            "A root's signature verifies under its own key, where its algorithm can be tried here.",
            s => SelfSigned(s) == false ? "the signature does not verify under the certificate's own key" : null),
    ];

    /// <summary>Whether the signature verifies under the key beside it; null where there is none or its algorithm cannot be tried
    /// here.</summary>
    public static bool? SelfSigned(LintSubject s) =>
        Signed(s) is { } algorithm && LintAlgorithms.CanVerify(algorithm) && s.Key is not null
            ? SignatureCheck.Verify(algorithm, s.ToBeSigned.Encoded, s.Signature!.Bits(), s.Key)
            : null;

    private static bool IsOldRoot(LintSubject s) =>
        s.Role == LintRole.Root && s.IsForeign && s.Algorithm is { } algorithm && LintAlgorithms.IsSha1(algorithm);

    private static DerElement? Signed(LintSubject s) => s.Signature is null ? null : s.OuterAlgorithm;

    private static string? BareLength(LintSubject s) =>
        Signed(s) is { } algorithm
            && LintAlgorithms.BareByOid(algorithm[0].Oid()) is { } bare
            && s.Signature!.Bits().Length != bare.SignatureLength
            ? $"a signature of {bare.Name} has {bare.SignatureLength} bytes, not {s.Signature.Length - 1}"
            : null;

    private static string? Hash(LintSubject s) =>
        !s.KeyOpen && s.Algorithm is { } algorithm && LintAlgorithms.IsEcdsa(algorithm)
        && s.Key?.Algorithm is { CurveOid: not null } curve && curve.SignatureOid != algorithm[0].Oid()
            ? $"a key of {curve} signs with {algorithm[0].Oid()}"
            : null;
}
