using System.Net;
using System.Text;

namespace Trstctl.Certificates;

/// <summary>GeneralNames (RFC 5280 4.2.1.6) in words.</summary>
internal static class GeneralNameWords
{
    /// <summary>Null where words would not say all that stands there.</summary>
    public static string? Of(DerElement name) => name.Tag switch
    {
        0x81 => Ascii("email", name),
        0x82 => Ascii("DNS", name),
        0x86 => Ascii("URI", name),
        0x87 when name.Length is 4 or 16 => $"IP:{new IPAddress(name.Content)}",
        0x88 => $"registered id {Registered(name)}",
        0xA4 => $"dirName:{DistinguishedName.From(name.Inner())}",
        0xA0 => Other(name),
        _ => null,
    };

    private static string? Ascii(string form, DerElement name) => name.Content.All(b => b is > 0x20 and < 0x7F)
        ? $"{form}:{Encoding.ASCII.GetString(name.Content)}"
        : null;

    private static string Registered(DerElement name) => DerElement.Read(Der.Tlv(Der.OidTag, name.Content), "name").Oid();

    // OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT ANY }, implicitly tagged.
    private static string? Other(DerElement name)
    {
        if (name.Count != 2 || name[1].Tag != 0xA0)
        {
            return null;
        }

        var (oid, value) = (name[0].Oid(), name[1].Inner());
        var text = value.Tag is 0x0C or 0x16 ? Encoding.UTF8.GetString(value.Content) : null;
        return text is null || !Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(value.Content)
            ? $"other name {oid} {Hex.Encode(value.Encoded)}"
            : oid == Oids.UserPrincipalName ? $"UPN:{CanonicalText.Escape(text)}"
            : $"other name {oid} \"{CanonicalText.Escape(text)}\"";
    }
}
