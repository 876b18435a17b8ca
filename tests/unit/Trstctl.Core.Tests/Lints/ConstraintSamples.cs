using Trstctl.Asn1;
using Trstctl.Keys;
using Trstctl.Lints;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class ConstraintSamples
{
    private static readonly byte[] OtherIdentifier = Enumerable.Repeat((byte)9, 20).ToArray();
    private static readonly byte[] Dns = Draft.Dns("contoso.example");

    public static IEnumerable<LintSample> All =>
    [
        Root("extensions_unique", d => d.Add(Oids.KeyUsage, Draft.KeyUsage(5, 6), critical: true)),
        EndEntity("extensions_not_empty", d => d.WithoutExtensions = true, "aki_present"),
        Intermediate("critical_extensions_known", d => d.Add("1.2.3.4", Der.Null, critical: true)),
        Intermediate(
            "subject_directory_attributes_not_critical",
            d => d.Set(LintOids.SubjectDirectoryAttributes, Der.Sequence(Der.Sequence()), critical: true)),
        Intermediate("ski_present", d => d.Set(Oids.SubjectKeyIdentifier, Der.OctetString(KeyIdentifier.Of(d.Spki)), critical: true)),
        EndEntity("ski_not_critical", d => d.Set(Oids.SubjectKeyIdentifier, Der.OctetString(KeyIdentifier.Of(d.Spki)), critical: true)),
        Intermediate("ski_derived", d => d.Set(Oids.SubjectKeyIdentifier, Der.OctetString(OtherIdentifier))),
        Intermediate("ski_method", d => d.Set(Oids.SubjectKeyIdentifier, Der.OctetString(OtherIdentifier))).Foreign(),
        EndEntity("aki_present", d => d.Remove(Oids.AuthorityKeyIdentifier)),
        Root("aki_root_equal", d => d.Set(Oids.AuthorityKeyIdentifier, Der.Sequence(Der.Implicit(0, OtherIdentifier)))),
        Crl("aki_not_critical", d => d.Set(Oids.AuthorityKeyIdentifier, Der.Sequence(Der.Implicit(0, OtherIdentifier)), critical: true)),
        Intermediate(
            "aki_issuer_and_serial",
            d => d.Set(Oids.AuthorityKeyIdentifier, Der.Sequence(Der.Implicit(0, OtherIdentifier), Der.Implicit(2, [1]))), "aki_key_only"),
        Intermediate("aki_key_only", d => d.Set(
            Oids.AuthorityKeyIdentifier,
            Der.Sequence(Der.Implicit(0, OtherIdentifier), Der.Explicit(1, Der.Explicit(4, Draft.RootName)), Der.Implicit(2, [1])))),
        Root("basic_constraints_ca", d => d.Set(Oids.BasicConstraints, Der.Sequence(Der.True))),
        EndEntity("end_entity_not_ca", d => d.Set(Oids.BasicConstraints, Der.Sequence(Der.True), critical: true)),
        EndEntity(
            "path_length_ca_only", d => d.Set(Oids.BasicConstraints, Der.Sequence(Der.Integer(0)), critical: true),
            "path_length_key_cert_sign"),
        Intermediate("path_length_key_cert_sign", d => d.Set(Oids.KeyUsage, Draft.KeyUsage(6), critical: true), "key_usage_ca"),
        Intermediate("path_length_present", d => d.Set(Oids.BasicConstraints, Der.Sequence(Der.True), critical: true)),
        Root("root_path_length_absent", d => d.Set(Oids.BasicConstraints, Der.Sequence(Der.True, Der.Integer(1)), critical: true)),
        Intermediate("name_constraints_valid", d => d.Set(Oids.NameConstraints, Permitted(Dns))),
        EndEntity("name_constraints_ca_only", d => d.Set(Oids.NameConstraints, Permitted(Dns), critical: true)),
        Intermediate("name_constraints_not_empty", d => d.Set(Oids.NameConstraints, Der.Sequence(), critical: true)).Foreign(),
        Intermediate(
            "name_constraints_base_only", d => d.Set(Oids.NameConstraints, Permitted(Dns, Der.Implicit(1, [3])), critical: true)).Foreign(),
        Intermediate(
            "name_constraints_forms", d => d.Set(Oids.NameConstraints, Permitted(Der.Implicit(8, [0x2A, 3])), critical: true)).Foreign(),
        Intermediate(
            "name_constraints_ip_length",
            d => d.Set(Oids.NameConstraints, Permitted(Der.Implicit(7, new byte[4])), critical: true)).Foreign(),
        Intermediate(
            "name_constraints_ip_range",
            d => d.Set(Oids.NameConstraints, Permitted(Der.Implicit(7, [10, 0, 0, 0, 255, 0, 255, 0])), critical: true)).Foreign(),
        Intermediate(
            "name_constraints_host",
            d => d.Set(Oids.NameConstraints, Permitted(Draft.Url("https://contoso.example")), critical: true)).Foreign(),
        Intermediate(
            "name_constraints_upn", d => d.Set(Oids.NameConstraints, Permitted(Upn("contoso.example")), critical: true)).Foreign(),
        Intermediate(
            "name_constraints_dns_no_dot", d => d.Set(Oids.NameConstraints, Permitted(Draft.Dns(".contoso.example")), critical: true)),
    ];

    private static byte[] Upn(string text) => Der.Tlv(0xA0, Der.Oid(Oids.UserPrincipalName), Der.Explicit(0, Der.Utf8(text)));

    private static byte[] Permitted(params byte[][] subtree) => Der.Sequence(Der.Explicit(0, Der.Sequence(subtree)));
}
