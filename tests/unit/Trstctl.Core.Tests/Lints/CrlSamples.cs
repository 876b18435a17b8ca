using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Lints;
using static Trstctl.Core.Tests.Lints.CrlDraft;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class CrlSamples
{
    private static readonly byte[] Users = Der.Implicit(1, [0xFF]);
    private static readonly byte[] CAs = Der.Implicit(2, [0xFF]);
    private static readonly byte[] Indirect = Der.Implicit(4, [0xFF]);
    private static readonly byte[] IssuerName = Der.Sequence(Der.Explicit(4, Draft.RootName));
    private static readonly byte[] Yesterday = Der.Time(TestCA.Start.AddDays(-1));

    public static IEnumerable<LintSample> All =>
    [
        Crl("crl_version_2", d => d.Version = null),
        Crl("crl_next_update_present", d => d.NextUpdate = null),
        Crl("crl_update_order", d => d.NextUpdate = d.ThisUpdate),
        Crl("crl_time_encoding", d => d.Entries.Add(Entry(Der.Integer(3), Der.Tlv(0x18, Draft.Ascii("20251231000000Z"))))),
        Crl("crl_validity_long", d => d.NextUpdate = Der.Time(TestCA.Start.AddMonths(12).AddSeconds(1))),
        Crl("crl_number_present", d => d.Remove(LintOids.CrlNumber)),
        Crl("crl_number_not_critical", d => d.Set(LintOids.CrlNumber, Der.Integer(7), critical: true)),
        Crl("crl_number_range", d => d.Set(LintOids.CrlNumber, Der.Integer(Enumerable.Repeat((byte)1, 21).ToArray()))),
        Crl("crl_aki_present", d => d.Remove(Oids.AuthorityKeyIdentifier)),
        Crl("crl_delta_critical", d => d.Set(LintOids.DeltaCrlIndicator, Der.Integer(5))),
        Crl("crl_delta_after_base", d => d.MakeDelta(8)),
        Crl("crl_delta_no_freshest", d => Freshest(d, Draft.Points("http://pki.example/delta.crl"))),
        Crl(
            "crl_freshest_plain",
            d => d.Set(
                LintOids.FreshestCrl,
                Der.Sequence(Der.Sequence(Draft.FullName("http://pki.example/delta.crl"), Der.Implicit(1, [6, 0x40]))))),
        Crl("crl_scope_critical", d => Scope(d, false, CAs)),
        Crl("crl_scope_not_empty", d => Scope(d, true)),
        Crl("crl_scope_one_kind", d => Scope(d, true, Users, CAs)),
        Crl("crl_scope_no_attribute_certificates", d => Scope(d, true, Der.Implicit(5, [0xFF]))),
        Crl("crl_scope_all_reasons", d => Scope(d, true, Der.Implicit(3, [6, 0x40]))),
        Crl("crl_scope_not_indirect", d => Scope(d, true, Indirect)),
        Crl("crl_entries_not_empty", d => (d.WithEmptyList, _) = (true, d.Entries.RemoveAll(_ => true))),
        Crl("crl_entries_unique", d => d.Entries.Add(Entry(1))),
        Crl("crl_entry_serials", d => d.Entries.Add(Entry(Der.Integer(0), Yesterday))),
        Crl("crl_entry_dates", d => d.Entries.Add(Entry(Der.Integer(3), Der.Time(TestCA.Start.AddDays(1))))),
        Crl("crl_reason_known", d => d.Entries.Add(Entry(3, Reason(7)))),
        Crl("crl_reason_not_unspecified", d => d.Entries.Add(Entry(3, Reason(0)))),
        Crl("crl_reason_not_critical", d => d.Entries.Add(Entry(3, Reason(4, critical: true)))),
        Crl("crl_remove_in_delta_only", d => d.Entries.Add(Entry(3, Reason(8)))),
        Crl("crl_no_hold", d => d.Entries.Add(Entry(3, Reason(6)))),
        Crl("crl_invalidity_date", d => d.Entries.Add(Entry(3, Draft.Extension(LintOids.InvalidityDate, Yesterday)))),
        Crl("crl_certificate_issuer_critical", d => Named(d, critical: false, indirect: true), "crl_scope_not_indirect"),
        Crl("crl_certificate_issuer_indirect", d => Named(d, critical: true, indirect: false)),
    ];

    private static void Scope(CrlDraft draft, bool critical, params byte[][] fields) =>
        draft.Set(LintOids.IssuingDistributionPoint, Der.Sequence(fields), critical);

    private static void Freshest(CrlDraft draft, byte[] points)
    {
        draft.MakeDelta(5);
        draft.Set(LintOids.FreshestCrl, points);
    }

    private static void Named(CrlDraft draft, bool critical, bool indirect)
    {
        draft.Entries.Add(Entry(3, Draft.Extension(LintOids.CertificateIssuer, IssuerName, critical)));
        if (indirect)
        {
            Scope(draft, true, Indirect);
        }
    }
}
