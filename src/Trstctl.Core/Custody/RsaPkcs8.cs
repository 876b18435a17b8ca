using System.Reflection;
using System.Security.Cryptography;

namespace Trstctl.Custody;

/// <summary>An RSA key in PKCS#8 (RFC 8017 A.1.2). Its numbers are read and written where they stand, in pinned arrays: a reader of
/// ASN.1 would leave copies of them.</summary>
internal static class RsaPkcs8
{
    private delegate void Importer(ReadOnlySpan<byte> source, out int read);

    // Version, n, e, d, p, q, d mod (p - 1), d mod (q - 1), coefficient.
    private const int Numbers = 9;

    // Of .NET; .NET Framework has it not.
    private static readonly MethodInfo? PlatformImport =
        typeof(RSA).GetMethod("ImportPkcs8PrivateKey", [typeof(ReadOnlySpan<byte>), typeof(int).MakeByRefType()]);

    private static readonly byte[] Version = [Der.IntegerTag, 1, 0];
    private static readonly byte[] Algorithm = Der.Sequence(Der.Oid(Oids.RsaEncryption), Der.Null);

    /// <param name="pkcs8">The whole encoding.</param>
    /// <param name="key">The RSAPrivateKey in it.</param>
    /// <param name="byNumbers">The way of .NET Framework, whatever the platform can.</param>
    public static RSA Import(byte[] pkcs8, DerElement key, bool byNumbers = false)
    {
        if (key.Expect(Der.SequenceTag).Count != Numbers || key[0].SmallInteger() != 0)
        {
            throw key.Fault("an RSA key of two primes was expected");
        }

        var length = Digits(pkcs8, key[1]).Count;
        var half = (length + 1) / 2;
        using var d = Secret(pkcs8, key[3], length);
        using var p = Secret(pkcs8, key[4], half);
        using var q = Secret(pkcs8, key[5], half);
        using var dp = Secret(pkcs8, key[6], half);
        using var dq = Secret(pkcs8, key[7], half);
        using var coefficient = Secret(pkcs8, key[8], half);
        var rsa = RSA.Create();
        try
        {
            if (PlatformImport is not null && !byNumbers)
            {
                // It reads where the bytes stand; with parameters the platform writes an encoding of its own, and leaves it behind.
                ((Importer)PlatformImport.CreateDelegate(typeof(Importer), rsa))(pkcs8, out _);
                return rsa;
            }

            rsa.ImportParameters(new RSAParameters
            {
                Modulus = [.. Digits(pkcs8, key[1])],
                Exponent = [.. Digits(pkcs8, key[2])],
                D = d.Bytes,
                P = p.Bytes,
                Q = q.Bytes,
                DP = dp.Bytes,
                DQ = dq.Bytes,
                InverseQ = coefficient.Bytes,
            });
            return rsa;
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>Zeroes the private parts of the given numbers.</summary>
    public static SecretBytes Export(RSAParameters parameters)
    {
        byte[]?[] secret = [parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ];
        var numbers = new[] { parameters.Modulus, parameters.Exponent }.Concat(secret).Select(Shortest).ToArray();
        try
        {
            var inner = Version.Length + numbers.Sum(digits => Header(digits).Length + digits.Count);
            var sequence = Der.Header(Der.SequenceTag, inner);
            var octets = Der.Header(Der.OctetStringTag, sequence.Length + inner);
            var outer = Version.Length + Algorithm.Length + octets.Length + sequence.Length + inner;
            var head = (byte[])[.. Der.Header(Der.SequenceTag, outer), .. Version, .. Algorithm, .. octets, .. sequence, .. Version];
            var pkcs8 = new SecretBytes(head.Length + inner - Version.Length);
            head.CopyTo(pkcs8.Bytes, 0);
            var at = head.Length;
            foreach (var digits in numbers)
            {
                var header = Header(digits);
                header.CopyTo(pkcs8.Bytes, at);
                Buffer.BlockCopy(digits.Array!, digits.Offset, pkcs8.Bytes, at + header.Length, digits.Count);
                at += header.Length + digits.Count;
            }

            return pkcs8;
        }
        finally
        {
            foreach (var part in secret)
            {
                Array.Clear(part!, 0, part!.Length);
            }
        }
    }

    // An INTEGER with the high bit set is negative.
    private static byte[] Header(ArraySegment<byte> digits) => digits.Array![digits.Offset] < 0x80
        ? Der.Header(Der.IntegerTag, digits.Count)
        : [.. Der.Header(Der.IntegerTag, digits.Count + 1), 0];

    private static ArraySegment<byte> Shortest(byte[]? number)
    {
        var zeros = number!.TakeWhile(b => b == 0).Count();
        return new ArraySegment<byte>(number!, zeros, number!.Length - zeros);
    }

    private static ArraySegment<byte> Digits(byte[] pkcs8, DerElement number)
    {
        var from = number.Expect(Der.IntegerTag).ContentOffset;
        if (number.Length == 0 || pkcs8[from] >= 0x80)
        {
            throw number.Fault("a positive integer was expected");
        }

        return pkcs8[from] == 0 ? new(pkcs8, from + 1, number.Length - 1) : new(pkcs8, from, number.Length);
    }

    private static SecretBytes Secret(byte[] pkcs8, DerElement number, int length)
    {
        var digits = Digits(pkcs8, number);
        if (digits.Count > length)
        {
            throw number.Fault("a number is out of range");
        }

        var secret = new SecretBytes(length);
        Buffer.BlockCopy(pkcs8, digits.Offset, secret.Bytes, length - digits.Count, digits.Count);
        return secret;
    }
}
