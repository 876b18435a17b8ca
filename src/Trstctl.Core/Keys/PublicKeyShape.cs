using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Trstctl.Asn1;

namespace Trstctl.Keys;

/// <summary>A SubjectPublicKeyInfo taken apart: an RSA key, a point on a named curve, or a post-quantum key of parameters that we
/// know.</summary>
internal sealed class PublicKeyShape
{
    private readonly KeyAlgorithm? named;

    private PublicKeyShape(KeyAlgorithm? named, byte[] one, byte[] two)
    {
        this.named = named;
        One = one;
        Two = two;
    }

    public KeyFamily Family => named?.Family ?? KeyFamily.Rsa;

    /// <summary>RSA modulus without leading zeros, the point's x, or the octets of a post-quantum key.</summary>
    public byte[] One { get; }

    /// <summary>RSA public exponent, or the point's y.</summary>
    public byte[] Two { get; }

    /// <summary>Of RSA and ECDSA; otherwise 0.</summary>
    public int Bits
    {
        get
        {
            if (named is not null)
            {
                return named.Bits;
            }

            var bits = One.Length * 8;
            for (int top = One[0]; top < 0x80; top <<= 1)
            {
                bits--;
            }

            return bits;
        }
    }

    /// <summary>Null for RSA keys of a size or an exponent that no algorithm has.</summary>
    public KeyAlgorithm? Algorithm =>
        named ?? KeyAlgorithm.All.FirstOrDefault(a => a.Family == KeyFamily.Rsa && a.Bits == Bits && Two is [1, 0, 1]);

    public string Name => named?.Name ?? $"RSA-{Bits}";

    /// <summary>Null where the key is of another kind, uses explicit curve parameters, or is malformed.</summary>
    public static PublicKeyShape? TryRead(byte[] spki)
    {
        try
        {
            var node = DerElement.Read(spki, "public key").Expect(Der.SequenceTag);
            var algorithm = node[0].Expect(Der.SequenceTag);
            return node.Count != 2 || algorithm.Count > 2 ? null : algorithm[0].Oid() switch
            {
                Oids.RsaEncryption => Rsa(algorithm, node[1]),
                Oids.EcPublicKey when algorithm.Count == 2 => Ec(algorithm[1], node[1].Bits()),
                var oid when algorithm.Count == 1 => PostQuantum(oid, node[1].Bits()),
                _ => null,
            };
        }
        catch (TrstException)
        {
            return null;
        }
    }

    public byte[] Encode() => Family switch
    {
        KeyFamily.Rsa => Der.Sequence(
            Der.Sequence(Der.Oid(Oids.RsaEncryption), Der.Null),
            Der.BitString(Der.Sequence(Der.Integer(One), Der.Integer(Two)))),
        KeyFamily.Ecdsa => SubjectPublicKeyInfos.Of(named!, [4, .. One, .. Two]),
        _ => SubjectPublicKeyInfos.Of(named!, One),
    };

    private static PublicKeyShape? Rsa(DerElement algorithm, DerElement bits)
    {
        if (algorithm.Count == 2 && !algorithm[1].Encoded.AsSpan().SequenceEqual(Der.Null))
        {
            return null;
        }

        bits.Bits();
        var key = bits.Inner(skip: 1).Expect(Der.SequenceTag);
        var modulus = Positive(key[0]);
        var exponent = Positive(key[1]);
        var usable = key.Count == 2 && modulus.Length is >= 64 and <= 2048
            && exponent.Length is >= 1 and <= 8 && (exponent[exponent.Length - 1] & 1) == 1 && exponent is not [1];
        return usable ? new PublicKeyShape(null, modulus, exponent) : null;
    }

    private static PublicKeyShape? Ec(DerElement parameters, byte[] point)
    {
        if (parameters.Tag != Der.OidTag)
        {
            return null;
        }

        var oid = parameters.Oid();
        var curve = KeyAlgorithm.All.FirstOrDefault(a => a.CurveOid == oid);
        if (curve is null || point.Length < 2 || point[0] is not (2 or 3 or 4))
        {
            return null;
        }

        try
        {
            var decoded = ECNamedCurveTable.GetByOid(new DerObjectIdentifier(oid)).Curve.DecodePoint(point).Normalize();
            return decoded.IsInfinity
                ? null
                : new PublicKeyShape(curve, decoded.AffineXCoord.GetEncoded(), decoded.AffineYCoord.GetEncoded());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Zeros stand where a key will come (PlaceholderKey); nobody has the private half of such a key.
    private static PublicKeyShape? PostQuantum(string oid, byte[] key)
    {
        var algorithm = KeyAlgorithm.All.FirstOrDefault(a => a.IsPostQuantum && a.SignatureOid == oid);
        return algorithm?.PublicKeyLength == key.Length && key.Any(b => b != 0) ? new PublicKeyShape(algorithm, key, []) : null;
    }

    private static byte[] Positive(DerElement node)
    {
        var content = node.Expect(Der.IntegerTag).Content;
        return content.Length > 0 && content[0] < 0x80
            ? content.SkipWhile(b => b == 0).ToArray()
            : throw node.Fault("a number is not positive");
    }
}
