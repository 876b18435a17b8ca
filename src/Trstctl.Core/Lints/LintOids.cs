namespace Trstctl.Lints;

/// <summary>Object identifiers that only the lints ask about.</summary>
internal static class LintOids
{
    public const string SubjectDirectoryAttributes = "2.5.29.9";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string IssuerAlternativeName = "2.5.29.18";
    public const string CrlNumber = "2.5.29.20";
    public const string ReasonCode = "2.5.29.21";
    public const string InvalidityDate = "2.5.29.24";
    public const string DeltaCrlIndicator = "2.5.29.27";
    public const string IssuingDistributionPoint = "2.5.29.28";
    public const string CertificateIssuer = "2.5.29.29";
    public const string AnyPolicy = "2.5.29.32.0";
    public const string PolicyMappings = "2.5.29.33";
    public const string PolicyConstraints = "2.5.29.36";
    public const string FreshestCrl = "2.5.29.46";
    public const string InhibitAnyPolicy = "2.5.29.54";
    public const string SubjectInfoAccess = "1.3.6.1.5.5.7.1.11";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string Ocsp = "1.3.6.1.5.5.7.48.1";
    public const string UserNotice = "1.3.6.1.5.5.7.2.2";
    public const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    public const string EmailAddress = "1.2.840.113549.1.9.1";
    public const string DomainComponent = "0.9.2342.19200300.100.1.25";
    public const string TemplateOid = "1.3.6.1.4.1.311.21.7";
}
