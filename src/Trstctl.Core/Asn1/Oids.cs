namespace Trstctl.Asn1;

/// <summary>Object identifiers of RFC 5280 and of the algorithms that authorities use.</summary>
internal static class Oids
{
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string NameConstraints = "2.5.29.30";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string CertificatePolicies = "2.5.29.32";
    public const string AnyPolicy = "2.5.29.32.0";
    public const string PolicyMappings = "2.5.29.33";
    public const string PolicyConstraints = "2.5.29.36";
    public const string InhibitAnyPolicy = "2.5.29.54";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string AnyExtendedKeyUsage = "2.5.29.37.0";
    public const string AuthorityInfoAccess = "1.3.6.1.5.5.7.1.1";
    public const string CAIssuers = "1.3.6.1.5.5.7.48.2";
    public const string CpsQualifier = "1.3.6.1.5.5.7.2.1";
    public const string ExtensionRequest = "1.2.840.113549.1.9.14";
    public const string CAVersion = "1.3.6.1.4.1.311.21.1";
    public const string PreviousCACertificateHash = "1.3.6.1.4.1.311.21.2";
    public const string CertificateTemplateName = "1.3.6.1.4.1.311.20.2";

    /// <summary>The otherName of Windows, a UTF8String.</summary>
    public const string UserPrincipalName = "1.3.6.1.4.1.311.20.2.3";

    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string EcPublicKey = "1.2.840.10045.2.1";

    /// <summary>The arc of ML-DSA (RFC 9881) and SLH-DSA (RFC 9909).</summary>
    public const string NistSignatures = "2.16.840.1.101.3.4.3.";

    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string Data = "1.2.840.113549.1.7.1";
}
