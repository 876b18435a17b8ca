using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;

namespace Trstctl.Custody;

/// <summary>PKCS#8 PrivateKeyInfo (RFC 5958, RFC 5915, RFC 8017) to and from platform keys. The arrays seen here are zeroed; the
/// big integers inside BouncyCastle, of an EC scalar while its point is computed where the platform does not, cannot be.</summary>
internal static class Pkcs8
{
    /// <summary>A platform key, or an exception of the ASN.1 reader or the platform; callers turn it into their own error.</summary>
    public static AsymmetricAlgorithm Import(byte[] pkcs8)
    {
        try
        {
            return Read(pkcs8);
        }
        catch (TrstException error)
        {
            throw new NotSupportedException("it is not the DER of a private key", error);
        }
    }

    public static byte[] FromRsaKey(byte[] pkcs1) => new PrivateKeyInfo(
        new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance),
        Asn1Object.FromByteArray(pkcs1)).GetDerEncoded();

    public static byte[] FromEcKey(byte[] sec1)
    {
        var structure = ECPrivateKeyStructure.GetInstance(Asn1Object.FromByteArray(sec1));
        return new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, structure.Parameters),
            structure).GetDerEncoded();
    }

    public static SecretBytes Export(AsymmetricAlgorithm key) => key switch
    {
        ECDsa ec => ExportEc(ec),
        RSA rsa => RsaPkcs8.Export(rsa.ExportParameters(true)),
        _ => throw new NotSupportedException(key.GetType().Name),
    };

    private static AsymmetricAlgorithm Read(byte[] pkcs8)
    {
        var info = DerElement.Read(pkcs8, "private key");
        var algorithm = AlgorithmIdentifier.GetInstance(info[1].Encoded);
        if (algorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
        {
            return RsaPkcs8.Import(pkcs8, info[2].Expect(Der.OctetStringTag).Inner());
        }

        if (!algorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey)
            || algorithm.Parameters is not DerObjectIdentifier curve
            || KeyAlgorithm.OfCurve(curve.Id) is not { } named)
        {
            throw new NotSupportedException("neither RSA nor ECDSA on P-256, P-384 or P-521");
        }

        // Read where it stands (RFC 5915: version, then the scalar): every reader of ASN.1 would leave a copy of its own.
        using var scalar = Scalar(pkcs8, info[2].Expect(0x04).Inner()[1].Expect(0x04), named.FieldLength);
        return ImportEc(scalar, named);
    }

    private static SecretBytes Scalar(byte[] pkcs8, DerElement octets, int length)
    {
        var from = octets.ContentOffset;
        while (octets.End - from > length && pkcs8[from] == 0)
        {
            from++;
        }

        var digits = octets.End - from;
        if (digits > length)
        {
            throw new NotSupportedException("the private key is out of range");
        }

        var scalar = new SecretBytes(length);
        Buffer.BlockCopy(pkcs8, from, scalar.Bytes, length - digits, digits);
        return scalar;
    }

    private static ECDsa ImportEc(SecretBytes secret, KeyAlgorithm curve)
    {
        var domain = CustomNamedCurves.GetByOid(new DerObjectIdentifier(curve.CurveOid));
        var order = BigIntegers.AsUnsignedByteArray(secret.Length, domain.N);
        if (secret.Bytes.All(b => b == 0) || secret.Bytes.AsSpan().SequenceCompareTo(order) >= 0)
        {
            throw new NotSupportedException("the private key is out of range");
        }

        // The public point is computed: what a file claims beside the scalar is not believed.
        var parameters = new ECParameters { Curve = ECCurve.CreateFromValue(curve.CurveOid!), D = secret.Bytes };
        try
        {
            return ECDsa.Create(parameters);
        }
        catch (CryptographicException)
        {
            // .NET Framework wants the point.
            var point = domain.G.Multiply(new BigInteger(1, secret.Bytes)).Normalize();
            parameters.Q = new ECPoint { X = point.AffineXCoord.GetEncoded(), Y = point.AffineYCoord.GetEncoded() };
            return ECDsa.Create(parameters);
        }
    }

    private static SecretBytes ExportEc(ECDsa ec)
    {
        var parameters = ec.ExportParameters(true);
        var curve = KeyAlgorithm.OfCurve(ec.KeySize);
        try
        {
            // Written around a placeholder, so that the scalar goes into pinned memory only.
            var point = new DerBitString(PublicKey.Of(ec).Octets);
            var placeholder = Enumerable.Repeat((byte)0x5C, parameters.D!.Length).ToArray();
            placeholder[0] = 1;
            var structure = new ECPrivateKeyStructure(curve.Bits, new BigInteger(1, placeholder), point, null);
            var pkcs8 = SecretBytes.Take(new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, new DerObjectIdentifier(curve.CurveOid)),
                structure).GetDerEncoded());
            Buffer.BlockCopy(parameters.D, 0, pkcs8.Bytes, pkcs8.Bytes.AsSpan().IndexOf(placeholder), placeholder.Length);
            return pkcs8;
        }
        finally
        {
            Array.Clear(parameters.D!, 0, parameters.D!.Length);
        }
    }
}
