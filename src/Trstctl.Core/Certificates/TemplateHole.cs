namespace Trstctl.Certificates;

/// <summary>What fills a hole of a template.</summary>
internal enum HoleMeaning
{
    /// <summary>The bits of subjectPublicKey, without the octet of unused bits.</summary>
    SubjectPublicKey,

    /// <summary>The new key's identifier (<see cref="KeyIdentifier.Of"/>).</summary>
    SubjectKeyIdentifier,

    /// <summary>The same, where the authority key identifier names the new key.</summary>
    AuthorityKeyIdentifier,
}

/// <summary>A zero-filled range of a template.</summary>
internal sealed class TemplateHole(int offset, int length, HoleMeaning meaning)
{
    /// <summary>In bytes from the beginning of the TBS.</summary>
    public int Offset { get; } = offset;

    /// <summary>In bytes.</summary>
    public int Length { get; } = length;

    public HoleMeaning Meaning { get; } = meaning;

    internal int End => Offset + Length;

    internal static TemplateHole Declare(Fields f, TemplateHole? h) => new(
        f.Number("offset", h?.Offset, 0, CertificateTemplate.LargestTbs), f.Number("length", h?.Length, 1, CertificateTemplate.LargestTbs),
        f.Word("meaning", h?.Meaning));

    /// <summary>Finds a hole's place by the structure of the certificate, or null where the certificate has no such part.</summary>
    internal static TemplateHole? Locate(CertificateParts parts, HoleMeaning meaning)
    {
        switch (meaning)
        {
            case HoleMeaning.SubjectPublicKey:
                var bits = parts.Spki[1].Expect(Der.BitStringTag);
                return new TemplateHole(bits.ContentOffset + 1, bits.Length - 1, meaning);
            case HoleMeaning.SubjectKeyIdentifier:
                var own = parts.Find(Oids.SubjectKeyIdentifier)?.Value.Expect(Der.OctetStringTag);
                return own is null ? null : new TemplateHole(own.ContentOffset, own.Length, meaning);
            default:
                var issuer = parts.Find(
                    Oids.AuthorityKeyIdentifier)?.Value.Expect(Der.SequenceTag).Children.FirstOrDefault(node => node.Tag == 0x80);
                return issuer is null ? null : new TemplateHole(issuer.ContentOffset, issuer.Length, meaning);
        }
    }
}
