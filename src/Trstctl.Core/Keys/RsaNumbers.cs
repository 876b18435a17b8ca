using System.Numerics;
using System.Security.Cryptography;

namespace Trstctl.Keys;

/// <summary>Modulus and exponent of an RSA key as they stand in it (RFC 8017 A.1.1), good or bad.</summary>
internal sealed class RsaNumbers
{
    private const int LargestBytes = 2048;

    private RsaNumbers(BigInteger modulus, BigInteger exponent)
    {
        Modulus = modulus;
        Exponent = exponent;
    }

    public BigInteger Modulus { get; }

    public BigInteger Exponent { get; }

    public int Bits => IntegerRoot.BitLength(Modulus);

    public static bool IsRsa(DerElement spki) => spki[0].Expect(Der.SequenceTag)[0].Oid() == Oids.RsaEncryption;

    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/> where the numbers cannot be read or are longer than
    /// 16384 bits.</exception>
    public static RsaNumbers Read(DerElement spki)
    {
        spki[1].Bits();
        var key = spki[1].Inner(skip: 1).Expect(Der.SequenceTag);
        return key.Count == 2 ? new RsaNumbers(Number(key[0]), Number(key[1])) : throw key.Fault("an RSA key does not have two numbers");
    }

    public static RsaNumbers Of(RSAParameters key) => new(Number([0, .. key.Modulus!]), Number([0, .. key.Exponent!]));

    /// <summary>The public numbers, for the platform.</summary>
    public RSAParameters ToParameters() => new() { Modulus = Magnitude(Modulus), Exponent = Magnitude(Exponent) };

    /// <summary>The RSAPublicKey of numbers that are not negative, DER.</summary>
    public byte[] Encode() => Der.Sequence(Der.Integer(Magnitude(Modulus)), Der.Integer(Magnitude(Exponent)));

    /// <summary>The magnitude of the modulus, big-endian.</summary>
    public byte[] EncodeModulus() => Magnitude(Modulus);

    private static BigInteger Number(DerElement node)
    {
        var length = node.Expect(Der.IntegerTag).Length;
        return length is > 0 and <= LargestBytes + 1
            ? Number(node.Content)
            : throw node.Fault($"a number of an RSA key has no or more than {8 * LargestBytes} bits");
    }

    private static BigInteger Number(byte[] bigEndian) => new(Enumerable.Reverse(bigEndian).ToArray());

    private static byte[] Magnitude(BigInteger number) => [.. Enumerable.Reverse(number.ToByteArray()).SkipWhile(b => b == 0)];
}
