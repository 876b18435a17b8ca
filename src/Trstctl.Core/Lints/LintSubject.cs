namespace Trstctl.Lints;

/// <summary>What a rule looks at: a certificate, a request or a CRL, with the parts that they have in common.</summary>
internal sealed class LintSubject
{
    private readonly CertificateParts? certificate;
    private readonly CertificateRequestParts? request;
    private readonly LintedCrl? crl;
    private PublicKey? key;

    public LintSubject(byte[] der, LintRole role, LintOrigin origin)
    {
        Der = der;
        Role = role;
        Origin = origin;
        try
        {
            certificate = role is LintRole.Request or LintRole.Crl ? null : CertificateParts.Of(der);
            request = role == LintRole.Request ? CertificateRequestParts.Of(der) : null;
            crl = role == LintRole.Crl ? LintedCrl.Of(der) : null;
        }
        catch (TrstException e)
        {
            Fault = e.Message;
        }
    }

    public byte[] Der { get; }

    public LintRole Role { get; }

    public LintOrigin Origin { get; }

    /// <summary>Why the bytes are nothing that can be judged, or null.</summary>
    public string? Fault { get; }

    public bool IsForeign => Origin == LintOrigin.Foreign;

    public CertificateParts Parts => certificate!;

    public CertificateRequestParts Request => request!;

    public LintedCrl Crl => crl!;

    /// <summary>Of the certificate or CRL; of a request, those that it asks for.</summary>
    public IReadOnlyList<ExtensionPart> Extensions => certificate?.Extensions ?? request?.Extensions ?? crl!.Extensions;

    /// <summary>Null for a CRL.</summary>
    public DerElement? Spki => certificate?.Spki ?? request?.Spki;

    /// <summary>Null where there is none, or none that can be read.</summary>
    public PublicKey? Key => key ??= Spki is { } spki ? PublicKey.TryRead(spki.Encoded) : null;

    /// <summary>Issuer and subject, as far as there are such.</summary>
    public IReadOnlyList<DerElement> Names =>
        certificate is not null ? [certificate.Issuer, certificate.Subject] : request is not null ? [request.Subject] : [crl!.Issuer];

    /// <summary>The signed bytes.</summary>
    public DerElement ToBeSigned => certificate?.Tbs ?? request?.Info ?? crl!.Tbs;

    /// <summary>The algorithm within the signed bytes, or of a request, beside them; null for a request's bytes before signing.</summary>
    public DerElement? Algorithm => certificate?.Algorithm ?? crl?.Algorithm ?? request!.Algorithm;

    public DerElement? OuterAlgorithm => certificate?.OuterAlgorithm ?? crl?.OuterAlgorithm ?? request?.Algorithm;

    /// <summary>The BIT STRING; null where nothing is signed yet.</summary>
    public DerElement? Signature => certificate?.Signature ?? crl?.Signature ?? request?.Signature;

    /// <summary>Whether the key is still a hole.</summary>
    public bool KeyOpen => Spki is { } spki && PlaceholderKey.AlgorithmOf(spki.Encoded) is not null;

    public ExtensionPart? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);
}
