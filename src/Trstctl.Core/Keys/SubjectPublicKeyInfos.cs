using System.Security.Cryptography;
using Trstctl.Asn1;

namespace Trstctl.Keys;

/// <summary>SubjectPublicKeyInfo (RFC 5280 4.1.2.7, RFC 5480, RFC 3279, RFC 9881, RFC 9909) as DER.</summary>
public static class SubjectPublicKeyInfos
{
    /// <summary>What a key may be, for people.</summary>
    internal const string Kinds = "RSA, ECDSA on a named curve P-256, P-384 or P-521, ML-DSA or SLH-DSA";

    /// <summary>The algorithm by our names, or null: other sizes, other curves, explicit parameters, malformed keys.</summary>
    public static KeyAlgorithm? AlgorithmOf(byte[] spki) => PublicKeyShape.TryRead(spki)?.Algorithm;

    /// <summary>Null for keys of other kinds and malformed ones.</summary>
    public static KeyFamily? FamilyOf(byte[] spki) => PublicKeyShape.TryRead(spki)?.Family;

    /// <summary>One encoding for one key: named curve with an uncompressed point; RSA with NULL parameters, ML-DSA and SLH-DSA
    /// without any.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateUnusable"/> for keys of other kinds.</exception>
    public static byte[] Canonical(byte[] spki) => Shape(spki).Encode();

    /// <summary>Of RSA and ECDSA, modulus or field size in bits; otherwise 0.</summary>
    public static int BitsOf(byte[] spki) => Shape(spki).Bits;

    /// <summary>A name for people, such as "RSA-2048", "ECDSA-P384" or "ML-DSA-65".</summary>
    public static string Describe(byte[] spki) => PublicKeyShape.TryRead(spki)?.Name ?? "unknown";

    /// <summary>The platform's public key; the caller disposes it.</summary>
    public static RSA OpenRsa(byte[] spki)
    {
        var shape = Shape(spki);
        if (shape.Family != KeyFamily.Rsa)
        {
            throw Unusable("it is no RSA key");
        }

        var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Modulus = shape.One, Exponent = shape.Two });
        return rsa;
    }

    /// <summary>The platform's public key; the caller disposes it.</summary>
    public static ECDsa OpenEcdsa(byte[] spki)
    {
        var shape = Shape(spki);
        if (shape.Family != KeyFamily.Ecdsa)
        {
            throw Unusable("it is no ECDSA key");
        }

        return ECDsa.Create(new ECParameters
        {
            Curve = shape.Bits switch
            {
                256 => ECCurve.NamedCurves.nistP256,
                384 => ECCurve.NamedCurves.nistP384,
                _ => ECCurve.NamedCurves.nistP521,
            },
            Q = new ECPoint { X = shape.One, Y = shape.Two },
        });
    }

    /// <summary>The SubjectPublicKeyInfo around the octets of a key: an RSAPublicKey, an uncompressed point, or a post-quantum
    /// key.</summary>
    internal static byte[] Of(KeyAlgorithm algorithm, byte[] key) => Der.Sequence(
        algorithm.Family switch
        {
            KeyFamily.Rsa => Der.Sequence(Der.Oid(Oids.RsaEncryption), Der.Null),
            KeyFamily.Ecdsa => Der.Sequence(Der.Oid(Oids.EcPublicKey), Der.Oid(algorithm.CurveOid!)),
            _ => Der.Sequence(Der.Oid(algorithm.SignatureOid)),
        },
        Der.BitString(key));

    /// <summary>The DER AlgorithmIdentifier of signatures by this key.</summary>
    internal static byte[] SignatureAlgorithm(byte[] spki)
    {
        // RSA keys of any size sign alike.
        var shape = Shape(spki);
        return SignatureAlgorithm(shape.Algorithm ?? KeyAlgorithm.Rsa3072);
    }

    // RSA with NULL (RFC 4055); ECDSA, ML-DSA and SLH-DSA without parameters (RFC 5758 3.2, RFC 9881 2, RFC 9909 3).
    internal static byte[] SignatureAlgorithm(KeyAlgorithm algorithm) => algorithm.Family == KeyFamily.Rsa
        ? Der.Sequence(Der.Oid(algorithm.SignatureOid), Der.Null)
        : Der.Sequence(Der.Oid(algorithm.SignatureOid));

    private static PublicKeyShape Shape(byte[] spki) => PublicKeyShape.TryRead(spki) ?? throw Unusable($"its key is none of {Kinds}");

    private static TrstException Unusable(string reason) => new(ErrorId.CertificateUnusable, "public key", reason);
}
