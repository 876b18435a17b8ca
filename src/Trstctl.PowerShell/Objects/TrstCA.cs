using System.Security.Cryptography.X509Certificates;
using Trstctl.Authorities;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

/// <summary>A certificate authority, never its key; dates are local time.</summary>
public sealed class TrstCA
{
    private X509Certificate2? certificate;

    internal TrstCA(AuthorityRecord record, int depth = 0)
    {
        Record = record;
        Depth = depth;
    }

    public string Name => Record.Name;

    public string AuthorityId => Record.AuthorityId;

    public int Generation => Record.Generation;

    public AuthorityStatus Status => Record.Status;

    public string Subject => Record.View.Subject;

    public string Key => Record.Spec.KeyAlgorithm.Name;

    public CustodyKind Custody => Record.Custody;

    public EnforcementLevel Level => Record.Level;

    public DateTime NotBefore => Record.View.NotBefore.ToLocalTime();

    public DateTime NotAfter => Record.View.NotAfter.ToLocalTime();

    public string SerialNumber => Record.View.SerialHex;

    /// <summary>SHA-1 of the certificate, as Windows shows it.</summary>
    public string Thumbprint => Certificate.Thumbprint;

    public string? IssuerId => Record.IssuerId;

    /// <summary>Id of the generation that this one replaced.</summary>
    public string? Replaces => Record.Replaces;

    public string CeremonyId => Record.Ceremony;

    public string Pem => Trstctl.Certificates.Pem.Encode("CERTIFICATE", Record.Certificate);

    public CASpec Spec => Record.Spec;

    public X509Certificate2 Certificate => certificate ??= Certificates.Open(Record.Certificate);

    /// <summary>How many authorities stand above; the table indents by it.</summary>
    public int Depth { get; }

    internal AuthorityRecord Record { get; }

    public override string ToString() => Name;
}

/// <summary>A certificate that an authority here made for a CA elsewhere.</summary>
public sealed class TrstCrossCertificate
{
    private X509Certificate2? certificate;

    internal TrstCrossCertificate(CrossCertificateRecord record) => Record = record;

    public string CertificateId => Record.CertificateId;

    public string Subject => Record.View.Subject;

    public string Issuer => Record.View.Issuer;

    public string IssuerId => Record.IssuerId;

    public DateTime NotBefore => Record.View.NotBefore.ToLocalTime();

    public DateTime NotAfter => Record.View.NotAfter.ToLocalTime();

    public string SerialNumber => Record.View.SerialHex;

    public string Thumbprint => Certificate.Thumbprint;

    public string CeremonyId => Record.Ceremony;

    public string Pem => Trstctl.Certificates.Pem.Encode("CERTIFICATE", Record.Certificate);

    public X509Certificate2 Certificate => certificate ??= Certificates.Open(Record.Certificate);

    internal CrossCertificateRecord Record { get; }

    public override string ToString() => Subject;
}

internal static class Certificates
{
#pragma warning disable SYSLIB0057 // the loader class does not exist in netstandard2.0
    public static X509Certificate2 Open(byte[] der) => new(der);
#pragma warning restore SYSLIB0057
}
