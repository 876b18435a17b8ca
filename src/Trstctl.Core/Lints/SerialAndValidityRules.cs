using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about version, serial number, dates and the fields nobody uses.</summary>
internal static class SerialAndValidityRules
{
    private const int LongestInYears = 25;
    private const int SerialLength = 20;
    private const int EntropyBytes = 8;

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "version_3", Error, "RFC 5280 4.1.2.1", AnyCertificate, "The version is 3.",
            s => s.Parts.Version == 3 ? null : $"version is {s.Parts.Version}"),
        new("serial_positive", Error, "RFC 5280 4.1.2.2", AnyCertificate, "The serial number is positive.",
            s => s.Parts.Serial.Content is [< 0x80, ..] && s.Parts.Serial.Content.Any(b => b != 0)
                ? null
                : "the serial number is not positive"),
        new("serial_length", Error, "RFC 5280 4.1.2.2", AnyCertificate, "The serial number has at most 20 octets.",
            s => s.Parts.Serial.Length <= SerialLength ? null : "the serial number has more than 20 octets"),
        new("serial_entropy", Error, "BR 7.1.2.1", Cas, "The serial number has room for 64 random bits.",
            s => HasEntropy(s) ? null : "the serial number has fewer than 64 bits", LintOrigin.Own),
        new("serial_short", Notice, "BR 7.1.2.1", AnyCertificate, "The serial number that another CA chose has room for 64 random bits.",
            s => HasEntropy(s) ? null : "the serial number has fewer than 64 bits", LintOrigin.Foreign),
        new("validity_order", Error, "RFC 5280 4.1.2.5", AnyCertificate, "notAfter follows notBefore.",
            s => s.Parts.NotBefore < s.Parts.NotAfter ? null : "notAfter does not follow notBefore"),
        new(
            "validity_encoding", Error, "RFC 5280 4.1.2.5", AnyCertificate,
            "Times through 2049 are UTCTime, later ones GeneralizedTime, with seconds and Z.",
            s => s.Parts.Validity.Children.All(HasRightForm) ? null : "times through 2049 are UTCTime, later ones GeneralizedTime"),
        new("validity_long", Notice, "BR 7.1.2.1.1", Cas, "A CA is valid for at most 25 years.",
            s => s.Parts.NotBefore.Year + LongestInYears > DateTime.MaxValue.Year
                || s.Parts.NotAfter <= s.Parts.NotBefore.AddYears(LongestInYears)
                ? null
                : $"it is valid for more than {LongestInYears} years"),
        new("unique_identifiers_absent", Error, "RFC 5280 4.1.2.8", AnyCertificate, "There are no unique identifiers.",
            s => s.Parts.HasUniqueIdentifiers ? "it carries unique identifiers" : null),
    ];

    public static bool HasRightForm(DerElement time) => (time.Time().Year >= 2050) == (time.Tag == 0x18);

    private static bool HasEntropy(LintSubject s) => s.Parts.Serial.Content.SkipWhile(b => b == 0).Count() >= EntropyBytes;
}
