using System.Text;
using Org.BouncyCastle.Asn1;

namespace Trstctl.Asn1;

/// <summary>One element of a DER encoding together with its place in the source. Definite, minimal lengths and tag numbers below
/// 31 only: nothing in a certificate needs more.</summary>
internal sealed class DerElement
{
    // The same few stand in every certificate and statement.
    private static readonly Tuple<byte[], string>?[] KnownOids = new Tuple<byte[], string>?[256];

    private readonly byte[] source;
    private readonly string what;
    private DerElement[]? children;

    private DerElement(byte[] source, string what, int offset, int contentOffset, int length)
    {
        this.source = source;
        this.what = what;
        Offset = offset;
        ContentOffset = contentOffset;
        Length = length;
    }

    public byte Tag => source[Offset];

    public int Offset { get; }

    public int ContentOffset { get; }

    /// <summary>The content's length in bytes, without the header.</summary>
    public int Length { get; }

    public int End => ContentOffset + Length;

    public byte[] Encoded => EncodedSpan.ToArray();

    public byte[] Content => ContentSpan.ToArray();

    /// <summary>The same where it stands.</summary>
    public ReadOnlySpan<byte> EncodedSpan => source.AsSpan(Offset, End - Offset);

    /// <inheritdoc cref="EncodedSpan"/>
    public ReadOnlySpan<byte> ContentSpan => source.AsSpan(ContentOffset, Length);

    public IReadOnlyList<DerElement> Children => Items;

    public int Count => Items.Length;

    public DerElement this[int index] => index < Items.Length ? Items[index] : throw Fault("an element is missing");

    private DerElement[] Items => children ??= ReadChildren(ContentOffset);

    public static DerElement Read(byte[] der, string what)
    {
        WorkDone.ParsedDer();
        var node = At(der, what, 0, der.Length);
        return node.End == der.Length ? node : throw node.Fault("bytes follow the structure");
    }

    /// <summary>The element that an OCTET STRING or BIT STRING carries, with places in the same source.</summary>
    public DerElement Inner(int skip = 0)
    {
        var nodes = ReadChildren(ContentOffset + skip);
        return nodes.Length == 1 ? nodes[0] : throw Fault("one element was expected");
    }

    public DerElement Expect(byte tag) => Tag == tag ? this : throw Fault($"the tag 0x{tag:X2} was expected, 0x{Tag:X2} found");

    public string Oid()
    {
        Expect(Der.OidTag);
        var content = ContentSpan;
        ref var known = ref KnownOids[content.IsEmpty ? 0 : ((content.Length * 31) + content[content.Length - 1]) % KnownOids.Length];
        if (known is { } found && content.SequenceEqual(found.Item1))
        {
            return found.Item2;
        }

        try
        {
            var bytes = Content;
            var oid = DerObjectIdentifier.FromContents(bytes).Id;
            known = Tuple.Create(bytes, oid);
            return oid;
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException or FormatException)
        {
            throw Fault("an object identifier is malformed");
        }
    }

    public bool Boolean() => Expect(Der.BooleanTag).Content is [0xFF] ? true : throw Fault("a boolean is not TRUE in DER");

    public int SmallInteger() => Expect(Der.IntegerTag).Length == 1 && source[ContentOffset] < 0x80
        ? source[ContentOffset]
        : throw Fault("an integer is not within 0 to 127");

    /// <summary>The bits of a BIT STRING of whole octets.</summary>
    public byte[] Bits() => Expect(Der.BitStringTag).Length >= 1 && source[ContentOffset] == 0
        ? source.AsSpan(ContentOffset + 1, Length - 1).ToArray()
        : throw Fault("a bit string is not of whole octets");

    public DateTime Time()
    {
        var text = Encoding.ASCII.GetString(source, ContentOffset, Length);
        text = Tag switch
        {
            // RFC 5280 4.1.2.5.1: years 50 to 99 are of the 20th century.
            0x17 => text.Length == 13 ? (string.CompareOrdinal(text, 0, "50", 0, 2) >= 0 ? "19" : "20") + text : string.Empty,
            0x18 => text,
            _ => throw Fault("a time was expected"),
        };
        return text.Length == 15 && text[14] == 'Z'
            && UtcTime.TryMake(
                (100 * UtcTime.TwoDigits(text, 0)) + UtcTime.TwoDigits(text, 2), UtcTime.TwoDigits(text, 4), UtcTime.TwoDigits(text, 6),
                UtcTime.TwoDigits(text, 8), UtcTime.TwoDigits(text, 10), UtcTime.TwoDigits(text, 12), out var time)
            ? time
            : throw Fault("a time is malformed");
    }

    public TrstException Fault(string reason) => new(ErrorId.CertificateInvalid, what, $"{reason} (byte {Offset})");

    private static DerElement At(byte[] source, string what, int offset, int limit)
    {
        var (content, length) = Measure(source, what, offset, limit);
        return new(source, what, offset, content, length);
    }

    private static (int Content, int Length) Measure(byte[] source, string what, int offset, int limit)
    {
        TrstException Fault(string reason) => new(ErrorId.CertificateInvalid, what, $"{reason} (byte {offset})");

        if (limit - offset < 2)
        {
            throw Fault("it ends too early");
        }

        if ((source[offset] & 0x1F) == 0x1F)
        {
            throw Fault("a tag has several bytes");
        }

        int length = source[offset + 1];
        var content = offset + 2;
        if (length >= 0x80)
        {
            var digits = length & 0x7F;
            if (digits is 0 or > 3 || limit - content < digits)
            {
                throw Fault("a length is not DER");
            }

            length = 0;
            for (var i = 0; i < digits; i++)
            {
                length = (length << 8) | source[content++];
            }

            if (length < 0x80 || length < 1 << (8 * (digits - 1)))
            {
                throw Fault("a length is not in its shortest form");
            }
        }

        return length <= limit - content
            ? (content, length)
            : throw Fault("an element reaches beyond its container");
    }

    private DerElement[] ReadChildren(int start)
    {
        var count = 0;
        for (var position = start; position < End; count++)
        {
            var (content, length) = Measure(source, what, position, End);
            position = content + length;
        }

        var (found, at) = (new DerElement[count], start);
        for (var i = 0; i < count; i++)
        {
            var (content, length) = Measure(source, what, at, End);
            found[i] = new(source, what, at, content, length);
            at = content + length;
        }

        return found;
    }
}
