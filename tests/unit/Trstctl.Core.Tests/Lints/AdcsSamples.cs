using Trstctl.Asn1;
using Trstctl.Lints;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class AdcsSamples
{
    public static IEnumerable<LintSample> All =>
    [
        Root("adcs_ca_version", d => d.Set(Oids.CAVersion, Der.Integer(-1))),
        Crl("adcs_key_index", d => d.Set(Oids.CAVersion, Der.Integer(1 << 16))),
        Root("adcs_previous_hash", d => Renewed(d, 1, 32)),
        Root("adcs_previous_hash_renewed", d => Renewed(d, 0, 20)),
        Intermediate("adcs_template_name", d => d.Set(Oids.CertificateTemplateName, Der.Utf8("SubCA"))),
        EndEntity("adcs_template_oid", d => d.Set(LintOids.TemplateOid, Der.Sequence(Der.Utf8("1.2.3.4")))),
        Root("adcs_not_critical", d => d.Set(Oids.CAVersion, Der.Integer(0), critical: true), "critical_extensions_known"),
    ];

    private static void Renewed(CertificateDraft draft, int version, int length)
    {
        draft.Set(Oids.CAVersion, Der.Integer(version));
        draft.Set(Oids.PreviousCACertificateHash, Der.OctetString(new byte[length]));
    }
}
