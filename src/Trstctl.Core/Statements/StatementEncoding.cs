using System.Collections.Concurrent;
using Org.BouncyCastle.Asn1.X509;

namespace Trstctl.Statements;

/// <summary>The single DER encoding of a statement: the same inputs give the same bytes, so a verifier can rebuild and compare.</summary>
internal static class StatementEncoding
{
    // RFC 5652 11.1 to 11.3, RFC 5035 3.
    private static readonly byte[] ContentTypeAttribute = Der.Oid("1.2.840.113549.1.9.3");
    private static readonly byte[] MessageDigestAttribute = Der.Oid("1.2.840.113549.1.9.4");
    private static readonly byte[] SigningTimeAttribute = Der.Oid("1.2.840.113549.1.9.5");
    private static readonly byte[] SigningCertificateAttribute = Der.Oid("1.2.840.113549.1.9.16.2.47");

    private static readonly ConcurrentDictionary<string, byte[]> Types = new(StringComparer.Ordinal);

    private static readonly byte[] SignedDataType = Der.Oid(Oids.SignedData);
    private static readonly byte[] DataVersion = Der.Integer(3);
    private static readonly byte[] SignerVersion = Der.Integer(1);

    /// <summary>The signed attributes as SET OF, the form that is signed (RFC 5652 5.4).</summary>
    public static byte[] SignedAttributes(
        StatementAlgorithm algorithm, byte[] certificate, string contentType, byte[] content, DateTime time) => Der.SetOf(
        [
            Attribute(ContentTypeAttribute, TypeOf(contentType)),
            Attribute(MessageDigestAttribute, Der.OctetString(algorithm.HashOf(content))),
            Attribute(SigningTimeAttribute, Der.Time(time)),
            Attribute(SigningCertificateAttribute, SigningCertificate(certificate)),
        ]);

    public static Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber Signer(byte[] certificate)
    {
        var structure = X509CertificateStructure.GetInstance(certificate);
        return new Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber(structure.Issuer, structure.SerialNumber);
    }

    /// <summary>The same out of a certificate that was read: its bytes.</summary>
    public static byte[] IssuerAndSerial(DerElement certificate)
    {
        var tbs = certificate[0];
        var first = tbs[0].Tag == 0xA0 ? 1 : 0;
        return Der.Sequence(tbs[first + 2].Encoded, tbs[first].Encoded);
    }

    /// <summary>ContentInfo with SignedData version 3 (eContentType is not id-data) and one SignerInfo version 1.</summary>
    /// <param name="attributes">As SET OF.</param>
    /// <param name="issuerAndSerial">Of the certificate, where it was read before.</param>
    public static byte[] SignedData(
        StatementAlgorithm algorithm, byte[] certificate, string contentType, byte[] content, byte[] attributes, byte[] signature,
        byte[]? issuerAndSerial = null) =>
        Signed(algorithm, certificate, contentType, content, attributes, signature, issuerAndSerial ?? Signer(certificate).GetDerEncoded())
            .ToArray();

    /// <summary>Whether a statement is exactly that, of which no copy is made.</summary>
    /// <inheritdoc cref="SignedData"/>
    public static bool Matches(
        byte[] statement, StatementAlgorithm algorithm, byte[] certificate, string contentType, byte[] content, byte[] attributes,
        byte[] signature, byte[] issuerAndSerial) =>
        Signed(algorithm, certificate, contentType, content, attributes, signature, issuerAndSerial).SequenceEqual(statement);

    private static DerPieces Signed(
        StatementAlgorithm algorithm, byte[] certificate, string contentType, byte[] content, byte[] attributes, byte[] signature,
        byte[] issuerAndSerial)
    {
        // IMPLICIT [0] in the place of the SET's tag; everything else of it stays.
        var tagged = (byte[])attributes.Clone();
        tagged[0] = 0xA0;
        var pieces = new DerPieces();
        using (pieces.In(Der.SequenceTag))
        {
            pieces.Add(SignedDataType);
            using (pieces.In(0xA0))
            using (pieces.In(Der.SequenceTag))
            {
                pieces.Add(DataVersion);
                using (pieces.In(Der.SetTag))
                {
                    pieces.Add(algorithm.DigestDer);
                }

                using (pieces.In(Der.SequenceTag))
                {
                    pieces.Add(TypeOf(contentType));
                    using (pieces.In(0xA0))
                    using (pieces.In(Der.OctetStringTag))
                    {
                        pieces.Add(content);
                    }
                }

                using (pieces.In(0xA0))
                {
                    pieces.Add(certificate);
                }

                using (pieces.In(Der.SetTag))
                using (pieces.In(Der.SequenceTag))
                {
                    pieces.Add(SignerVersion, issuerAndSerial, algorithm.DigestDer, tagged, algorithm.SignatureDer);
                    using (pieces.In(Der.OctetStringTag))
                    {
                        pieces.Add(signature);
                    }
                }
            }
        }

        return pieces;
    }

    // Types are ours, and few.
    private static byte[] TypeOf(string contentType) => Types.GetOrAdd(contentType, Der.Oid);

    // RFC 5035 3: SHA-256 is the default, so the algorithm is absent in DER; the hash alone names the certificate.
    private static byte[] SigningCertificate(byte[] certificate) =>
        Der.Sequence(Der.Sequence(Der.Sequence(Der.OctetString(Sha256.Hash(certificate)))));

    private static byte[] Attribute(byte[] type, byte[] value) => Der.Sequence(type, Der.Tlv(Der.SetTag, value));
}
