using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Pkcs;
using Trstctl.Keys;
using CmsTime = Org.BouncyCastle.Asn1.Cms.Time;

namespace Trstctl.Statements;

/// <summary>A statement taken apart: every structural rule is checked here, nothing is yet compared with a key.</summary>
internal sealed class CmsParts
{
    public const int MaxContent = 5 * 512 * 1024;

    public const int MaxStatement = MaxContent + (64 * 1024);

    public required string ContentType { get; init; }

    public required byte[] Content { get; init; }

    public required Asn1Encodable DigestAlgorithm { get; init; }

    public required byte[] EmbeddedCertificate { get; init; }

    public required Asn1Encodable SignerId { get; init; }

    public required Asn1Encodable SignerDigestAlgorithm { get; init; }

    public required Asn1Encodable SignatureAlgorithm { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>The signed attributes re-tagged as SET OF, DER: what the signature covers.</summary>
    public required byte[] SignedBytes { get; init; }

    public required Dictionary<string, Asn1Encodable> Attributes { get; init; }

    public DateTime SigningTime => CmsTime.GetInstance(Attributes[CmsAttributes.SigningTime.Id]).ToDateTime().ToUniversalTime();

    /// <param name="refuse">Makes the exception for a reason.</param>
    public static CmsParts Parse(byte[] cms, Func<string, TrstException> refuse)
    {
        if (cms.Length is 0 or > MaxStatement)
        {
            throw refuse(cms.Length == 0 ? "it is empty" : "it is larger than 1 MiB");
        }

        try
        {
            var root = Asn1Object.FromByteArray(cms);
            return root.GetEncoded(Asn1Encodable.Der).AsSpan().SequenceEqual(cms)
                ? ParseContentInfo(root, refuse)
                : throw refuse("it is not encoded in DER");
        }
        catch (Exception error) when (MalformedInput.IsMalformed(error))
        {
            throw refuse("it is not a CMS signature, or other bytes follow it");
        }
    }

    private static CmsParts ParseContentInfo(Asn1Object root, Func<string, TrstException> refuse)
    {
        var info = Asn1Sequence.GetInstance(root);
        if (info.Count != 2 || !CmsObjectIdentifiers.SignedData.Equals(info[0]))
        {
            throw refuse("it is not CMS SignedData");
        }

        var data = Asn1Sequence.GetInstance(Explicit(info[1], 0, refuse));
        Demand(data.Count >= 4 && IsInteger(data[0], 3), "its SignedData version is not 3", refuse);
        var digests = Asn1Set.GetInstance(data[1]);
        Demand(digests.Count == 1, $"it names {digests.Count} digest algorithms, not one", refuse);
        Demand(data.Count == 5, data.Count > 5 ? "it carries revocation lists" : "it does not carry the signer's certificate", refuse);
        var certificates = Asn1Set.GetInstance(Tagged(data[3], 0, "its certificates are missing", refuse), false);
        Demand(certificates.Count == 1, $"it carries {certificates.Count} certificates, not one", refuse);
        var signers = Asn1Set.GetInstance(data[4]);
        Demand(signers.Count == 1, $"it has {signers.Count} signers, not one", refuse);
        var content = Asn1Sequence.GetInstance(data[2]);
        Demand(content.Count == 2, "it carries no content", refuse);
        var octets = Asn1OctetString.GetInstance(Explicit(content[1], 0, refuse)).GetOctets();
        Demand(octets.Length <= MaxContent, "its content is larger than 2.5 MiB", refuse);
        return ParseSigner(
            Asn1Sequence.GetInstance(signers[0]),
            DerObjectIdentifier.GetInstance(content[0]).Id,
            octets,
            digests[0],
            certificates[0].GetEncoded(Asn1Encodable.Der),
            refuse);
    }

    private static CmsParts ParseSigner(
        Asn1Sequence signer, string contentType, byte[] content, Asn1Encodable digest, byte[] certificate,
        Func<string, TrstException> refuse)
    {
        Demand(signer.Count >= 5 && IsInteger(signer[0], 1), "its SignerInfo version is not 1", refuse);
        Demand(signer[1] is Asn1Sequence, "its signer is not named by issuer and serial number", refuse);
        var tagged = Tagged(signer[3], 0, "it has no signed attributes", refuse);
        Demand(signer.Count == 6, "it has unsigned attributes", refuse);
        var attributes = Asn1Set.GetInstance(tagged, false);
        return new CmsParts
        {
            ContentType = contentType,
            Content = content,
            DigestAlgorithm = digest,
            EmbeddedCertificate = certificate,
            SignerId = signer[1],
            SignerDigestAlgorithm = signer[2],
            SignatureAlgorithm = signer[4],
            Signature = Asn1OctetString.GetInstance(signer[5]).GetOctets(),
            SignedBytes = attributes.GetEncoded(Asn1Encodable.Der),
            Attributes = ParseAttributes(attributes, refuse),
        };
    }

    private static Dictionary<string, Asn1Encodable> ParseAttributes(Asn1Set attributes, Func<string, TrstException> refuse)
    {
        var found = new Dictionary<string, Asn1Encodable>(StringComparer.Ordinal);
        foreach (var item in attributes)
        {
            var attribute = Asn1Sequence.GetInstance(item);
            Demand(attribute.Count == 2, "a signed attribute is malformed", refuse);
            var type = DerObjectIdentifier.GetInstance(attribute[0]).Id;
            var values = Asn1Set.GetInstance(attribute[1]);
            Demand(values.Count == 1, $"its signed attribute {type} has {values.Count} values, not one", refuse);
            Demand(!found.ContainsKey(type), $"its signed attribute {type} is there twice", refuse);
            found.Add(type, values[0]);
        }

        foreach (var required in Required)
        {
            Demand(found.ContainsKey(required), $"its signed attribute {required} is missing", refuse);
        }

        Demand(found.Count == Required.Length, "it has further signed attributes", refuse);
        return found;
    }

    private static readonly string[] Required =
    [
        CmsAttributes.ContentType.Id,
        CmsAttributes.MessageDigest.Id,
        CmsAttributes.SigningTime.Id,
        PkcsObjectIdentifiers.IdAASigningCertificateV2.Id,
    ];

    private static Asn1Encodable Explicit(Asn1Encodable item, int tag, Func<string, TrstException> refuse) =>
        Tagged(item, tag, "its content is malformed", refuse).GetExplicitBaseObject();

    private static Asn1TaggedObject Tagged(Asn1Encodable item, int tag, string reason, Func<string, TrstException> refuse) =>
        item is Asn1TaggedObject tagged && tagged.HasContextTag(tag) ? tagged : throw refuse(reason);

    private static bool IsInteger(Asn1Encodable item, int value) => item is DerInteger number && number.HasValue(value);

    private static void Demand(bool condition, string reason, Func<string, TrstException> refuse)
    {
        if (!condition)
        {
            throw refuse(reason);
        }
    }
}
