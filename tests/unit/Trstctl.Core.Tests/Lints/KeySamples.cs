using System.Security.Cryptography;
using Trstctl.Asn1;
using Trstctl.Lints;
using static Trstctl.Core.Tests.Lints.LintSample;

namespace Trstctl.Core.Tests.Lints;

internal static class KeySamples
{
    private const string BrainpoolP256 = "1.3.36.3.3.2.8.1.1.7";
    private static readonly byte[] F4 = [1, 0, 1];
    private static readonly byte[] Modulus = RsaModuli.Bytes(RsaModuli.Sound(2048));
    private static readonly byte[] P256 = Der.Oid("1.2.840.10045.3.1.7");

    public static IEnumerable<LintSample> All =>
    [
        Intermediate("key_strength", d => d.SetKey(RSA.Create(1024).ExportSubjectPublicKeyInfo())),
        Intermediate("ec_curve_common", d => d.SetKey(Ec(Der.Oid(BrainpoolP256), Point(4, Y())))).Foreign(),
        Intermediate("ec_named_curve", d => d.SetKey(ExplicitCurve()), "key_strength"),
        Request("ec_point_not_hybrid", d => d.Spki = Ec(P256, Point((byte)(6 | (Y()[31] & 1)), Y())), "key_strength"),
        Intermediate("ec_point_uncompressed", d => d.SetKey(Ec(P256, Point((byte)(2 | (Y()[31] & 1)), [])))),
        Intermediate(
            "key_parameters_absent",
            d => d.SetKey(Der.Sequence(Der.Sequence(Der.Oid(Draft.MLDsa44), Der.Null), Der.BitString(Filled(1312))))),
        Intermediate("key_length", d => d.SetKey(MLDsa(1311))),
        Intermediate("rsa_key_parameters_null", d => d.SetKey(Der.Sequence(
            Der.Sequence(Der.Oid(Oids.RsaEncryption)), Der.BitString(Der.Sequence(Der.Integer(Modulus), Der.Integer(F4)))))),
        Intermediate("rsa_modulus_octets", d => d.SetKey(Draft.RsaSpki(RsaModuli.Bytes(RsaModuli.Sound(2051)), F4))),
        Intermediate("rsa_exponent_odd", d => d.SetKey(Draft.RsaSpki(Modulus, [1, 0, 2]))),
        Intermediate("rsa_exponent_range", d => d.SetKey(Draft.RsaSpki(Modulus, [3]))),
        Intermediate("rsa_small_factor", d => d.SetKey(Draft.RsaSpki(RsaModuli.Bytes(RsaModuli.DivisibleBy(751)), F4))),
        Intermediate("rsa_close_primes", d => d.SetKey(Draft.RsaSpki(RsaModuli.Bytes(RsaModuli.ClosePrimes()), F4))),
        Intermediate("rsa_roca", d => d.SetKey(Draft.RsaSpki(RsaModuli.Bytes(RsaModuli.Roca()), F4))),
        Root("key_usage_ca", d => d.Remove(Oids.KeyUsage)),
        Intermediate("key_usage_crl_sign", d => d.Set(Oids.KeyUsage, Draft.KeyUsage(5), critical: true)).Foreign(),
        Intermediate("key_usage_ca_signs_only", d => d.Set(Oids.KeyUsage, Draft.KeyUsage(1, 5, 6), critical: true)),
        EndEntity("key_usage_critical", d => d.Set(Oids.KeyUsage, Draft.KeyUsage(0))),
        EndEntity("key_usage_not_empty", d => Usage(d, [])),
        EndEntity("key_usage_defined_bits", d => d.Set(Oids.KeyUsage, Draft.KeyUsage(0, 9), critical: true)),
        EndEntity("key_usage_shortest", d => d.Set(Oids.KeyUsage, Der.BitString([0x80]), critical: true)),
        EndEntity("key_usage_cert_sign_needs_ca", d => Usage(d, [0, 5])),
        EndEntity("key_usage_one_way_agreement", d => Usage(d, [0, 7])),
        EndEntity("key_usage_ec", d => Usage(d, [0, 2])),
        EndEntity("key_usage_rsa", d => Usage(d, [0, 4], Draft.RsaKey.ExportSubjectPublicKeyInfo())),
        EndEntity("key_usage_signature_key", d => Usage(d, [0, 4], MLDsa(1312))),
        EndEntity("eku_not_empty", d => d.Set(Oids.ExtendedKeyUsage, Der.Sequence())),
        Intermediate(
            "eku_not_any_with_others", d => d.Set(Oids.ExtendedKeyUsage, Draft.Purposes(LintOids.ServerAuth, Oids.AnyExtendedKeyUsage))),
        Intermediate("eku_any_not_critical", d => d.Set(Oids.ExtendedKeyUsage, Draft.Purposes(Oids.AnyExtendedKeyUsage), critical: true)),
        Root("eku_root_absent", d => d.Set(Oids.ExtendedKeyUsage, Draft.Purposes(LintOids.ServerAuth))),
        EndEntity("eku_key_usage_consistent", d => Purpose(d, "1.3.6.1.5.5.7.3.3", [4])),
        EndEntity("eku_time_stamping", d => Purpose(d, LintOids.TimeStamping, [0])),
        EndEntity("ocsp_no_check", d => Purpose(d, LintOids.OcspSigning, [0])),
    ];

    private static void Usage(CertificateDraft draft, int[] bits, byte[]? spki = null)
    {
        draft.Remove(Oids.ExtendedKeyUsage);
        draft.Set(Oids.KeyUsage, Draft.KeyUsage(bits), critical: true);
        draft.SetKey(spki ?? draft.Spki);
    }

    private static void Purpose(CertificateDraft draft, string oid, int[] bits)
    {
        draft.Set(Oids.ExtendedKeyUsage, Draft.Purposes(oid));
        draft.Set(Oids.KeyUsage, Draft.KeyUsage(bits), critical: true);
    }

    private static byte[] Filled(int length) => Enumerable.Repeat((byte)0x5A, length).ToArray();

    private static byte[] MLDsa(int length) => Der.Sequence(Der.Sequence(Der.Oid(Draft.MLDsa44)), Der.BitString(Filled(length)));

    private static byte[] X() => Draft.Key.ExportParameters(false).Q.X!;

    private static byte[] Y() => Draft.Key.ExportParameters(false).Q.Y!;

    private static byte[] Point(byte form, byte[] rest) => [form, .. X(), .. rest];

    private static byte[] Ec(byte[] parameters, byte[] point) =>
        Der.Sequence(Der.Sequence(Der.Oid(Oids.EcPublicKey), parameters), Der.BitString(point));

    // What SpecifiedECDomain holds does not matter here: it must not be there.
    private static byte[] ExplicitCurve() => Ec(Der.Sequence(Der.Integer(1)), Point(4, Y()));
}
