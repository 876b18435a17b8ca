using System.Globalization;
using System.Text;
using Org.BouncyCastle.Asn1;

namespace Trstctl.Asn1;

/// <summary>Writes DER (X.690) from parts that are already DER, so that foreign names and keys pass through byte for byte.</summary>
internal static class Der
{
    public const byte BooleanTag = 0x01;
    public const byte IntegerTag = 0x02;
    public const byte BitStringTag = 0x03;
    public const byte OctetStringTag = 0x04;
    public const byte OidTag = 0x06;
    public const byte SequenceTag = 0x30;
    public const byte SetTag = 0x31;

    public static readonly byte[] Null = [0x05, 0x00];

    public static byte[] Sequence(params byte[]?[] parts) => Tlv(SequenceTag, parts);

    // X.690 11.6: the elements of a SET OF stand in ascending order of their encodings.
    public static byte[] SetOf(IEnumerable<byte[]> parts)
    {
        var sorted = parts.ToArray();
        Array.Sort(sorted, ByteOrder.Instance);
        return Tlv(SetTag, sorted);
    }

    public static byte[] Explicit(int number, params byte[]?[] parts) => Tlv((byte)(0xA0 | number), parts);

    public static byte[] Implicit(int number, byte[] content) => Tlv((byte)(0x80 | number), content);

    public static byte[] OctetString(byte[] content) => Tlv(OctetStringTag, content);

    public static byte[] BitString(byte[] content, byte unusedBits = 0) => Tlv(BitStringTag, [unusedBits], content);

    public static byte[] True => [BooleanTag, 1, 0xFF];

    public static byte[] Oid(string oid) => new DerObjectIdentifier(oid).GetEncoded();

    public static byte[] Integer(long value) => DerInteger.ValueOf(value).GetEncoded();

    /// <summary>A non-negative INTEGER from big-endian bytes, in its shortest form.</summary>
    public static byte[] Integer(byte[] magnitude)
    {
        var digits = magnitude.SkipWhile(b => b == 0).ToArray();
        return digits.Length == 0 || digits[0] >= 0x80 ? Tlv(IntegerTag, [0], digits) : Tlv(IntegerTag, digits);
    }

    public static byte[] Utf8(string text) => Tlv(0x0C, Encoding.UTF8.GetBytes(text));

    public static byte[] Printable(string text) => Tlv(0x13, Encoding.ASCII.GetBytes(text));

    public static byte[] Ia5(string text) => Tlv(0x16, Encoding.ASCII.GetBytes(text));

    // RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050; seconds, no fraction, Z.
    public static byte[] Time(DateTime time)
    {
        var utc = UtcTime.Truncate(time);
        return utc.Year is >= 1950 and < 2050
            ? Tlv(0x17, Encoding.ASCII.GetBytes(utc.ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture)))
            : Tlv(0x18, Encoding.ASCII.GetBytes(utc.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture)));
    }

    public static byte[] Tlv(byte tag, params byte[]?[] parts)
    {
        var length = 0;
        foreach (var part in parts)
        {
            length += part?.Length ?? 0;
        }

        var header = Header(tag, length);
        var result = new byte[header.Length + length];
        header.CopyTo(result, 0);
        var position = header.Length;
        foreach (var part in parts)
        {
            if (part is not null)
            {
                part.CopyTo(result, position);
                position += part.Length;
            }
        }

        return result;
    }

    /// <summary>Tag and length of an element whose content has so many bytes.</summary>
    public static byte[] Header(byte tag, int length) => length switch
    {
        < 0x80 => [tag, (byte)length],
        <= 0xFF => [tag, 0x81, (byte)length],
        <= 0xFFFF => [tag, 0x82, (byte)(length >> 8), (byte)(length & 0xFF)],
        _ => [tag, 0x83, (byte)(length >> 16), (byte)((length >> 8) & 0xFF), (byte)(length & 0xFF)],
    };
}
