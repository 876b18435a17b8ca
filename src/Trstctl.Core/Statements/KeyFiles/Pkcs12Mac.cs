using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Statements.KeyFiles;

/// <summary>The key of a PFX's integrity check (RFC 7292 B.2, ID 3), of a digest's length: one block, so that nothing but the digest is
/// repeated. By the platform it takes half of the time.</summary>
internal static class Pkcs12Mac
{
    private const byte MacId = 3;
    private const int Block = 64;

    // .NET 5 and later; netstandard2.0 cannot name it.
    private static readonly Digester? OfPlatform = (Digester?)typeof(SHA256)
        .GetMethod("HashData", [typeof(ReadOnlySpan<byte>), typeof(Span<byte>)])?
        .CreateDelegate(typeof(Digester));

    private delegate int Digester(ReadOnlySpan<byte> data, Span<byte> digest);

    /// <param name="password">BMP characters as bytes (RFC 7292 B.1).</param>
    public static SecretBytes KeyOf(IDigest digest, byte[] password, byte[] salt, int iterations) =>
        digest is Sha256Digest && OfPlatform is not null && salt.Length > 0
            ? ByPlatform(password, salt, iterations)
            : ByBouncyCastle(digest, password, salt, iterations);

    internal static SecretBytes ByPlatform(byte[] password, byte[] salt, int iterations)
    {
        using var first = new SecretBytes(Block + Whole(salt.Length) + Whole(password.Length));
        first.Bytes.AsSpan(0, Block).Fill(MacId);
        Repeat(salt, first.Bytes.AsSpan(Block, Whole(salt.Length)));
        Repeat(password, first.Bytes.AsSpan(Block + Whole(salt.Length)));
        using var before = new SecretBytes(Digest.Length);
        var key = new SecretBytes(Digest.Length);
        OfPlatform!(first.Bytes, key.Bytes);

        // Not in place: no platform promises that.
        for (var i = 1; i < iterations; i++)
        {
            key.Bytes.CopyTo(before.Bytes, 0);
            OfPlatform(before.Bytes, key.Bytes);
        }

        return key;
    }

    internal static SecretBytes ByBouncyCastle(IDigest digest, byte[] password, byte[] salt, int iterations)
    {
        var generator = new Pkcs12ParametersGenerator(digest);
        generator.Init(password, salt, iterations);
        return SecretBytes.Take(((KeyParameter)generator.GenerateDerivedMacParameters(digest.GetDigestSize() * 8)).GetKey());
    }

    private static int Whole(int length) => (length + Block - 1) / Block * Block;

    private static void Repeat(byte[] source, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = source[i % source.Length];
        }
    }
}
