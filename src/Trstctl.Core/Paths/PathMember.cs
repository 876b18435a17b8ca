namespace Trstctl.Paths;

/// <summary>What one certificate of a path says to the rules of RFC 5280 6.1.</summary>
internal sealed class PathMember
{
    private static readonly string[] Weak = ["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"];

    private static readonly string[] Processed =
    [
        Oids.BasicConstraints, Oids.KeyUsage, Oids.ExtendedKeyUsage, Oids.NameConstraints, Oids.SubjectAlternativeName,
        Oids.CertificatePolicies,
        Oids.PolicyMappings, Oids.PolicyConstraints, Oids.InhibitAnyPolicy, Oids.SubjectKeyIdentifier, Oids.AuthorityKeyIdentifier,
    ];

    /// <param name="certificate">The certificate.</param>
    /// <param name="label">How reasons name it.</param>
    /// <param name="signerKey">The key that signed it, as <see cref="PathCertificate.Key"/>.</param>
    /// <param name="isEnd">Whether it is an end entity's, at the end of a path.</param>
    public PathMember(PathCertificate certificate, string label, string signerKey, bool isEnd = false)
    {
        IsEnd = isEnd;
        Refusal = certificate.Refusal;
        var parts = certificate.Parts;
        Label = label;
        Key = certificate.Key;
        SignerKey = signerKey;
        Issuer = certificate.IssuerName;
        IsSelfIssued = certificate.IsSelfIssued;
        Serial = parts.Serial.Content;
        NotBefore = certificate.NotBefore;
        NotAfter = certificate.NotAfter;
        try
        {
            SubjectKeyIdentifier = parts.SubjectKeyIdentifier();
            AuthorityKey = AuthorityKeyName.Of(parts);
            HasWeakSignature = Weak.Contains(parts.SignatureOid);
            Unfamiliar = PathAlgorithms.Unfamiliar(parts);
            PathLength = parts.PathLength();
            Usages = ExtendedKeyUsages.Limits(parts);
            Constraints = NameConstraintSet.From(parts);
            Policies = PolicyStatement.Of(parts);
            Names = CertificateNames.Of(parts);
            if (isEnd)
            {
                parts.DemandDistinctExtensions(label);
            }
            else
            {
                parts.DemandCA(label);
            }

            Unusable = parts.Extensions.FirstOrDefault(extension => extension.Critical && !Processed.Contains(extension.Oid)) is { } unknown
                ? $"has the critical extension {unknown.Oid}, which clients do not know"
                : null;
        }
        catch (TrstException e) when (e.Id == ErrorId.CertificateInvalid)
        {
            Unusable = $"is unusable: {e.Message.TrimEnd('.')}";
        }
    }

    public bool IsEnd { get; }

    public string? Refusal { get; }

    public string Label { get; }

    public string Key { get; }

    public string SignerKey { get; }

    public DistinguishedName Issuer { get; }

    public bool IsSelfIssued { get; }

    public byte[] Serial { get; }

    public DateTime NotBefore { get; }

    public DateTime NotAfter { get; }

    public byte[]? SubjectKeyIdentifier { get; }

    public AuthorityKeyName AuthorityKey { get; } = AuthorityKeyName.None;

    public bool HasWeakSignature { get; }

    /// <summary>An algorithm that many relying parties do not know, by name; null where its key and signature are common.</summary>
    public string? Unfamiliar { get; }

    public int? PathLength { get; }

    /// <summary>Empty where it is good for any.</summary>
    public IReadOnlyList<string> Usages { get; } = [];

    public NameConstraintSet Constraints { get; } = NameConstraintSet.None;

    public PolicyStatement? Policies { get; }

    public IReadOnlyList<ConstrainedName> Names { get; } = [];

    /// <summary>Why it cannot stand in a path as a CA; null where it can.</summary>
    public string? Unusable { get; }
}
