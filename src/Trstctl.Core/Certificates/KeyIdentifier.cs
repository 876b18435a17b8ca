using System.Security.Cryptography;

namespace Trstctl.Certificates;

/// <summary>Key identifiers as this product derives them.</summary>
public static class KeyIdentifier
{
    /// <summary>In bytes.</summary>
    public const int Length = 20;

    /// <summary>RFC 7093 section 2, method 1: the leftmost 160 bits of SHA-256 over the subjectPublicKey's bits.</summary>
    /// <param name="subjectPublicKeyInfo">DER (RFC 5280 4.1.2.7).</param>
    public static byte[] Of(byte[] subjectPublicKeyInfo)
    {
        var bits = DerNode.Read(subjectPublicKeyInfo, "public key").Expect(Der.SequenceTag)[1].Bits();
        using var sha = SHA256.Create();
        return sha.ComputeHash(bits).AsSpan(0, Length).ToArray();
    }
}
