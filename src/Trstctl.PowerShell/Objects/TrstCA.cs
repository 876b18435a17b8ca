using System.Security.Cryptography.X509Certificates;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.Keys;
using PublicKey = Trstctl.Keys.PublicKey;

namespace Trstctl.PowerShell;

/// <summary>A certificate authority, never its key; dates are local time.</summary>
public sealed class TrstCA
{
    private X509Certificate2? certificate;

    internal TrstCA(AuthorityRecord record, IEnumerable<CrossCertificateRecord>? cross = null)
        : this(new ListedAuthority(record, 0, [.. (cross ?? []).Where(c => c.Concerns(record))]))
    {
    }

    internal TrstCA(ListedAuthority listed)
    {
        (Listed, Record) = (listed, listed.Authority);
        CrossCertificate = [.. listed.Cross.Select(c => new TrstCrossCertificate(c))];
    }

    public string Name => Record.Name;

    public string AuthorityId => Record.AuthorityId;

    public int Generation => Record.Generation;

    /// <summary>Active, Superseded, Retired or Revoked.</summary>
    public string Status => Record.Status.ToString();

    public string Subject => Record.View.Subject;

    public string Key => PublicKey.Describe(Record.View.Spki);

    /// <summary>Quorum, Operational or External.</summary>
    public string Custody => Record.Custody.ToString();

    /// <summary>Whom an attacker must corrupt: Unknown, SignedApproval, DualLock or HsmQuorum.</summary>
    public string Level => Record.Level.ToString();

    /// <summary>What the level does not say: where a stronger custody came later than the key, or the key is not here.</summary>
    public string LevelNote => Record switch
    {
        { KeyLostBy: { } ceremony } => $"the key is lost: nothing opens it since ceremony {Uuid.Short(ceremony)}",
        { Custody: CustodyKind.External } => "the key is held elsewhere",
        { IsImported: true, Custody: CustodyKind.Quorum } => $"DualLock since {Record.Created:yyyy-MM-dd}; earlier copies: SignedApproval",
        { IsImported: true } => "imported; earlier copies are not known here",
        _ => Record.Level.ToString(),
    };

    /// <summary>True where a roster change left the key behind: nothing opens it again.</summary>
    public bool KeyLost => Record.KeyLostBy is not null;

    /// <summary>True where it was made elsewhere: what happened before its import was not witnessed.</summary>
    public bool IsImported => Record.IsImported;

    public DateTime NotBefore => Record.View.NotBefore.ToLocalTime();

    public DateTime NotAfter => Record.View.NotAfter.ToLocalTime();

    public string SerialNumber => Record.View.SerialHex;

    /// <summary>SHA-1 of the certificate, as Windows shows it.</summary>
    public string Thumbprint => Record.View.Thumbprint;

    public string? IssuerId => Record.IssuerId;

    /// <summary>Id of the generation that this one replaced.</summary>
    public string? Replaces => Record.Replaces;

    public string CeremonyId => Record.Ceremony;

    public string Pem => Trstctl.Asn1.Pem.Encode("CERTIFICATE", Record.Certificate);

    /// <summary>Null for an imported CA.</summary>
    public CASpec? Spec => Record.Spec;

    /// <summary>The root of another kind of key that was made in the same sitting: its id.</summary>
    public string? TwinId => Record.Twin?.AuthorityId;

    /// <summary>SHA-256 of the twin's public key (SubjectPublicKeyInfo), hex.</summary>
    public string? TwinKeyDigest => Record.Twin?.KeyDigest.Hex;

    public string? RevocationReason => Record.Revocation?.Reason.ToString();

    public DateTime? RevokedAt => Record.Revocation?.Date.ToLocalTime();

    /// <summary>Certificates of the same key before this one, oldest first; PEM.</summary>
    public string[] Earlier => Record.Earlier.Select(der => Trstctl.Asn1.Pem.Encode("CERTIFICATE", der)).ToArray();

    /// <summary>Certificates that it made over other CAs' keys, and those that link its own generations.</summary>
    public TrstCrossCertificate[] CrossCertificate { get; }

    /// <summary>How many authorities stand above; the table indents by it.</summary>
    public int Depth => Listed.Depth;

    internal ListedAuthority Listed { get; }

    internal AuthorityRecord Record { get; }

    /// <summary>A method, since JSON would take a property apart.</summary>
    public X509Certificate2 GetCertificate() => certificate ??= Certificates.Open(Record.Certificate);

    public override string ToString() => Name;
}

/// <summary>A certificate that an authority here made for a CA elsewhere.</summary>
public sealed class TrstCrossCertificate
{
    private X509Certificate2? certificate;

    internal TrstCrossCertificate(CrossCertificateRecord record) => Record = record;

    public string CertificateId => Record.CertificateId;

    /// <summary>The common name of the subject.</summary>
    public string Name => CeremonyRecord.NameOf(Record.View.Subject);

    public string Subject => Record.View.Subject;

    public string Issuer => Record.View.Issuer;

    public string IssuerId => Record.IssuerId;

    public DateTime NotBefore => Record.View.NotBefore.ToLocalTime();

    public DateTime NotAfter => Record.View.NotAfter.ToLocalTime();

    public string SerialNumber => Record.View.SerialHex;

    public string Thumbprint => Record.View.Thumbprint;

    public string CeremonyId => Record.Ceremony;

    /// <summary>"old-with-new" or "new-with-old" where it links two keys of one root (RFC 4210 4.4); null for a CA elsewhere.</summary>
    public string? Link => Record.Link;

    public string? RevocationReason => Record.Revocation?.Reason.ToString();

    public DateTime? RevokedAt => Record.Revocation?.Date.ToLocalTime();

    public string Pem => Trstctl.Asn1.Pem.Encode("CERTIFICATE", Record.Certificate);

    internal CrossCertificateRecord Record { get; }

    /// <inheritdoc cref="TrstCA.GetCertificate"/>
    public X509Certificate2 GetCertificate() => certificate ??= Certificates.Open(Record.Certificate);

    public override string ToString() => Name;
}

internal static class Certificates
{
#pragma warning disable SYSLIB0057 // the loader class does not exist in netstandard2.0
    public static X509Certificate2 Open(byte[] der) => new(der);
#pragma warning restore SYSLIB0057
}
