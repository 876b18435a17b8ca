namespace Trstctl.Certificates;

/// <summary>The extensions of RFC 5280 that rules ask about.</summary>
internal static class TbsPartsExtensions
{
    public const int KeyCertSign = 5;
    public const int CrlSign = 6;

    public static byte[]? SubjectKeyIdentifier(this TbsParts parts) =>
        parts.Find(Oids.SubjectKeyIdentifier)?.Value.Expect(Der.OctetStringTag).Content;

    public static byte[]? AuthorityKeyIdentifier(this TbsParts parts) =>
        parts.Find(Oids.AuthorityKeyIdentifier)?.Value.Expect(Der.SequenceTag).Children.FirstOrDefault(node => node.Tag == 0x80)?.Content;

    public static bool IsCA(this TbsParts parts)
    {
        var value = parts.Find(Oids.BasicConstraints)?.Value.Expect(Der.SequenceTag);
        return value is { Count: > 0 } && value[0].Tag == Der.BooleanTag && value[0].Boolean();
    }

    public static int? PathLength(this TbsParts parts)
    {
        var length = parts.Find(Oids.BasicConstraints)?.Value.Expect(Der.SequenceTag).Children.FirstOrDefault(node => node.Tag == Der.IntegerTag);
        return length?.SmallInteger();
    }

    /// <summary>Whether a key usage bit (RFC 5280 4.2.1.3) is set; null where the extension is absent.</summary>
    public static bool? HasKeyUsage(this TbsParts parts, int bit)
    {
        var bits = parts.Find(Oids.KeyUsage)?.Value.Expect(Der.BitStringTag).Content;
        return bits is null ? null : bits.Length > 1 + (bit / 8) && (bits[1 + (bit / 8)] & (0x80 >> (bit % 8))) != 0;
    }

    /// <summary>The issuer's key identifier as its children name it.</summary>
    public static byte[] KeyIdentifierForChildren(this TbsParts issuer) =>
        issuer.SubjectKeyIdentifier() ?? KeyIdentifier.Of(issuer.Spki.Encoded);

    /// <summary>Refuses what cannot sign certificates (RFC 5280 6.1.4 k and n), and what says a thing twice: each reader would pick one.</summary>
    public static TbsParts DemandCA(this TbsParts parts, string what)
    {
        var reason = !parts.IsCA() ? "it is no CA (basicConstraints)"
            : parts.HasKeyUsage(KeyCertSign) == false ? "its key usage lacks keyCertSign"
            : parts.Extensions.Select(extension => extension.Oid).Distinct(StringComparer.Ordinal).Count() < parts.Extensions.Count ? "an extension stands there twice"
            : null;
        return reason is null ? parts : throw new TrstException(ErrorId.CertificateInvalid, what, reason);
    }
}
