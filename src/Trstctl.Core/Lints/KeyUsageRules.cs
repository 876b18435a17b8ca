using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.KeyUsageBits;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about key usage (RFC 5280 4.2.1.3).</summary>
internal static class KeyUsageRules
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "key_usage_ca", Error, "RFC 5280 4.2.1.3", Cas,
            "A CA's key usage has keyCertSign; in our own it has cRLSign too and is critical.", OfCA),
        new(
            "key_usage_crl_sign", Warning, "BR 7.1.2.10.7", Cas, "A CA's key usage has cRLSign.",
            s => KeyUsages.Of(s) is { } usage && !usage.HasFlag(CrlSign) ? "the key usage lacks cRLSign" : null),
        new(
            "key_usage_ca_signs_only", Warning, "RFC 3279 2.3.1, BR 7.1.2.10.7", Cas,
            "A CA's key signs certificates, CRLs and perhaps OCSP responses, and serves nothing else.",
            s => KeyUsages.Named(KeyUsages.Of(s), NonRepudiation | Encipherments | Agreements) is { } named
                ? $"the key usage of a CA has {named}"
                : null),
        new(
            "key_usage_critical", Warning, "RFC 5280 4.2.1.3", AnyCertificate, "The key usage is critical.",
            s => s.Find(Oids.KeyUsage) is { Critical: false } ? "the key usage is not critical" : null),
        new(
            "key_usage_not_empty", Error, "RFC 5280 4.2.1.3", AnyKey, "A key usage has at least one bit.",
            s => KeyUsages.Of(s) == None ? "the key usage has no bit" : null),
        new(
            "key_usage_defined_bits", Error, "RFC 5280 4.2.1.3", AnyKey, "A key usage has no bit beyond the nine that are defined.",
            s => KeyUsages.HasOthers(s) ? "the key usage has a bit that is not defined" : null),
        new("key_usage_shortest", Error, "X.690 11.2.2", AnyKey, "A key usage ends with its last bit that is set.", Shortest),
        new("key_usage_cert_sign_needs_ca", Error, "RFC 5280 4.2.1.3, 4.2.1.9", EndEntity, "Only a CA's key usage has keyCertSign.",
            s => !s.Parts.IsCA() && KeyUsages.Of(s)?.HasFlag(KeyCertSign) == true
                ? "the key usage has keyCertSign but the certificate is no CA's"
                : null),
        new(
            "key_usage_one_way_agreement", Warning, "RFC 5280 4.2.1.3", AnyKey,
            "encipherOnly and decipherOnly stand only beside keyAgreement, without which they mean nothing.",
            s => KeyUsages.Of(s) is { } usage && !usage.HasFlag(KeyAgreement) && KeyUsages.Named(usage, OneWays) is { } named
                ? $"the key usage has {named} without keyAgreement"
                : null),
        new("key_usage_ec", Error, "RFC 8813 3", AnyKey, "The usage of an EC key has neither keyEncipherment nor dataEncipherment.",
            s => KeyOid(s) == Oids.EcPublicKey ? Forbidden(s, "an EC key", Encipherments) : null),
        new("key_usage_rsa", Warning, "RFC 3279 2.3.1", AnyKey, "The usage of an RSA key has no key agreement.",
            s => KeyOid(s) == Oids.RsaEncryption ? Forbidden(s, "an RSA key", Agreements) : null),
        new(
            "key_usage_signature_key", Error, "RFC 9295 3, RFC 9881 5, RFC 9909 6", AnyKey,
            "The usage of a key of EdDSA, ML-DSA or SLH-DSA has a bit for signatures, and none for encipherment or key agreement.",
            OfSignatureKey),
    ];

    private static string KeyOid(LintSubject s) => LintAlgorithms.KeyOid(s.Spki!);

    private static string? OfCA(LintSubject s) => s.IsForeign
        ? KeyUsages.Of(s)?.HasFlag(KeyCertSign) == true ? null : "keyUsage is absent or lacks keyCertSign"
        : s.Find(Oids.KeyUsage) is { Critical: true } && KeyUsages.Of(s)!.Value.HasFlag(KeyCertSign | CrlSign)
            ? null
            : "keyUsage is not critical with keyCertSign and cRLSign";

    private static string? Shortest(LintSubject s)
    {
        if (s.Find(Oids.KeyUsage) is not { } extension || KeyUsages.Of(s) == None)
        {
            return null;
        }

        var content = extension.Value.Content;
        return (content[content.Length - 1] & (1 << content[0])) != 0 ? null : "the key usage ends with bits that are not set";
    }

    private static string? Forbidden(LintSubject s, string what, KeyUsageBits bits) =>
        KeyUsages.Named(KeyUsages.Of(s), bits) is { } named ? $"the key usage of {what} has {named}" : null;

    private static string? OfSignatureKey(LintSubject s)
    {
        if (LintAlgorithms.BareByOid(KeyOid(s)) is not { } bare || KeyUsages.Of(s) is not { } usage)
        {
            return null;
        }

        return Forbidden(s, $"a key of {bare.Name}", Encipherments | Agreements)
            ?? ((usage & Signatures) == None ? $"the key usage of a key of {bare.Name} has no bit for signatures" : null);
    }
}
