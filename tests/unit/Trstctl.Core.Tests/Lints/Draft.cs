using System.Security.Cryptography;
using System.Text;
using Trstctl.Asn1;
using Trstctl.Keys;
using Trstctl.Names;

namespace Trstctl.Core.Tests.Lints;

/// <summary>Keys, names and extensions that drafts of certificates, requests and CRLs are made of.</summary>
internal static class Draft
{
    public const string EcdsaSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaSha384 = "1.2.840.10045.4.3.3";
    public const string MLDsa44 = "2.16.840.1.101.3.4.3.17";

    public static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly RSA RsaKey = RSA.Create(2048);
    public static readonly byte[] RootName = Name(("C", "DE"), ("O", "Contoso"), ("CN", "Contoso Root CA"));

    public static byte[] Spki => Key.ExportSubjectPublicKeyInfo();

    public static byte[] Algorithm(string oid = EcdsaSha256) => Der.Sequence(Der.Oid(oid));

    /// <summary>Over the bytes, by the key of all drafts; SHA-256 unless the algorithm says SHA-384.</summary>
    public static byte[] Sign(byte[] bytes, byte[] algorithm) => EcdsaSignature.ToDer(
        Key.SignData(
            bytes, algorithm.AsSpan().SequenceEqual(Algorithm(EcdsaSha384)) ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256));

    /// <summary>To be signed, algorithm, signature.</summary>
    public static byte[] Signed(byte[] bytes, byte[] algorithm, byte[]? bitString = null) =>
        Der.Sequence(bytes, algorithm, bitString ?? Der.BitString(Sign(bytes, algorithm)));

    public static byte[] Name(params (string Type, string Text)[] attributes) => Der.Sequence(
        attributes.Select(a => Rdn(Attribute(a.Type, AttributeType.Find(a.Type)!.Encode(a.Text)))).ToArray());

    public static byte[] Attribute(string type, byte[] value) => Der.Sequence(Der.Oid(AttributeType.Find(type)?.Oid ?? type), value);

    public static byte[] Rdn(params byte[][] attributes) => Der.SetOf(attributes);

    public static byte[] Extension(string oid, byte[] value, bool critical = false) =>
        Der.Sequence(Der.Oid(oid), critical ? Der.True : null, Der.OctetString(value));

    public static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    public static byte[] Dns(string name) => Der.Implicit(2, Ascii(name));

    public static byte[] Email(string name) => Der.Implicit(1, Ascii(name));

    public static byte[] Url(string url) => Der.Implicit(6, Ascii(url));

    public static byte[] KeyUsage(params int[] bits)
    {
        var last = bits.Length == 0 ? -1 : bits.Max();
        var bytes = new byte[(last / 8) + (last < 0 ? 0 : 1)];
        foreach (var bit in bits)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return Der.BitString(bytes, (byte)(last < 0 ? 0 : 7 - (last % 8)));
    }

    public static byte[] Purposes(params string[] oids) => Der.Sequence(oids.Select(Der.Oid).ToArray());

    /// <summary>CRL distribution points with one point of one full name.</summary>
    public static byte[] Points(params string[] urls) => Der.Sequence(Point(urls));

    public static byte[] Point(params string[] urls) => Der.Sequence(FullName(urls));

    public static byte[] FullName(params string[] urls) => Der.Explicit(0, Der.Explicit(0, urls.Select(Url).ToArray()));

    public static byte[] Access(params (string Method, byte[] Location)[] entries) =>
        Der.Sequence(entries.Select(e => Der.Sequence(Der.Oid(e.Method), e.Location)).ToArray());

    public static byte[] Policy(string oid, params (string Qualifier, byte[] Value)[] qualifiers) => Der.Sequence(
        Der.Oid(oid),
        qualifiers.Length == 0 ? null : Der.Sequence(qualifiers.Select(q => Der.Sequence(Der.Oid(q.Qualifier), q.Value)).ToArray()));

    public static byte[] RsaSpki(byte[] modulus, byte[] exponent) => Der.Sequence(
        Der.Sequence(Der.Oid(Oids.RsaEncryption), Der.Null),
        Der.BitString(Der.Sequence(Der.Integer(modulus), Der.Integer(exponent))));
}
