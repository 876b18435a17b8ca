using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Trstctl.Statements;
using CmsAttribute = Org.BouncyCastle.Asn1.Cms.Attribute;
using CmsTime = Org.BouncyCastle.Asn1.Cms.Time;

namespace Trstctl.Core.Tests.Statements;

/// <summary>Builds statements that break one rule each, with a signature that is right for what they claim.</summary>
internal sealed class StatementForge(SigningIdentity signer, byte[] content)
{
    public int Version { get; set; } = 3;

    public int SignerVersion { get; set; } = 1;

    public string ContentType { get; set; } = ContentTypes.Approval;

    public byte[] Content { get; set; } = content;

    public AlgorithmIdentifier Digest { get; set; } = StatementAlgorithm.Of(signer.PublicKey).Digest;

    public AlgorithmIdentifier Signature { get; set; } = StatementAlgorithm.Of(signer.PublicKey).Signature;

    public Asn1Encodable SignerId { get; set; } = StatementEncoding.Signer(signer.Certificate);

    public List<byte[]> Certificates { get; set; } = [signer.Certificate];

    public List<Asn1Encodable> Attributes { get; set; } =
    [
        Attribute(CmsAttributes.ContentType, new DerObjectIdentifier(ContentTypes.Approval)),
        Attribute(CmsAttributes.MessageDigest, new DerOctetString(StatementAlgorithm.Of(signer.PublicKey).HashOf(content))),
        Attribute(CmsAttributes.SigningTime, new CmsTime(Person.Now)),
        Attribute(PkcsObjectIdentifiers.IdAASigningCertificateV2, SigningCertificate(signer.Certificate)),
    ];

    public bool NoAttributes { get; set; }

    public bool Unsigned { get; set; }

    public bool Revocation { get; set; }

    public int Signers { get; set; } = 1;

    public int Digests { get; set; } = 1;

    public Func<byte[], byte[]> Sign { get; set; } = signer.Sign;

    public static Asn1Encodable Attribute(DerObjectIdentifier type, params Asn1Encodable[] values) =>
        new CmsAttribute(type, new DerSet(values));

    public static Asn1Encodable SigningCertificate(byte[] certificate) =>
        new SigningCertificateV2(new EssCertIDv2(SHA256.HashData(certificate)));

    public byte[] Build() => Structure().GetEncoded(Asn1Encodable.Der);

    public Asn1Sequence Structure()
    {
        var signers = Enumerable.Range(0, Signers).Select(_ => (Asn1Encodable)Signer()).ToArray();
        var digests = new List<Asn1Encodable> {
            Digest, new AlgorithmIdentifier(Org.BouncyCastle.Asn1.Nist.NistObjectIdentifiers.IdSha512) };
        var data = new List<Asn1Encodable>
        {
            DerInteger.ValueOf(Version),
            new DerSet(digests.Take(Digests).ToArray()),
            new DerSequence(new DerObjectIdentifier(ContentType), new DerTaggedObject(true, 0, new DerOctetString(Content))),
        };
        if (Certificates.Count > 0)
        {
            data.Add(new DerTaggedObject(
                false, 0, new DerSet(Certificates.Select(c => (Asn1Encodable)Asn1Object.FromByteArray(c)).ToArray())));
        }

        if (Revocation)
        {
            data.Add(new DerTaggedObject(false, 1, new DerSet(new DerSequence())));
        }

        data.Add(new DerSet(signers));
        return new DerSequence(CmsObjectIdentifiers.SignedData, new DerTaggedObject(true, 0, new DerSequence(data.ToArray())));
    }

    private DerSequence Signer()
    {
        var attributes = new DerSet(Attributes.ToArray());
        var signer = new List<Asn1Encodable> { DerInteger.ValueOf(SignerVersion), SignerId, Digest };
        if (!NoAttributes)
        {
            signer.Add(new DerTaggedObject(false, 0, attributes));
        }

        signer.Add(Signature);
        signer.Add(new DerOctetString(Sign(NoAttributes ? Content : attributes.GetDerEncoded())));
        if (Unsigned)
        {
            signer.Add(new DerTaggedObject(false, 1, new DerSet(Attribute(CmsAttributes.CounterSignature, new DerSequence()))));
        }

        return new DerSequence(signer.ToArray());
    }
}
