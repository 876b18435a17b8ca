using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;

namespace Trstctl.Keys;

/// <summary>Signatures by platform keys as CMS and X.509 carry them: RSA PKCS#1 v1.5, ECDSA as DER Ecdsa-Sig-Value (RFC 3279
/// 2.2.3).</summary>
internal static class StatementSignature
{
    public static byte[] Sign(AsymmetricAlgorithm key, byte[] data, HashAlgorithmName hash) => key switch
    {
        RSA rsa => rsa.SignData(data, hash, RSASignaturePadding.Pkcs1),
        ECDsa ec => ToDer(ec.SignData(data, hash)),
        _ => throw new NotSupportedException(key.GetType().Name),
    };

    public static bool Verify(AsymmetricAlgorithm key, byte[] data, byte[] signature, HashAlgorithmName hash) => key switch
    {
        RSA rsa => rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1),
        ECDsa ec => FromDer(signature, (ec.KeySize + 7) / 8) is { } raw && ec.VerifyData(data, raw, hash),
        _ => false,
    };

    private static byte[] ToDer(byte[] raw)
    {
        var half = raw.Length / 2;
        return new DerSequence(
            new DerInteger(new BigInteger(1, raw, 0, half)),
            new DerInteger(new BigInteger(1, raw, half, half))).GetDerEncoded();
    }

    private static byte[]? FromDer(byte[] der, int length)
    {
        try
        {
            if (Asn1Object.FromByteArray(der) is not Asn1Sequence { Count: 2 } pair || !pair.GetDerEncoded().AsSpan().SequenceEqual(der))
            {
                return null;
            }

            var raw = new byte[2 * length];
            for (var i = 0; i < 2; i++)
            {
                var number = DerInteger.GetInstance(pair[i]).Value;
                var digits = number.SignValue > 0 ? number.ToByteArrayUnsigned() : [];
                if (digits.Length is 0 || digits.Length > length)
                {
                    return null;
                }

                Buffer.BlockCopy(digits, 0, raw, ((i + 1) * length) - digits.Length, digits.Length);
            }

            return raw;
        }
        catch (Exception error) when (MalformedInput.IsMalformed(error))
        {
            return null;
        }
    }
}
