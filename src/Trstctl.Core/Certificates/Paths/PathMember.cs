namespace Trstctl.Certificates.Paths;

/// <summary>What one certificate of a path says to the rules of RFC 5280 6.1.</summary>
internal sealed class PathMember
{
    private static readonly string[] Weak = ["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"];

    public PathMember(TbsParts parts, string label)
    {
        Label = label;
        Subject = DistinguishedName.From(parts.Subject);
        Issuer = DistinguishedName.From(parts.Issuer);
        NotBefore = parts.NotBefore;
        NotAfter = parts.NotAfter;
        Serial = parts.Serial.Content;
        SubjectKeyIdentifier = parts.SubjectKeyIdentifier();
        AuthorityKey = AuthorityKeyName.Of(parts);
        HasWeakSignature = Weak.Contains(parts.SignatureOid);
        Unfamiliar = PathAlgorithms.Unfamiliar(parts);
        try
        {
            PathLength = parts.PathLength();
            Usages = ExtendedKeyUsages.Limits(parts);
            Constraints = NameConstraintSet.From(parts);
            Policies = PolicyStatement.Of(parts);
            Names = CertificateNames.Of(parts);
            parts.DemandCA(label);
        }
        catch (TrstException e) when (e.Id == ErrorId.CertificateInvalid)
        {
            Unusable = e.Message;
        }
    }

    public string Label { get; }

    public DistinguishedName Subject { get; }

    public DistinguishedName Issuer { get; }

    public bool IsSelfIssued => Subject.Equivalent(Issuer);

    public DateTime NotBefore { get; }

    public DateTime NotAfter { get; }

    public byte[] Serial { get; }

    public byte[]? SubjectKeyIdentifier { get; }

    public AuthorityKeyName AuthorityKey { get; }

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
