using System.Collections.Concurrent;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Utilities;

namespace Trstctl.Keys;

/// <summary>ECDSA signatures: the platform's r‖s and the Ecdsa-Sig-Value of RFC 3279 2.2.3.</summary>
internal static class EcdsaSignature
{
    private static readonly ConcurrentDictionary<KeyAlgorithm, byte[]> Orders = new();

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
            var halves = new byte[2 * fieldBytes];
            return pair.Count == 2
                && Pad(pair[0].Expect(Der.IntegerTag).ContentSpan, halves.AsSpan(0, fieldBytes))
                && Pad(pair[1].Expect(Der.IntegerTag).ContentSpan, halves.AsSpan(fieldBytes))
                ? halves
                : null;
        }
        catch (TrstException)
        {
            return null;
        }
    }

    /// <summary>The same by a key of this curve: both halves lie below its order, whatever the platform would take.</summary>
    public static byte[]? FromDer(byte[] der, KeyAlgorithm curve)
    {
        var order = Orders.GetOrAdd(
            curve, known => BigIntegers.AsUnsignedByteArray(
                known.FieldLength, CustomNamedCurves.GetByOid(new DerObjectIdentifier(known.CurveOid)).N));
        return FromDer(der, curve.FieldLength) is { } halves
            && halves.AsSpan(0, curve.FieldLength).SequenceCompareTo(order) < 0
            && halves.AsSpan(curve.FieldLength).SequenceCompareTo(order) < 0
            ? halves
            : null;
    }

    // At least 1 and in its shortest form: a signature has one encoding.
    private static bool Pad(ReadOnlySpan<byte> number, Span<byte> half)
    {
        var leads = number.Length > 1 && number[0] == 0;
        var digits = leads ? number.Slice(1) : number;
        if (digits.Length == 0 || digits.Length > half.Length || digits[0] == 0 || leads == (digits[0] < 0x80))
        {
            return false;
        }

        digits.CopyTo(half.Slice(half.Length - digits.Length));
        return true;
    }
}
