using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;

namespace Trstctl.Keys;

/// <summary>One encoding for one public key, so that keys compare as bytes.</summary>
public static class KeyComparison
{
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 8192;

    /// <summary>The certificate's SubjectPublicKeyInfo as DER: a named curve with an uncompressed point, or RSA with NULL
    /// parameters. <see cref="ErrorId.CertificateUnusable"/> for RSA below 2048 or above 8192 bits, other curves, explicit
    /// parameters, other algorithms, and certificates that are not DER.</summary>
    public static byte[] CanonicalSpki(byte[] certificateDer)
    {
        try
        {
            if (Asn1Object.FromByteArray(certificateDer) is not Asn1Sequence parsed)
            {
                throw Unusable(certificateDer, "it is not an X.509 certificate");
            }

            if (!parsed.GetEncoded(Asn1Encodable.Der).AsSpan().SequenceEqual(certificateDer))
            {
                throw Unusable(certificateDer, "it is not encoded in DER");
            }

            var info = X509CertificateStructure.GetInstance(parsed).SubjectPublicKeyInfo;
            return Canonical(info, reason => Unusable(certificateDer, reason));
        }
        catch (Exception error) when (MalformedInput.IsMalformed(error))
        {
            throw Unusable(certificateDer, "it is not an X.509 certificate");
        }
    }

    private static byte[] Canonical(SubjectPublicKeyInfo info, Func<string, TrstException> refuse)
    {
        if (info.Algorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption))
        {
            return Rsa(info, refuse);
        }

        if (!info.Algorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey))
        {
            throw refuse($"its key algorithm {info.Algorithm.Algorithm.Id} is neither RSA nor ECDSA");
        }

        if (info.Algorithm.Parameters?.ToAsn1Object() is not DerObjectIdentifier curve || PublicKeyInfo.Curve(curve.Id) is not { } named)
        {
            throw refuse("its curve is not named P-256, P-384 or P-521");
        }

        var point = CustomNamedCurves.GetByOid(curve).Curve.DecodePoint(info.PublicKey.GetBytes());
        return point.IsInfinity || !point.IsValid()
            ? throw refuse("its public point is not on its curve")
            : PublicKeyInfo.Ec(named, point.Normalize().GetEncoded(compressed: false));
    }

    private static byte[] Rsa(SubjectPublicKeyInfo info, Func<string, TrstException> refuse)
    {
        if (info.Algorithm.Parameters is { } parameters && parameters.ToAsn1Object() is not Asn1Null)
        {
            throw refuse("its RSA parameters are not NULL");
        }

        var key = RsaPublicKeyStructure.GetInstance(info.ParsePublicKey());
        var bits = key.Modulus.BitLength;
        if (bits is < MinRsaBits or > MaxRsaBits)
        {
            throw refuse($"its RSA key has {bits} bits");
        }

        if (!key.Modulus.TestBit(0) || !key.PublicExponent.TestBit(0) || key.PublicExponent.BitLength is < 2 or > 64)
        {
            throw refuse("its RSA numbers are out of range");
        }

        return PublicKeyInfo.Rsa(key.Modulus, key.PublicExponent);
    }

    private static TrstException Unusable(byte[] certificate, string reason) =>
        new(ErrorId.CertificateUnusable, $"with SHA-256 {Digest.Of(certificate).Hex}", reason);
}
