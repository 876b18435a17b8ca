using System.Security.Cryptography;

namespace Trstctl.Certificates;

/// <summary>SubjectPublicKeyInfo (RFC 5280 4.1.2.7, RFC 5480, RFC 3279) as DER.</summary>
public static class SubjectPublicKeyInfos
{
    /// <summary>The algorithm by our names, or null: other sizes, other curves, explicit parameters, malformed keys.</summary>
    public static KeyAlgorithm? AlgorithmOf(byte[] spki) => PublicKeyShape.TryRead(spki)?.Algorithm;

    /// <summary>One encoding for one key: named curve with an uncompressed point; RSA with NULL parameters.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateUnusable"/> for keys that are neither.</exception>
    public static byte[] Canonical(byte[] spki) => Shape(spki).Encode();

    /// <summary>Modulus or field size in bits.</summary>
    public static int BitsOf(byte[] spki) => Shape(spki).Bits;

    /// <summary>Whether the key is RSA; otherwise it is ECDSA.</summary>
    public static bool IsRsa(byte[] spki) => Shape(spki).Curve is null;

    /// <summary>A name for people, such as "RSA-2048" or "ECDSA-P384".</summary>
    public static string Describe(byte[] spki)
    {
        var shape = PublicKeyShape.TryRead(spki);
        return shape is null ? "unknown" : shape.Curve?.Name ?? $"RSA-{shape.Bits}";
    }

    /// <summary>The platform's public key; the caller disposes it.</summary>
    public static RSA OpenRsa(byte[] spki)
    {
        var shape = Shape(spki);
        if (shape.Curve is not null)
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
        return ECDsa.Create(new ECParameters
        {
            Curve = shape.Curve?.Bits switch
            {
                256 => ECCurve.NamedCurves.nistP256,
                384 => ECCurve.NamedCurves.nistP384,
                521 => ECCurve.NamedCurves.nistP521,
                _ => throw Unusable("it is no ECDSA key"),
            },
            Q = new ECPoint { X = shape.One, Y = shape.Two },
        });
    }

    /// <summary>The DER AlgorithmIdentifier of signatures by this key: ECDSA without parameters (RFC 5758 3.2), RSA with NULL (RFC 4055).</summary>
    internal static byte[] SignatureAlgorithm(byte[] spki)
    {
        var shape = Shape(spki);
        return SignatureAlgorithm(shape.Curve ?? KeyAlgorithm.Rsa3072);
    }

    internal static byte[] SignatureAlgorithm(KeyAlgorithm algorithm) => algorithm.IsRsa
        ? Der.Sequence(Der.Oid(algorithm.SignatureOid), Der.Null)
        : Der.Sequence(Der.Oid(algorithm.SignatureOid));

    private static PublicKeyShape Shape(byte[] spki) => PublicKeyShape.TryRead(spki)
        ?? throw Unusable("its key is neither RSA nor ECDSA on a named curve P-256, P-384 or P-521");

    private static TrstException Unusable(string reason) => new(ErrorId.CertificateUnusable, "public key", reason);
}
