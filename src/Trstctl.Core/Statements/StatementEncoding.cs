using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using CmsAttribute = Org.BouncyCastle.Asn1.Cms.Attribute;
using CmsTime = Org.BouncyCastle.Asn1.Cms.Time;

namespace Trstctl.Statements;

/// <summary>The single DER encoding of a statement: the same inputs give the same bytes, so a verifier can rebuild and compare.</summary>
internal static class StatementEncoding
{
    /// <summary>The signed attributes as SET OF, the form that is signed (RFC 5652 5.4).</summary>
    public static DerSet SignedAttributes(
        StatementAlgorithm algorithm, byte[] certificate, string contentType, byte[] content, DateTime time) => new(
        new CmsAttribute(CmsAttributes.ContentType, new DerSet(new DerObjectIdentifier(contentType))),
        new CmsAttribute(CmsAttributes.MessageDigest, new DerSet(new DerOctetString(algorithm.HashOf(content)))),
        new CmsAttribute(CmsAttributes.SigningTime, new DerSet(new CmsTime(time))),
        new CmsAttribute(PkcsObjectIdentifiers.IdAASigningCertificateV2, new DerSet(SigningCertificate(certificate))));

    /// <summary>RFC 5035 3: SHA-256 is the default, so the algorithm is absent in DER; the hash alone names the certificate.</summary>
    public static SigningCertificateV2 SigningCertificate(byte[] certificate)
    {
        using var sha = SHA256.Create();
        return new SigningCertificateV2(new EssCertIDv2(sha.ComputeHash(certificate)));
    }

    public static Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber Signer(byte[] certificate)
    {
        var structure = X509CertificateStructure.GetInstance(certificate);
        return new Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber(structure.Issuer, structure.SerialNumber);
    }

    /// <summary>ContentInfo with SignedData version 3 (eContentType is not id-data) and one SignerInfo version 1.</summary>
    public static byte[] SignedData(
        StatementAlgorithm algorithm, byte[] certificate, string contentType, byte[] content, DerSet attributes, byte[] signature)
    {
        var signer = new DerSequence(
            DerInteger.ValueOf(1),
            Signer(certificate),
            algorithm.Digest,
            new DerTaggedObject(false, 0, attributes),
            algorithm.Signature,
            new DerOctetString(signature));
        var signedData = new DerSequence(
            DerInteger.ValueOf(3),
            new DerSet(algorithm.Digest),
            new DerSequence(new DerObjectIdentifier(contentType), new DerTaggedObject(true, 0, new DerOctetString(content))),
            new DerTaggedObject(false, 0, new DerSet(Asn1Object.FromByteArray(certificate))),
            new DerSet(signer));
        return new DerSequence(CmsObjectIdentifiers.SignedData, new DerTaggedObject(true, 0, signedData)).GetDerEncoded();
    }
}
