namespace Trstctl.Paths;

/// <summary>A CA: one name and one key, by all of its certificates.</summary>
internal sealed class PathAuthority(IReadOnlyList<PathCertificate> certificates)
{
    public IReadOnlyList<PathCertificate> Certificates { get; } = certificates;

    public string Key => Certificates[0].Key;

    public DistinguishedName Name => Certificates[0].SubjectName;

    public string Label { get; set; } = string.Empty;

    public bool IsPlanned => Certificates.Any(certificate => certificate.IsPlanned);

    public bool Exists => Certificates.Any(certificate => !certificate.IsPlanned);

    /// <summary>As what it issued or will issue names its key: one for each identifier that a certificate of it gives the key.</summary>
    public IReadOnlyList<byte[]> Identifiers { get; } =
        [.. certificates.Select(Identifier).GroupBy(Hex.Encode, StringComparer.Ordinal).Select(group => group.First())];

    public DateTime NotAfter => Certificates.Max(certificate => certificate.NotAfter);

    private static byte[] Identifier(PathCertificate certificate)
    {
        try
        {
            return certificate.Parts.KeyIdentifierForChildren();
        }
        catch (TrstException e) when (e.Id == ErrorId.CertificateInvalid)
        {
            // Its paths are refused for it.
            return KeyIdentifier.Of(certificate.Parts.Spki.Encoded);
        }
    }
}
