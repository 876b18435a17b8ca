using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Lints;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class EncodingSamples
{
    private static readonly byte[] Nothing = Der.Sequence();

    public static IEnumerable<LintSample> All =>
    [
        new("certificate_parses", LintRole.Root, CertificateDraft.Root().Build(), Nothing, LintOrigin.Own, []),
        new("request_parses", LintRole.Request, new RequestDraft().Build(), Nothing, LintOrigin.Own, []),
        new("crl_parses", LintRole.Crl, new CrlDraft().Build(), Nothing, LintOrigin.Own, []),
        Root("der_canonical", d => d.Serial = Der.Tlv(Der.IntegerTag, [0], Enumerable.Repeat((byte)0x55, 16).ToArray())),
        Root("extension_values_der", d => d.Add("1.2.3.4", [Der.BooleanTag, 1, 1])),
        Crl(
            "defaults_omitted",
            d => d.Set(LintOids.IssuingDistributionPoint, Der.Sequence(Der.Implicit(1, [0xFF]), Der.Implicit(4, [0])), critical: true)),
        Intermediate("signature_algorithm_known", d => d.Algorithm = Draft.Algorithm("1.2.840.10045.4.1")),
        Root("root_signature_sha1", d => d.Algorithm = Draft.Algorithm("1.2.840.10045.4.1")).Foreign(),
        Intermediate("signature_algorithms_equal", d => d.OuterAlgorithm = Draft.Algorithm(Draft.EcdsaSha384)),
        Crl("signature_octets", d => d.Signature = Der.BitString([]), "ecdsa_signature_shape"),
        Intermediate("ecdsa_signature_shape", d => d.Signature = Der.BitString([1, 2, 3])),
        Crl("bare_signature_length", d => (d.Algorithm, d.Signature) = (Draft.Algorithm(Draft.MLDsa44), Der.BitString(new byte[2419]))),
        Root("ecdsa_hash_fits_key", d => d.Algorithm = Draft.Algorithm(Draft.EcdsaSha384)),
        Root("root_signature", d => d.Signature = Der.BitString(Draft.Sign([1], d.Algorithm))),
        Root("version_3", d => d.Version = Der.Explicit(0, Der.Integer(1))),
        Root("serial_positive", d => d.Serial = Der.Tlv(Der.IntegerTag, Enumerable.Repeat((byte)0x85, 16).ToArray())),
        Root("serial_length", d => d.Serial = Der.Integer(Enumerable.Repeat((byte)0x55, 21).ToArray())),
        Root("serial_entropy", d => d.Serial = Der.Integer(1)),
        Root("serial_short", d => d.Serial = Der.Integer(1)).Foreign(),
        Root("validity_order", d => d.NotAfter = d.NotBefore),
        Root("validity_encoding", d => d.NotBefore = Der.Tlv(0x18, Draft.Ascii("20260101000000Z"))),
        Root("validity_long", d => d.NotAfter = Der.Time(TestCA.Start.AddYears(26))),
        Root("unique_identifiers_absent", d => d.UniqueIdentifiers = Der.Tlv(0x82, [0, 1])),
    ];
}
