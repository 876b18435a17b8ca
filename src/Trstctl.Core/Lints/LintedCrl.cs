namespace Trstctl.Lints;

/// <summary>The parts of a CRL or of its TBSCertList (RFC 5280 5.1).</summary>
internal sealed class LintedCrl
{
    private LintedCrl(DerElement tbs, DerElement? outerAlgorithm, DerElement? signature)
    {
        Tbs = tbs;
        OuterAlgorithm = outerAlgorithm;
        Signature = signature;
        var fields = new Queue<DerElement>(tbs.Children);
        Version = Next(fields, tag => tag == Der.IntegerTag);
        Algorithm = Next(fields, tag => tag == Der.SequenceTag) ?? throw tbs.Fault("it is no CRL");
        Issuer = Next(fields, tag => tag == Der.SequenceTag) ?? throw tbs.Fault("its issuer is absent");
        ThisUpdate = Next(fields, IsTime) ?? throw tbs.Fault("its time of issue is absent");
        NextUpdate = Next(fields, IsTime);
        Revoked = Next(fields, tag => tag == Der.SequenceTag);
        Entries = Revoked?.Children.Select(node => new CrlEntryPart(node)).ToArray() ?? [];
        Extensions = Next(fields, tag => tag == 0xA0)?.Inner().Expect(Der.SequenceTag).Children
            .Select(node => new ExtensionPart(node))
            .ToArray() ?? [];
        if (fields.Count > 0)
        {
            throw fields.Peek().Fault("an unknown field stands in the CRL");
        }
    }

    public DerElement Tbs { get; }

    public DerElement? OuterAlgorithm { get; }

    public DerElement? Signature { get; }

    /// <summary>Null where absent, which is version 1.</summary>
    public DerElement? Version { get; }

    public DerElement Algorithm { get; }

    public DerElement Issuer { get; }

    public DerElement ThisUpdate { get; }

    public DerElement? NextUpdate { get; }

    /// <summary>The list itself, which may be absent or, wrongly, empty.</summary>
    public DerElement? Revoked { get; }

    public IReadOnlyList<CrlEntryPart> Entries { get; }

    public IReadOnlyList<ExtensionPart> Extensions { get; }

    public bool IsDelta => Extensions.Any(extension => extension.Oid == LintOids.DeltaCrlIndicator);

    public static LintedCrl Of(byte[] der)
    {
        var root = DerElement.Read(der, "CRL").Expect(Der.SequenceTag);
        return root.Count == 3 && root[0].Tag == Der.SequenceTag && root[2].Tag == Der.BitStringTag
            ? new LintedCrl(root[0], root[1].Expect(Der.SequenceTag), root[2])
            : new LintedCrl(root, null, null);
    }

    private static bool IsTime(byte tag) => tag is 0x17 or 0x18;

    private static DerElement? Next(Queue<DerElement> fields, Func<byte, bool> fits) =>
        fields.Count > 0 && fits(fields.Peek().Tag) ? fields.Dequeue() : null;
}

/// <summary>One revoked certificate (RFC 5280 5.1.2.6).</summary>
internal sealed class CrlEntryPart
{
    public CrlEntryPart(DerElement node)
    {
        if (node.Expect(Der.SequenceTag).Count is not (2 or 3))
        {
            throw node.Fault("an entry does not have two or three parts");
        }

        Serial = node[0].Expect(Der.IntegerTag);
        Date = node[1];
        Extensions = node.Count == 3 ? node[2].Expect(Der.SequenceTag).Children.Select(part => new ExtensionPart(part)).ToArray() : [];
    }

    public DerElement Serial { get; }

    public DerElement Date { get; }

    public IReadOnlyList<ExtensionPart> Extensions { get; }

    public ExtensionPart? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);
}
