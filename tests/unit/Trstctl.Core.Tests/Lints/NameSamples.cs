using System.Text;
using Trstctl.Asn1;
using Trstctl.Lints;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class NameSamples
{
    private static readonly byte[] Host = Draft.Dns("www.contoso.example");

    public static IEnumerable<LintSample> All =>
    [
        Intermediate("subject_present", d => d.Subject = Der.Sequence()),
        Crl("issuer_present", d => d.Issuer = Der.Sequence()),
        Root("root_self_issued", d => d.Subject = Draft.Name(("C", "DE"), ("O", "Contoso"), ("CN", "Another"))),
        Intermediate("name_lengths", d => d.Subject = Draft.Name(("CN", new string('x', 65)))),
        Request("country_code", d => d.Subject = Draft.Name(("C", "de"))),
        Intermediate("name_attributes_known", d => d.Subject = Of("1.2.3.4", Der.Utf8("x"))),
        Crl("name_control_characters", d => d.Issuer = Draft.Name(("CN", "contoso.example\0.attacker.example"))),
        Intermediate("name_outer_spaces", d => d.Subject = Draft.Name(("CN", "Contoso "))),
        Intermediate(
            "name_single_attributes",
            d => d.Subject = Der.Sequence(Draft.Rdn(Draft.Attribute("CN", Der.Utf8("x")), Draft.Attribute("O", Der.Utf8("y"))))),
        Intermediate("ca_subject_no_email", d => d.Subject = Draft.Name(("CN", "Contoso CA"), ("emailAddress", "ca@contoso.example"))),
        Intermediate("ca_name_complete", d => d.Subject = Draft.Name(("CN", "Contoso CA"))),
        Intermediate("name_string_types", d => d.Subject = Of("CN", Der.Tlv(0x1E, Encoding.BigEndianUnicode.GetBytes("Zürich")))),
        Intermediate("name_printable_characters", d => d.Subject = Of("CN", Der.Printable("R&D"))),
        Intermediate("name_printable_types", d => d.Subject = Of("serialNumber", Der.Utf8("1"))),
        Intermediate("name_ia5_types", d => d.Subject = Of("DC", Der.Utf8("contoso"))),
        Intermediate("name_utf8_valid", d => d.Subject = Of("CN", Der.Tlv(0x0C, [0xC3, 0x28]))),
        EndEntity("alternative_names_not_empty", d => San(d, Host, Draft.Dns(""))),
        EndEntity("alternative_names_ascii", d => San(d, Host, Der.Implicit(2, [0xC3, 0xA4]))),
        EndEntity("san_dns_form", d => San(d, Host, Draft.Dns("-www.contoso.example"))),
        EndEntity("san_dns_underscore", d => San(d, Host, Draft.Dns("my_host.contoso.example"))),
        Request("san_email_form", d => d.Attributes[0] = RequestDraft.Extensions(
            Draft.Extension(LintOids.SubjectAlternativeName, Der.Sequence(Draft.Email("Alice <alice@contoso.example>"))))),
        EndEntity("san_uri_form", d => San(d, Host, Draft.Url("http://"))),
        EndEntity("san_ip_length", d => San(d, Host, Der.Implicit(7, new byte[5]))),
        EndEntity("san_critical_without_subject", d => d.Subject = Der.Sequence()),
        EndEntity("san_not_critical", d => d.Set(LintOids.SubjectAlternativeName, Der.Sequence(Host), critical: true)),
        Crl("ian_not_critical", d => d.Set(LintOids.IssuerAlternativeName, Der.Sequence(Host), critical: true)),
        EndEntity("subject_email_in_san", d => d.Subject = Draft.Name(("emailAddress", "alice@contoso.example"))),
        EndEntity("server_auth_has_san", d => d.Remove(LintOids.SubjectAlternativeName)),
    ];

    private static byte[] Of(string type, byte[] value) => Der.Sequence(Draft.Rdn(Draft.Attribute(type, value)));

    private static void San(CertificateDraft draft, params byte[][] names) =>
        draft.Set(LintOids.SubjectAlternativeName, Der.Sequence(names));
}
