using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Utilities;

namespace Trstctl.Shares;

/// <summary>A P-256 key pair for one agreement, in memory only. The numbers BouncyCastle needs exist no longer than a
/// computation.</summary>
internal sealed class AgreementKey : IDisposable
{
    /// <summary>An uncompressed point of P-256 (SEC 1 2.3.3): 04, X, Y.</summary>
    public const int PointLength = 65;

    private const int ScalarLength = 32;

    private static readonly ECDomainParameters Domain = new(CustomNamedCurves.GetByOid(X9ObjectIdentifiers.Prime256v1));

    private readonly SecretBytes scalar;

    public AgreementKey()
    {
        // FIPS 186-5 A.2.2: a candidate out of range is drawn again, which keeps the distribution even.
        scalar = SecretBytes.Random(ScalarLength);
        while (!IsScalar(new BigInteger(1, scalar.Bytes)))
        {
            scalar.Dispose();
            scalar = SecretBytes.Random(ScalarLength);
        }

        PublicKey = new FixedPointCombMultiplier().Multiply(Domain.G, new BigInteger(1, scalar.Bytes)).GetEncoded(compressed: false);
    }

    public byte[] PublicKey { get; }

    /// <summary>Whether the bytes are an uncompressed point on the curve, and not the point at infinity.</summary>
    public static bool IsPoint(byte[] point) => Decode(point) is not null;

    /// <summary>HKDF-SHA256 of the X coordinate of the common point, without salt; 32 bytes. The caller has made sure of
    /// <see cref="IsPoint"/>.</summary>
    public SecretBytes Agree(byte[] point, byte[] info)
    {
        var theirs = Decode(point) ?? throw new ArgumentException("This is not a point of P-256.", nameof(point));
        var agreement = new ECDHBasicAgreement();
        agreement.Init(new ECPrivateKeyParameters(new BigInteger(1, scalar.Bytes), Domain));
        using var common = SecretBytes.Take(BigIntegers.AsUnsignedByteArray(
            agreement.GetFieldSize(), agreement.CalculateAgreement(new ECPublicKeyParameters(theirs, Domain))));
        return Hkdf.Sha256(common.Bytes, null, info, 32);
    }

    public void Dispose() => scalar.Dispose();

    // A point off the curve would leak the scalar piece by piece.
    private static ECPoint? Decode(byte[] point)
    {
        if (point.Length != PointLength || point[0] != 4)
        {
            return null;
        }

        try
        {
            var decoded = Domain.Curve.DecodePoint(point);
            return !decoded.IsInfinity && decoded.IsValid() ? decoded : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsScalar(BigInteger value) => value.SignValue > 0 && value.CompareTo(Domain.N) < 0;
}
