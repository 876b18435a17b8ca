using static Trstctl.Certificates.LintSeverity;
using static Trstctl.Lints.LintTargets;

namespace Trstctl.Lints;

/// <summary>Rules about CRLs as a whole (RFC 5280 5.1, 5.2).</summary>
internal static class CrlRules
{
    private const int LongestNumber = 20;
    private const int LongestInMonths = 12;

    public static IReadOnlyList<LintRule> All { get; } =
    [
        new(
            "crl_version_2", Error, "RFC 5280 5.1.2.1", Crl, "The version is 2.",
            s => s.Crl.Version?.Content is [1] ? null : "the version is not 2"),
        new(
            "crl_next_update_present", Error, "RFC 5280 5.1.2.5", Crl, "The CRL says when the next one comes.",
            s => s.Crl.NextUpdate is null ? "nextUpdate is absent" : null),
        new("crl_update_order", Error, "RFC 5280 5.1.2.5", Crl, "nextUpdate follows thisUpdate.",
            s => s.Crl.NextUpdate is { } next && next.Time() <= s.Crl.ThisUpdate.Time() ? "nextUpdate does not follow thisUpdate" : null),
        new(
            "crl_time_encoding", Error, "RFC 5280 5.1.2.4, 5.1.2.5, 5.1.2.6", Crl,
            "Times through 2049 are UTCTime, later ones GeneralizedTime, with seconds and Z.",
            s => Times(s.Crl).All(SerialAndValidityRules.HasRightForm)
                ? null
                : "times through 2049 are UTCTime, later ones GeneralizedTime"),
        new("crl_validity_long", Warning, "BR 7.2", Crl, "The next CRL comes within 12 months.",
            s => s.Crl.NextUpdate is { } next
                && s.Crl.ThisUpdate.Time() is { Year: < 9000 } issued
                && next.Time() > issued.AddMonths(LongestInMonths) ? "nextUpdate is more than 12 months away" : null),
        new(
            "crl_number_present", Error, "RFC 5280 5.2.3", Crl, "The CRL has a number.",
            s => s.Find(LintOids.CrlNumber) is null ? "the CRL number is absent" : null),
        new(
            "crl_number_not_critical", Error, "RFC 5280 5.2.3", Crl, "The CRL number is not critical.",
            s => s.Find(LintOids.CrlNumber) is { Critical: true } ? "the CRL number is critical" : null),
        new("crl_number_range", Error, "RFC 5280 5.2.3", Crl, "The CRL number is not negative and has at most 20 octets.",
            s => Number(s, LintOids.CrlNumber) is { } number && (number.Length > LongestNumber || number.Content is [>= 0x80, ..])
                ? "the CRL number is negative or has more than 20 octets"
                : null),
        new("crl_aki_present", Error, "RFC 5280 5.2.1", Crl, "The authority key identifier names the signing key.",
            s => s.Find(Oids.AuthorityKeyIdentifier)?.Value.Children.Any(field => field.Tag == 0x80 && field.Length > 0) == true
                ? null
                : "the authority key identifier is absent or names no key"),
        new(
            "crl_delta_critical", Error, "RFC 5280 5.2.4", Crl, "The indicator of a delta CRL is critical.",
            s => s.Find(LintOids.DeltaCrlIndicator) is { Critical: false } ? "the delta CRL indicator is not critical" : null),
        new("crl_delta_after_base", Error, "RFC 5280 5.2.4", Crl, "A delta CRL's number is not below its base's.",
            s => Number(s, LintOids.DeltaCrlIndicator) is { } start && Number(s, LintOids.CrlNumber) is { } number && Less(number, start)
                ? "the number of the delta CRL is below its base's"
                : null),
        new("crl_delta_no_freshest", Error, "RFC 5280 5.2.6", Crl, "A delta CRL points to no other delta CRL.",
            s => s.Crl.IsDelta && s.Find(LintOids.FreshestCrl) is not null ? "the delta CRL has a freshest CRL extension" : null),
        new("crl_freshest_plain", Error, "RFC 5280 5.2.6", Crl, "The freshest CRL extension of a CRL has neither reasons nor CRL issuer.",
            s => DistributionPoints
                .In(s.Find(LintOids.FreshestCrl))
                .Any(point => DistributionPoints.HasReasons(point) || DistributionPoints.HasIssuer(point))
                    ? "the freshest CRL extension has reasons or a CRL issuer"
                    : null),
    ];

    private static IEnumerable<DerElement> Times(LintedCrl crl) =>
        new[] { crl.ThisUpdate, crl.NextUpdate }.OfType<DerElement>().Concat(crl.Entries.Select(entry => entry.Date));

    private static DerElement? Number(LintSubject s, string oid) => s.Find(oid)?.Value.Expect(Der.IntegerTag);

    // DER integers that are not negative order by length, then by content.
    private static bool Less(DerElement one, DerElement other) =>
        one.Length != other.Length ? one.Length < other.Length : ByteOrder.Instance.Compare(one.Content, other.Content) < 0;
}
