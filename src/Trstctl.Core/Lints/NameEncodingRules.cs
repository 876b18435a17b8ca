using System.Text;
using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about the string types of issuer and subject.</summary>
internal static class NameEncodingRules
{
    private const byte Utf8 = 0x0C;
    private const byte Printable = 0x13;
    private const byte Teletex = 0x14;
    private const byte Ia5 = 0x16;
    private const byte Universal = 0x1C;
    private const byte Bmp = 0x1E;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    // Serial number and qualifier; the country has a rule of its own.
    private static readonly string[] PrintableOnly = ["2.5.4.5", "2.5.4.46"];
    private static readonly string[] Ia5Only = [LintOids.EmailAddress, LintOids.DomainComponent];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "name_string_types", Warning, "RFC 5280 4.1.2.4, 4.1.2.6", Anything,
            "Strings in names are PrintableString or UTF8String; Teletex, BMP and Universal remain for names that were always so.",
            s => First(s, a => a.Value[0] is Teletex or Universal or Bmp) is { } a ? $"{a} is encoded in a type for old names" : null),
        new(
            "name_printable_characters", Error, "X.680 41.4", Anything,
            "A PrintableString holds only letters, digits, space and '()+,-./:=?.",
            s => First(s, a => a.Value[0] == Printable && !Content(a).All(b => AttributeType.IsPrintable((char)b))) is { } a
                ? $"{a} is no PrintableString"
                : null),
        new("name_printable_types", Error, "RFC 5280 A.1", Anything, "Serial number and qualifier of a name are PrintableString.",
            s => First(s, a => PrintableOnly.Contains(a.Oid) && a.Value[0] != Printable) is { } a ? $"{a} is not PrintableString" : null),
        new("name_ia5_types", Error, "RFC 5280 A.1", Anything, "Domain components and e-mail addresses in names are IA5String, in ASCII.",
            s => First(s, a => Ia5Only.Contains(a.Oid) && (a.Value[0] != Ia5 || Content(a).Any(b => b >= 0x80))) is { } a
                ? $"{a} is no IA5String"
                : null),
        new("name_utf8_valid", Error, "RFC 3629 3", Anything, "A UTF8String is valid UTF-8.",
            s => First(s, a => a.Value[0] == Utf8 && !IsUtf8(Content(a))) is { } a ? $"{a} is not valid UTF-8" : null),
    ];

    public static bool IsUtf8(byte[] bytes)
    {
        try
        {
            StrictUtf8.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static NameAttribute? First(LintSubject s, Func<NameAttribute, bool> wrong) => NameRules.Attributes(s).FirstOrDefault(wrong);

    private static byte[] Content(NameAttribute attribute) => DerElement.Read(attribute.Value, "name").Content;
}
