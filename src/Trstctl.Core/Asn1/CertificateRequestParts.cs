namespace Trstctl.Asn1;

/// <summary>The parts of a CertificationRequest or of its CertificationRequestInfo (RFC 2986 4), each with its place in the
/// source.</summary>
internal sealed class CertificateRequestParts
{
    // RFC 2985 5.4.2, and the number under which older Microsoft clients wrote the same list.
    private static readonly string[] ExtensionRequests = [Oids.ExtensionRequest, "1.3.6.1.4.1.311.2.1.14"];

    private CertificateRequestParts(DerElement info, DerElement? algorithm, DerElement? signature)
    {
        Info = info;
        Algorithm = algorithm;
        Signature = signature;
        if (info.Count is not (3 or 4) || info[0].Tag != Der.IntegerTag || (info.Count == 4 && info[3].Tag != 0xA0))
        {
            throw info.Fault("it is no certification request");
        }

        Subject = info[1].Expect(Der.SequenceTag);
        Spki = info[2].Expect(Der.SequenceTag);
        Attributes = info.Count == 4 ? info[3].Children.Select(node => node.Expect(Der.SequenceTag)).ToArray() : [];
        Extensions = Attributes.Where(a => ExtensionRequests.Contains(a[0].Oid(), StringComparer.Ordinal))
            .SelectMany(a => a[1].Expect(Der.SetTag).Children)
            .SelectMany(list => list.Expect(Der.SequenceTag).Children)
            .Select(node => new ExtensionPart(node))
            .ToArray();
    }

    public DerElement Info { get; }

    public DerElement? Algorithm { get; }

    public DerElement? Signature { get; }

    public DerElement Subject { get; }

    public DerElement Spki { get; }

    public IReadOnlyList<DerElement> Attributes { get; }

    /// <summary>What the requester asks to stand in the certificate.</summary>
    public IReadOnlyList<ExtensionPart> Extensions { get; }

    public static CertificateRequestParts Of(byte[] requestOrInfo, string what = "request")
    {
        var root = DerElement.Read(requestOrInfo, what).Expect(Der.SequenceTag);
        return root.Count == 3 && root[0].Tag == Der.SequenceTag && root[2].Tag == Der.BitStringTag
            ? new CertificateRequestParts(root[0], root[1].Expect(Der.SequenceTag), root[2])
            : new CertificateRequestParts(root, null, null);
    }

    /// <summary>What was asked for as if it stood in a certificate, so that what reads certificates reads it too. Serial number,
    /// names of the issuer, dates and algorithm are placeholders and mean nothing.</summary>
    public CertificateParts AsCertificate() => CertificateParts.Of(
        Der.Sequence(
            Der.Explicit(0, Der.Integer(2)),
            Der.Integer(1),
            Der.Sequence(Der.Oid(Oids.RsaEncryption)),
            Subject.Encoded,
            Der.Sequence(
                Der.Time(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
                Der.Time(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc))),
            Subject.Encoded,
            Spki.Encoded,
            Der.Explicit(3, Der.Sequence(Extensions.Select(e => e.Encoded).ToArray()))),
        "request");

    public ExtensionPart? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);
}
