using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about the entries of a CRL (RFC 5280 5.1.2.6, 5.3).</summary>
internal static class CrlEntryRules
{
    private const byte Enumerated = 0x0A;
    private const int Unspecified = 0;
    private const int CertificateHold = 6;
    private const int NotUsed = 7;
    private const int RemoveFromCrl = 8;
    private const int Last = 10;
    private const int LongestSerial = 20;

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "crl_entries_not_empty", Error, "RFC 5280 5.1.2.6", Crl,
            "Where nothing is revoked, the list of revoked certificates is absent.",
            s => s.Crl.Revoked is { Length: 0 } ? "the list of revoked certificates is empty" : null),
        new("crl_entries_unique", Warning, "RFC 5280 5.1.2.6", Crl, "In a CRL of one issuer, no serial number stands there twice.", Unique),
        new(
            "crl_entry_serials", Warning, "RFC 5280 4.1.2.2", Crl,
            "The serial numbers of revoked certificates are positive and have at most 20 octets.",
            s => First(
                s, e => e.Serial.Length > LongestSerial || e.Serial.Content is [>= 0x80, ..] || e.Serial.Content.All(b => b == 0),
                "is not positive or has more than 20 octets")),
        new("crl_entry_dates", Warning, "RFC 5280 5.1.2.6", Crl, "No revocation lies after the CRL's own time.",
            s => s.Crl.ThisUpdate.Time() is var issued
                ? First(s, e => e.Date.Time() > issued, "is revoked after the CRL was issued")
                : null),
        new(
            "crl_reason_known", Error, "RFC 5280 5.3.1", Crl, "A reason is an ENUMERATED of 0 to 6 or 8 to 10.",
            s => First(s, e => Reason(e) is < Unspecified or NotUsed or > Last, "has an unknown reason")),
        new(
            "crl_reason_not_unspecified", Warning, "RFC 5280 5.3.1", Crl, "Where there is no reason to give, the reason code is absent.",
            s => First(s, e => Reason(e) == Unspecified, "has the reason unspecified")),
        new(
            "crl_reason_not_critical", Error, "RFC 5280 5.3.1", Crl, "A reason code is not critical.",
            s => First(s, e => e.Find(LintOids.ReasonCode) is { Critical: true }, "has a critical reason code")),
        new(
            "crl_remove_in_delta_only", Error, "RFC 5280 5.3.1", Crl, "removeFromCRL stands only in delta CRLs.",
            s => s.Crl.IsDelta ? null : First(s, e => Reason(e) == RemoveFromCrl, "is removed, which only a delta CRL can do")),
        new(
            "crl_no_hold", Notice, "BR 7.2.2", Crl, "Certificates are revoked for good, not held.",
            s => First(s, e => Reason(e) == CertificateHold, "is on hold")),
        new(
            "crl_invalidity_date", Error, "RFC 5280 5.3.2", Crl,
            "An invalidity date is a GeneralizedTime with seconds and Z, and not critical.",
            s => First(
                s, e => e.Find(LintOids.InvalidityDate) is { } date && (date.Critical || date.Value.Expect(0x18).Time() == default),
                "has a critical invalidity date")),
        new("crl_certificate_issuer_critical", Error, "RFC 5280 5.3.3", Crl, "The issuer of a revoked certificate is critical.",
            s => First(
                s, e => e.Find(LintOids.CertificateIssuer) is { Critical: false },
                "names the certificate's issuer without being critical")),
        new(
            "crl_certificate_issuer_indirect", Error, "RFC 5280 5.3.3", Crl,
            "The issuer of a revoked certificate is named only in indirect CRLs.",
            s => CrlScopeRules.IsIndirect(s)
                ? null
                : First(
                    s, e => e.Find(LintOids.CertificateIssuer) is not null,
                    "names the certificate's issuer although the CRL is not indirect")),
    ];

    // The ENUMERATED's value; anything but one octet counts as unknown.
    private static int? Reason(CrlEntryPart entry) => entry.Find(LintOids.ReasonCode) is not { } extension ? null
        : extension.Value.Expect(Enumerated).Content is [< 0x80] value ? value[0] : NotUsed;

    private static string? Unique(LintSubject s)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return CrlScopeRules.IsIndirect(s) ? null : First(s, e => !seen.Add(Hex.Encode(e.Serial.Content)), "stands there twice");
    }

    private static string? First(LintSubject s, Func<CrlEntryPart, bool> wrong, string what)
    {
        var entry = s.Crl.Entries.FirstOrDefault(wrong);
        return entry is null ? null : $"the serial number {GeneralNameText.Shown(Hex.Encode(entry.Serial.Content))} {what}";
    }
}
