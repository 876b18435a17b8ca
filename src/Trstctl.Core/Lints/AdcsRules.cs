using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about the extensions of Active Directory Certificate Services (MS-WCCE).</summary>
internal static class AdcsRules
{
    private const byte Bmp = 0x1E;
    private const int Sha1Length = 20;

    private static readonly string[] Extensions =
        [Oids.CertificateTemplateName, Oids.CAVersion, Oids.PreviousCACertificateHash, LintOids.TemplateOid];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "adcs_ca_version", Error, "MS-WCCE 3.2.1.4.3.2.39", Issued,
            "The CA version (1.3.6.1.4.1.311.21.1) is an INTEGER: key index times 65536 plus certificate index.",
            s => Version(s) is (< 0, _) ? "the CA version is negative or longer than 32 bits" : null),
        new(
            "adcs_key_index", Warning, "MS-WCCE 3.2.1.4.3.2.39", Issued,
            "The key index of a CA version is not above its certificate index: a key is as old as its first certificate.",
            s => Version(s) is (>= 0, _) version && version.Key > version.Certificate
                ? $"the CA version {version.Certificate}.{version.Key} has a key newer than the certificate"
                : null),
        new(
            "adcs_previous_hash", Error, "AD CS 1.3.6.1.4.1.311.21.2", AnyCertificate | Request,
            "The hash of the previous CA certificate is an OCTET STRING of 20 bytes, SHA-1.",
            s => s.Find(Oids.PreviousCACertificateHash) is { } hash && hash.Value.Expect(Der.OctetStringTag).Length != Sha1Length
                ? "the hash of the previous CA certificate does not have 20 bytes"
                : null),
        new(
            "adcs_previous_hash_renewed", Warning, "AD CS 1.3.6.1.4.1.311.21.2", AnyCertificate,
            "Only a renewed CA, whose certificate index is above 0, has the hash of a previous certificate.",
            s => s.Find(Oids.PreviousCACertificateHash) is not null && Version(s) is (_, 0)
                ? "the first certificate of a CA has the hash of a previous one"
                : null),
        new(
            "adcs_template_name", Warning, "MS-WCCE 2.2.2.7.7.1", AnyCertificate | Request,
            "The name of a certificate template (1.3.6.1.4.1.311.20.2) is a BMPString.",
            s => s.Find(Oids.CertificateTemplateName) is { } name
                && (name.Value.Tag != Bmp || name.Value.Length == 0 || name.Value.Length % 2 != 0)
                    ? "the template name is no BMPString"
                    : null),
        new(
            "adcs_template_oid", Warning, "MS-WCCE 2.2.2.7.7.2", AnyCertificate | Request,
            "A certificate template (1.3.6.1.4.1.311.21.7) is an OID with major and minor version.",
            s => s.Find(LintOids.TemplateOid) is { } template && !IsTemplate(template.Value)
                ? "the certificate template is not an OID with versions"
                : null),
        new(
            "adcs_not_critical", Warning, "MS-WCCE 2.2.2.7.7", Issued,
            "The extensions of AD CS are not critical: other software does not know them.",
            s => s.Extensions.FirstOrDefault(e => e.Critical && Extensions.Contains(e.Oid)) is { } e
                ? $"the extension {e.Oid} is critical"
                : null),
    ];

    // Indices of key and certificate; null where the extension is absent, (-1, -1) where it is no version.
    private static (int Key, int Certificate)? Version(LintSubject s)
    {
        if (s.Find(Oids.CAVersion) is not { } extension)
        {
            return null;
        }

        var content = extension.Value.Expect(Der.IntegerTag).Content;
        if (content is [] or [>= 0x80, ..] || content.Length > 5 || (content.Length == 5 && content[0] != 0))
        {
            return (-1, -1);
        }

        var value = content.Aggregate(0L, (sum, b) => (sum << 8) | b);
        return ((int)(value >> 16), (int)(value & 0xFFFF));
    }

    private static bool IsTemplate(DerElement value) => value.Tag == Der.SequenceTag && value.Count is >= 1 and <= 3
        && value[0].Tag == Der.OidTag && value.Children.Skip(1).All(version => version.Tag == Der.IntegerTag);
}
