namespace Trstctl.Certificates;

/// <summary>What a certificate (or its to-be-signed bytes) says, read from the DER when asked.</summary>
public sealed class CertificateView
{
    private readonly byte[] der;
    private readonly CertificateParts parts;
    private readonly Lazy<PublicKey?> key;
    private readonly Lazy<Digest> keyIdentity;
    private readonly Lazy<(string Subject, string Issuer)?> names;

    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/> where the bytes are no certificate in DER.</exception>
    public CertificateView(byte[] certificateOrTbs)
    {
        der = (byte[])certificateOrTbs.Clone();
        parts = CertificateParts.Of(der);
        key = new(() => PublicKey.TryRead(Spki));
        keyIdentity = new(() => Key?.Identity ?? Digest.Of(Spki));
        names = new(TryReadNames);
    }

    public byte[] Der => (byte[])der.Clone();

    /// <summary>RFC 4514 text, safe to show.</summary>
    public string Subject => DistinguishedName.From(parts.Subject).ToString();

    public string Issuer => DistinguishedName.From(parts.Issuer).ToString();

    public string CommonName => DistinguishedName.From(parts.Subject).CommonName;

    /// <summary>Lower-case hex of the INTEGER's octets.</summary>
    public string SerialHex => Hex.Encode(parts.Serial.Content);

    public DateTime NotBefore => parts.NotBefore;

    public DateTime NotAfter => parts.NotAfter;

    public byte[] SubjectDer => parts.Subject.Encoded;

    public byte[] IssuerDer => parts.Issuer.Encoded;

    /// <summary>DER SubjectPublicKeyInfo, as it stands in the certificate.</summary>
    public byte[] Spki => parts.Spki.Encoded;

    internal CertificateParts Parts => parts;

    /// <summary>Null where nobody here can read it.</summary>
    internal PublicKey? Key => key.Value;

    /// <summary>As <see cref="PublicKey.IdentityOf"/>.</summary>
    internal Digest KeyIdentity => keyIdentity.Value;

    /// <summary>Subject and issuer for comparison, or null where nobody here can read one of them.</summary>
    internal (string Subject, string Issuer)? Names => names.Value;

    public byte[]? SubjectKeyIdentifier => parts.SubjectKeyIdentifier();

    public bool IsCA => parts.IsCA();

    public bool IsSelfIssued => Names is var (subject, issuer)
        ? string.Equals(subject, issuer, StringComparison.Ordinal)
        : SubjectDer.AsSpan().SequenceEqual(IssuerDer);

    /// <summary>SHA-256 of the whole DER.</summary>
    /// <summary>SHA-1 in upper-case hex, as Windows shows it; of the bytes, since a platform's own reader refuses some names.</summary>
    public string Thumbprint
    {
        get
        {
#pragma warning disable CA5350 // people look certificates up by it; nothing relies on it
            using var sha = System.Security.Cryptography.SHA1.Create();
#pragma warning restore CA5350
            return AsciiFold.Upper(Hex.Encode(sha.ComputeHash(der)));
        }
    }

    public Digest Thumbprint256 => Digest.Of(der);

    private (string Subject, string Issuer)? TryReadNames()
    {
        try
        {
            return (DistinguishedName.From(parts.Subject).Comparable, DistinguishedName.From(parts.Issuer).Comparable);
        }
        catch (TrstException)
        {
            return null;
        }
    }
}
