using System.Text;

namespace Trstctl.Names;

/// <summary>One attribute type and value of a distinguished name.</summary>
internal sealed class NameAttribute
{
    private NameAttribute(string oid, string? text, byte[] value, byte[] encoded)
    {
        Oid = oid;
        Text = text;
        Value = value;
        Encoded = encoded;
    }

    public string Oid { get; }

    /// <summary>The value as text, or null where its ASN.1 type is no string.</summary>
    public string? Text { get; }

    /// <summary>The value's DER.</summary>
    public byte[] Value { get; }

    /// <summary>The AttributeTypeAndValue's DER.</summary>
    public byte[] Encoded { get; }

    public string Shown => Text is null ? "#" + Hex.Encode(Value) : CanonicalText.Escape(Text);

    // RFC 5280 7.1: case and the amount of white space do not count. What the table of letters does not hold is compared as it is.
    public string Comparable => Text is null
        ? $"{Oid}#{Hex.Encode(Value)}"
        : $"{Oid}={FoldedText.Of(Text)}";

    public static NameAttribute Of(AttributeType type, string text)
    {
        var value = type.Encode(text);
        return new NameAttribute(type.Oid, text, value, Der.Sequence(Der.Oid(type.Oid), value));
    }

    public static NameAttribute From(DerElement node)
    {
        node.Expect(Der.SequenceTag);
        return node.Count == 2
            ? new NameAttribute(node[0].Oid(), TextOf(node[1]), node[1].Encoded, node.Encoded)
            : throw node.Fault("an attribute does not have two parts");
    }

    // RFC 4514 section 2.4; a type without a short name shows its value in hex (section 2.3).
    public override string ToString()
    {
        var type = AttributeType.ByOid(Oid);
        return type is null || Text is null
            ? $"{type?.Name ?? Oid}=#{Hex.Encode(Value)}"
            : $"{type.Name}={Escape(Text)}";
    }

    private static string Escape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var special = c is '"' or '+' or ',' or ';' or '<' or '>' or '\\'
                || (c == '#' && i == 0)
                || (c == ' ' && (i == 0 || i == text.Length - 1));
            if (special)
            {
                result.Append('\\');
            }

            result.Append(c);
        }

        return CanonicalText.Escape(result.ToString());
    }

    // A value that is malformed for its type is shown and compared as bytes: replaced characters would make unequal values equal.
    private static string? TextOf(DerElement node)
    {
        try
        {
            return node.Tag switch
            {
                0x0C => Strict(Encoding.UTF8, node),
                0x12 or 0x13 or 0x16 or 0x1A => Strict(Encoding.ASCII, node),
                0x14 => Encoding.GetEncoding(28591).GetString(node.Content),
                0x1E when node.Length % 2 == 0 => Strict(Encoding.BigEndianUnicode, node),
                _ => null,
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Strict(Encoding encoding, DerElement node) =>
        Encoding
            .GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            .GetString(node.Content);
}
