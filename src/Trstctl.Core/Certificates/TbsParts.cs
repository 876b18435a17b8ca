namespace Trstctl.Certificates;

/// <summary>The parts of a certificate or of its to-be-signed bytes (RFC 5280 4.1), each with its place in the source.</summary>
internal sealed class TbsParts
{
    private TbsParts(DerNode tbs, DerNode? outerAlgorithm, DerNode? signature)
    {
        Tbs = tbs;
        OuterAlgorithm = outerAlgorithm;
        Signature = signature;
        var fields = tbs.Children.ToList();
        if (fields.Count > 0 && fields[0].Tag == 0xA0)
        {
            Version = fields[0].Inner().SmallInteger() + 1;
            fields.RemoveAt(0);
        }

        if (fields.Count < 6)
        {
            throw tbs.Fault("it is no certificate");
        }

        Serial = fields[0].Expect(Der.IntegerTag);
        Algorithm = fields[1].Expect(Der.SequenceTag);
        Issuer = fields[2].Expect(Der.SequenceTag);
        Validity = fields[3].Expect(Der.SequenceTag);
        Subject = fields[4].Expect(Der.SequenceTag);
        Spki = fields[5].Expect(Der.SequenceTag);
        foreach (var field in fields.Skip(6))
        {
            switch (field.Tag)
            {
                case 0x81 or 0x82:
                    HasUniqueIdentifiers = true;
                    break;
                case 0xA3:
                    Extensions = field.Inner().Expect(Der.SequenceTag).Children.Select(node => new ExtensionPart(node)).ToArray();
                    break;
                default:
                    throw field.Fault("an unknown field stands in the certificate");
            }
        }
    }

    public DerNode Tbs { get; }

    public DerNode? OuterAlgorithm { get; }

    public DerNode? Signature { get; }

    public int Version { get; } = 1;

    public DerNode Serial { get; }

    public DerNode Algorithm { get; }

    public DerNode Issuer { get; }

    public DerNode Validity { get; }

    public DerNode Subject { get; }

    public DerNode Spki { get; }

    public bool HasUniqueIdentifiers { get; }

    public IReadOnlyList<ExtensionPart> Extensions { get; } = [];

    public DateTime NotBefore => Validity[0].Time();

    public DateTime NotAfter => Validity[1].Time();

    public string SignatureOid => Algorithm[0].Oid();

    public static TbsParts Of(byte[] certificateOrTbs, string what = "certificate")
    {
        var root = DerNode.Read(certificateOrTbs, what).Expect(Der.SequenceTag);
        return root.Count == 3 && root[0].Tag == Der.SequenceTag && root[2].Tag == Der.BitStringTag
            ? new TbsParts(root[0], root[1], root[2])
            : new TbsParts(root, null, null);
    }

    public static TbsParts OfCertificate(byte[] certificate, string what = "certificate")
    {
        var parts = Of(certificate, what);
        return parts.Signature is not null ? parts : throw parts.Tbs.Fault("it carries no signature");
    }

    public ExtensionPart? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);
}

/// <summary>One extension (RFC 5280 4.2).</summary>
internal sealed class ExtensionPart
{
    public ExtensionPart(DerNode node)
    {
        Encoded = node.Expect(Der.SequenceTag).Encoded;
        Oid = node[0].Oid();
        Critical = node.Count == 3 && node[1].Boolean();
        Octets = node[node.Count - 1].Expect(Der.OctetStringTag);
        if (node.Count is not (2 or 3))
        {
            throw node.Fault("an extension does not have two or three parts");
        }
    }

    public byte[] Encoded { get; }

    public string Oid { get; }

    public bool Critical { get; }

    public DerNode Octets { get; }

    public DerNode Value => Octets.Inner();
}
