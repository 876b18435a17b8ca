using System.Globalization;

namespace Trstctl.Names;

/// <summary>A distinguished name: RFC 4514 text (most specific first) and RFC 5280 DER (least specific first).</summary>
internal sealed class DistinguishedName
{
    private const string CommonNameOid = "2.5.4.3";
    private readonly IReadOnlyList<IReadOnlyList<NameAttribute>> rdns;
    private string[]? comparable;

    private DistinguishedName(IReadOnlyList<IReadOnlyList<NameAttribute>> rdns, byte[] der)
    {
        this.rdns = rdns;
        Encoded = der;
    }

    internal byte[] Encoded { get; }

    /// <summary>Whether the name has no part at all.</summary>
    public bool IsEmpty => rdns.Count == 0;

    /// <summary>The most specific CN, or the value of the last RDN if there is none.</summary>
    public string CommonName =>
        rdns.Reverse().SelectMany(rdn => rdn).FirstOrDefault(a => a.Oid == CommonNameOid)?.Shown
            ?? (rdns.Count == 0 ? string.Empty : rdns[rdns.Count - 1][0].Shown);

    /// <summary>Whether it seems to be written from the least specific part on: a common name stands where a country does.</summary>
    public bool IsReversed => rdns.Count > 1
        && rdns[0].Any(a => a.Oid == CommonNameOid)
        && rdns[rdns.Count - 1].All(a => AttributeType.ByOid(a.Oid)?.Name is "C" or "ST" or "L" or "O" or "OU" or "DC");

    internal IEnumerable<NameAttribute> Attributes => rdns.SelectMany(rdn => rdn);

    /// <summary>Equal exactly for equivalent names (RFC 5280 7.1).</summary>
    internal string Comparable => string.Join("/", ComparableRdns);

    /// <summary>Parses RFC 4514 text as a user types it.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.SpecInvalid"/> or <see cref="ErrorId.TextInvalid"/>.</exception>
    public static DistinguishedName Parse(string field, string text)
    {
        var rdns = DistinguishedNameParser.Parse(field, text).Select(Sorted).Reverse().ToArray();
        return new DistinguishedName(rdns, Der.Sequence(rdns.Select(rdn => Der.SetOf(rdn.Select(a => a.Encoded))).ToArray()));
    }

    public static DistinguishedName FromDer(byte[] der) => From(DerElement.Read(der, "name"));

    /// <summary>RFC 4514 text; invisible and control characters appear escaped.</summary>
    public override string ToString() =>
        string.Join(",", rdns.Reverse().Select(rdn => string.Join("+", rdn.Select(a => a.ToString()))));

    internal static DistinguishedName From(DerElement node)
    {
        var rdns = node.Expect(Der.SequenceTag).Children
            .Select(rdn => (IReadOnlyList<NameAttribute>)rdn.Expect(Der.SetTag).Children.Select(NameAttribute.From).ToArray())
            .ToArray();
        return rdns.All(rdn => rdn.Count > 0) ? new DistinguishedName(rdns, node.Encoded) : throw node.Fault("a name has an empty part");
    }

    /// <summary>The name one part longer.</summary>
    internal DistinguishedName Below(string type, string value)
    {
        var attribute = NameAttribute.Of(AttributeType.Find(type)!, value);
        var der = Der.Sequence([.. DerElement.Read(Encoded, "name").Children.Select(rdn => rdn.Encoded), Der.SetOf([attribute.Encoded])]);
        return new DistinguishedName([.. rdns, [attribute]], der);
    }

    /// <summary>Whether this name's parts are the first parts of the other (RFC 5280 4.2.1.10, compared as 7.1 says).</summary>
    internal bool IsPrefixOf(DistinguishedName other) =>
        rdns.Count <= other.rdns.Count && ComparableRdns.AsSpan().SequenceEqual(other.ComparableRdns.AsSpan(0, rdns.Count));

    internal bool Equivalent(DistinguishedName other) => rdns.Count == other.rdns.Count && IsPrefixOf(other);

    private static IReadOnlyList<NameAttribute> Sorted(IReadOnlyList<NameAttribute> rdn) =>
        rdn.OrderBy(a => a.Encoded, ByteOrder.Instance).ToArray();

    // Compared again and again, against long lists of constraints. No part of one can be taken for part of another: lengths go before.
    private string[] ComparableRdns => comparable ??= rdns
        .Select(rdn =>
            string.Concat(rdn
                .Select(a => a.Comparable)
                .OrderBy(c => c, StringComparer.Ordinal)
                .Select(c => $"{c.Length.ToString(CultureInfo.InvariantCulture)}:{c}")))
        .ToArray();
}
