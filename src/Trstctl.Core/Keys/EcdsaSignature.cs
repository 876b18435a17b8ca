using Trstctl.Asn1;

namespace Trstctl.Keys;

/// <summary>ECDSA signatures: the platform's r‖s and the Ecdsa-Sig-Value of RFC 3279 2.2.3.</summary>
internal static class EcdsaSignature
{
    /// <summary>From two big-endian halves of equal length.</summary>
    public static byte[] ToDer(byte[] rs)
    {
        if (rs.Length == 0 || rs.Length % 2 != 0)
        {
            throw new TrstException(ErrorId.InvalidArgument, "signature", "r and s of equal length", $"{rs.Length} bytes");
        }

        var half = rs.Length / 2;
        return Der.Sequence(Der.Integer(rs.AsSpan(0, half).ToArray()), Der.Integer(rs.AsSpan(half).ToArray()));
    }

    /// <summary>Each half padded to <paramref name="fieldBytes"/> (32, 48 or 66); null where the DER is no such signature.</summary>
    public static byte[]? FromDer(byte[] der, int fieldBytes)
    {
        try
        {
            var node = DerElement.Read(der, "signature").Expect(Der.SequenceTag);
            if (node.Count != 2)
            {
                return null;
            }

            var r = Magnitude(node[0]);
            var s = Magnitude(node[1]);
            var result = new byte[2 * fieldBytes];
            if (r is null || s is null || r.Length > fieldBytes || s.Length > fieldBytes)
            {
                return null;
            }

            r.CopyTo(result, fieldBytes - r.Length);
            s.CopyTo(result, result.Length - s.Length);
            return result;
        }
        catch (TrstException)
        {
            return null;
        }
    }

    // Positive and in its shortest form: a signature has one encoding.
    private static byte[]? Magnitude(DerElement node)
    {
        var content = node.Expect(Der.IntegerTag).Content;
        return content.Length == 0 || content[0] >= 0x80 || !Der.Integer(content).AsSpan().SequenceEqual(node.Encoded)
            ? null
            : content.SkipWhile(b => b == 0).ToArray();
    }
}
