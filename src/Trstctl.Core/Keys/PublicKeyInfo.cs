using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;

namespace Trstctl.Keys;

/// <summary>Public keys of the platform as DER SubjectPublicKeyInfo, and back.</summary>
internal static class PublicKeyInfo
{
    private static readonly Dictionary<string, KeyAlgorithm> Curves = KeyAlgorithm.All
        .Where(algorithm => algorithm.CurveOid is not null)
        .ToDictionary(algorithm => algorithm.CurveOid!, StringComparer.Ordinal);

    public static KeyAlgorithm? Curve(string oid) => Curves.TryGetValue(oid, out var curve) ? curve : null;

    /// <summary>The octets of a field element or coordinate (SEC 1 2.3.5).</summary>
    public static int FieldLength(KeyAlgorithm curve) => (curve.Bits + 7) / 8;

    public static byte[] Of(ECParameters key, KeyAlgorithm curve) => Ec(curve, Point(key, curve));

    public static byte[] Ec(KeyAlgorithm curve, byte[] point) => new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, new DerObjectIdentifier(curve.CurveOid)),
        point).GetDerEncoded();

    public static byte[] Of(RSAParameters key) => Rsa(new BigInteger(1, key.Modulus), new BigInteger(1, key.Exponent));

    public static byte[] Rsa(BigInteger modulus, BigInteger exponent) => new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance),
        new RsaPublicKeyStructure(modulus, exponent)).GetDerEncoded();

    /// <summary>The public half of a platform key, which may live on a card.</summary>
    public static byte[] Of(AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => Of(rsa.ExportParameters(false)),
        ECDsa ec => Of(ec.ExportParameters(false), KeyAlgorithm.All.First(a => a.Family == KeyFamily.Ecdsa && a.Bits == ec.KeySize)),
        _ => throw new NotSupportedException(key.GetType().Name),
    };

    /// <summary>A platform key that verifies; the SubjectPublicKeyInfo must be canonical already.</summary>
    public static AsymmetricAlgorithm Import(byte[] spki)
    {
        var info = SubjectPublicKeyInfo.GetInstance(spki);
        if (info.Algorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
        {
            var numbers = RsaPublicKeyStructure.GetInstance(info.ParsePublicKey());
            var rsa = RSA.Create();
            rsa.ImportParameters(new RSAParameters
            {
                Modulus = numbers.Modulus.ToByteArrayUnsigned(),
                Exponent = numbers.PublicExponent.ToByteArrayUnsigned(),
            });
            return rsa;
        }

        var curve = DerObjectIdentifier.GetInstance(info.Algorithm.Parameters).Id;
        var point = info.PublicKey.GetBytes();
        var length = FieldLength(Curves[curve]);
        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.CreateFromValue(curve),
            Q = new ECPoint { X = point.AsSpan(1, length).ToArray(), Y = point.AsSpan(1 + length, length).ToArray() },
        });
    }

    private static byte[] Point(ECParameters key, KeyAlgorithm curve)
    {
        var length = FieldLength(curve);
        var point = new byte[1 + (2 * length)];
        point[0] = 4;
        Buffer.BlockCopy(key.Q.X!, 0, point, 1 + length - key.Q.X!.Length, key.Q.X.Length);
        Buffer.BlockCopy(key.Q.Y!, 0, point, 1 + (2 * length) - key.Q.Y!.Length, key.Q.Y.Length);
        return point;
    }
}
