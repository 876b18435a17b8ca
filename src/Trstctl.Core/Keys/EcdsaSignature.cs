using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;

namespace Trstctl.Keys;

/// <summary>ECDSA signatures: the platform's r‖s and the Ecdsa-Sig-Value of RFC 3279 2.2.3.</summary>
internal static class EcdsaSignature
{
    /// <summary>From two big-endian halves of equal length.</summary>
    public static byte[] ToDer(byte[] halves)
    {
        if (halves.Length == 0 || halves.Length % 2 != 0)
        {
            throw new TrstException(ErrorId.InvalidArgument, "signature", "r and s of equal length", $"{halves.Length} bytes");
        }

        var half = halves.Length / 2;
        return Der.Sequence(Der.Integer(halves.AsSpan(0, half).ToArray()), Der.Integer(halves.AsSpan(half).ToArray()));
    }

    /// <summary>Each half padded to <paramref name="fieldBytes"/> (32, 48 or 66); null where the DER is no such signature.</summary>
    public static byte[]? FromDer(byte[] der, int fieldBytes)
    {
        try
        {
            var pair = DerElement.Read(der, "signature").Expect(Der.SequenceTag);
            return pair.Count == 2 && Padded(pair[0], fieldBytes) is { } r && Padded(pair[1], fieldBytes) is { } s ? [.. r, .. s] : null;
        }
        catch (TrstException)
        {
            return null;
        }
    }

    /// <summary>The same by a key of this curve: both halves lie below its order, whatever the platform would take.</summary>
    public static byte[]? FromDer(byte[] der, KeyAlgorithm curve)
    {
        var order = CustomNamedCurves.GetByOid(new DerObjectIdentifier(curve.CurveOid)).N;
        return FromDer(der, curve.FieldLength) is { } halves
            && new BigInteger(1, halves, 0, curve.FieldLength).CompareTo(order) < 0
            && new BigInteger(1, halves, curve.FieldLength, curve.FieldLength).CompareTo(order) < 0
            ? halves
            : null;
    }

    // At least 1 and in its shortest form: a signature has one encoding.
    private static byte[]? Padded(DerElement number, int fieldBytes)
    {
        var digits = number.Expect(Der.IntegerTag).Content.SkipWhile(b => b == 0).ToArray();
        return digits.Length is 0 || digits.Length > fieldBytes || !Der.Integer(digits).AsSpan().SequenceEqual(number.Encoded)
            ? null
            : [.. new byte[fieldBytes - digits.Length], .. digits];
    }
}
