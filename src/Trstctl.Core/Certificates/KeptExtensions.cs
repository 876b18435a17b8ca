using Trstctl.Asn1;

namespace Trstctl.Certificates;

/// <summary>The extensions of a CA's next certificate. Where its specification says the same as the certificate before, they stand as
/// they stood, byte for byte; what no specification can say is carried over.</summary>
internal static class KeptExtensions
{
    // Made anew with each certificate, or about one certificate: identifiers, AD CS's version, the period in which a key signs
    // (RFC 3280 4.2.1.4), what a log promised of a certificate or its precertificate (RFC 6962 3.1, 3.3), a second key with the
    // signature by it over this certificate (ITU-T X.509 2019 9.8), and another certificate of its holder (RFC 9763 4, and drafts).
    private static readonly HashSet<string> OfOneCertificate = new(StringComparer.Ordinal)
    {
        Oids.SubjectKeyIdentifier, Oids.AuthorityKeyIdentifier, Oids.CAVersion, Oids.PreviousCACertificateHash, "2.5.29.16",
        "1.3.6.1.4.1.11129.2.4.2", "1.3.6.1.4.1.11129.2.4.3", "2.5.29.72", "2.5.29.73", "2.5.29.74", "1.3.6.1.5.5.7.1.36",
        "2.16.840.1.114027.80.6.1",
    };

    /// <param name="before">The certificate before.</param>
    /// <param name="written">DER: what the next one's specification says.</param>
    /// <param name="unchanged">DER: what the specification of the certificate before would have said.</param>
    public static IEnumerable<byte[]> Merge(CertificateParts before, IEnumerable<byte[]?> written, IEnumerable<byte[]?> unchanged)
    {
        var (next, same) = (Read(written), Read(unchanged));
        foreach (var extension in next)
        {
            var isSame = same.FirstOrDefault(e => e.Oid == extension.Oid)?.Encoded.AsSpan().SequenceEqual(extension.Encoded) == true;
            yield return isSame && Stood(before, extension) is { } stood ? stood.Encoded : extension.Encoded;
        }

        // What the specification of before would have said and this one does not was taken out.
        var others = before.Extensions.Where(e =>
            !OfOneCertificate.Contains(e.Oid) && next.Concat(same).All(written => written.Oid != e.Oid));
        foreach (var extension in others)
        {
            yield return extension.Encoded;
        }
    }

    // What has to be critical is, whatever it was; a key usage that does not sign certificates is none of a CA.
    private static ExtensionPart? Stood(CertificateParts before, ExtensionPart written) =>
        OfOneCertificate.Contains(written.Oid)
            || (written.Oid == Oids.KeyUsage && before.HasKeyUsage(CertificateParts.KeyCertSign) != true)
            ? null
            : before.Extensions.FirstOrDefault(e => e.Oid == written.Oid && (e.Critical || !written.Critical));

    private static ExtensionPart[] Read(IEnumerable<byte[]?> extensions) =>
        extensions.OfType<byte[]>().Select(der => new ExtensionPart(DerElement.Read(der, "extension"))).ToArray();
}
