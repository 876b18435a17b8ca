namespace Trstctl.Statements;

/// <summary>Certificates in a PKCS #7 bundle.</summary>
public static class Pkcs7
{
    /// <summary>A SignedData without content and signers (RFC 5652 5.1, "certs-only"), in DER, as .p7b and caIssuers carry it.</summary>
    public static byte[] CertsOnly(IEnumerable<byte[]> certificates)
    {
        var ordered = certificates.Select(certificate => CertificateParts.OfCertificate(certificate) is not null ? certificate : [])
            .OrderBy(certificate => certificate, ByteOrder.Instance).ToArray();
        return Der.Sequence(
            Der.Oid(Oids.SignedData),
            Der.Explicit(0, Der.Sequence(
                Der.Integer(1),
                Der.SetOf([]),
                Der.Sequence(Der.Oid(Oids.Data)),
                Der.Explicit(0, ordered),
                Der.SetOf([]))));
    }
}
