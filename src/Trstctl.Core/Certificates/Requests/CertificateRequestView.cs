namespace Trstctl.Certificates.Requests;

/// <summary>What a certification request (PKCS#10) says, read from the DER when asked.</summary>
public sealed class CertificateRequestView
{
    private readonly byte[] der;
    private readonly CertificateRequestParts parts;

    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/> where the bytes are no request in DER.</exception>
    public CertificateRequestView(byte[] request)
    {
        der = (byte[])request.Clone();
        parts = CertificateRequestParts.Of(der);
    }

    public byte[] Der => (byte[])der.Clone();

    /// <summary>RFC 4514 text, safe to show.</summary>
    public string Subject => DistinguishedName.From(parts.Subject).ToString();

    /// <summary>DER SubjectPublicKeyInfo, as it stands in the request.</summary>
    public byte[] Spki => parts.Spki.Encoded;

    /// <summary>True where the signature verifies under the request's own key (RFC 2986 3): its maker has the private key.</summary>
    public bool ProvesPossession => parts.Signature is not null
        && SignatureCheck.Verify(parts.Algorithm!.Encoded, parts.Info.Encoded, parts.Signature.Bits(), parts.Spki.Encoded);
}
