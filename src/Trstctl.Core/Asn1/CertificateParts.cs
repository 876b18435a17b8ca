namespace Trstctl.Asn1;

/// <summary>The parts of a certificate or of its to-be-signed bytes (RFC 5280 4.1), each with its place in the source.</summary>
internal sealed class CertificateParts
{
    public const int KeyCertSign = 5;

    private CertificateParts(DerElement tbs, DerElement? outerAlgorithm, DerElement? signature)
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

    public DerElement Tbs { get; }

    public DerElement? OuterAlgorithm { get; }

    public DerElement? Signature { get; }

    public int Version { get; } = 1;

    public DerElement Serial { get; }

    public DerElement Algorithm { get; }

    public DerElement Issuer { get; }

    public DerElement Validity { get; }

    public DerElement Subject { get; }

    public DerElement Spki { get; }

    public bool HasUniqueIdentifiers { get; }

    public IReadOnlyList<ExtensionPart> Extensions { get; } = [];

    public DateTime NotBefore => Validity[0].Time();

    public DateTime NotAfter => Validity[1].Time();

    public string SignatureOid => Algorithm[0].Oid();

    public static CertificateParts Of(byte[] certificateOrTbs, string what = "certificate")
    {
        var root = DerElement.Read(certificateOrTbs, what).Expect(Der.SequenceTag);
        return root.Count == 3 && root[0].Tag == Der.SequenceTag && root[2].Tag == Der.BitStringTag
            ? new CertificateParts(root[0], root[1], root[2])
            : new CertificateParts(root, null, null);
    }

    public static CertificateParts OfCertificate(byte[] certificate, string what = "certificate") => Of(certificate, what).DemandSigned();

    /// <summary>Refuses to-be-signed bytes.</summary>
    public CertificateParts DemandSigned() => Signature is not null ? this : throw Tbs.Fault("it carries no signature");

    public ExtensionPart? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);

    public byte[]? SubjectKeyIdentifier() =>
        Find(Oids.SubjectKeyIdentifier)?.Value.Expect(Der.OctetStringTag).Content;

    public byte[]? AuthorityKeyIdentifier() =>
        Find(Oids.AuthorityKeyIdentifier)?.Value.Expect(Der.SequenceTag).Children.FirstOrDefault(node => node.Tag == 0x80)?.Content;

    public bool IsCA()
    {
        var value = Find(Oids.BasicConstraints)?.Value.Expect(Der.SequenceTag);
        return value is { Count: > 0 } && value[0].Tag == Der.BooleanTag && value[0].Boolean();
    }

    public int? PathLength()
    {
        var length = Find(Oids.BasicConstraints)?.Value.Expect(Der.SequenceTag).Children.FirstOrDefault(node => node.Tag == Der.IntegerTag);
        return length?.SmallInteger();
    }

    /// <summary>Whether a key usage bit (RFC 5280 4.2.1.3) is set; null where the extension is absent.</summary>
    public bool? HasKeyUsage(int bit)
    {
        var bits = Find(Oids.KeyUsage)?.Value.Expect(Der.BitStringTag).Content;
        return bits is null ? null : bits.Length > 1 + (bit / 8) && (bits[1 + (bit / 8)] & (0x80 >> (bit % 8))) != 0;
    }

    /// <summary>Refuses what cannot sign certificates (RFC 5280 6.1.4 k and n), and what says a thing twice: each reader would
    /// pick one.</summary>
    public CertificateParts DemandCA(string what)
    {
        var reason = !IsCA() ? "it is no CA (basicConstraints)"
            : HasKeyUsage(KeyCertSign) == false ? "its key usage lacks keyCertSign"
            : null;
        return reason is null
            ? DemandDistinctExtensions(what)
            : throw new TrstException(ErrorId.CertificateInvalid, what, reason);
    }

    public CertificateParts DemandDistinctExtensions(string what) =>
        Extensions.Select(extension => extension.Oid).Distinct(StringComparer.Ordinal).Count() == Extensions.Count
            ? this
            : throw new TrstException(ErrorId.CertificateInvalid, what, "an extension stands there twice");
}

/// <summary>One extension (RFC 5280 4.2).</summary>
internal sealed class ExtensionPart
{
    public ExtensionPart(DerElement node)
    {
        Encoded = node.Expect(Der.SequenceTag).Encoded;
        Oid = node[0].Oid();
        Critical = node.Count == 3 && (node[1].Tag == Der.BooleanTag && node[1].Content is [0]
            ? throw node[1].Fault($"the extension {Oid} writes critical FALSE, which is left out in DER (X.690 11.5)")
            : node[1].Boolean());
        Octets = node[node.Count - 1].Expect(Der.OctetStringTag);
        if (node.Count is not (2 or 3))
        {
            throw node.Fault("an extension does not have two or three parts");
        }
    }

    public byte[] Encoded { get; }

    public string Oid { get; }

    public bool Critical { get; }

    public DerElement Octets { get; }

    public DerElement Value => Octets.Inner();
}
