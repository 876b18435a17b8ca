using System.Security.Cryptography;

namespace Trstctl.Keys;

/// <summary>Key identifiers as this product derives them.</summary>
internal static class KeyIdentifier
{
    /// <summary>In bytes.</summary>
    public const int Length = 20;

    /// <summary>RFC 5280 4.2.1.2 method 1, as AD CS and OpenSSL derive it: SHA-1 over the subjectPublicKey's bits. A name, not a
    /// proof.</summary>
    public static byte[] Sha1Of(byte[] subjectPublicKeyInfo)
    {
#pragma warning disable CA5350 // identifiers of others are derived so; nothing relies on it
        using var sha = SHA1.Create();
#pragma warning restore CA5350
        return sha.ComputeHash(BitsOf(subjectPublicKeyInfo));
    }

    /// <summary>RFC 7093 section 2, method 1: the leftmost 160 bits of SHA-256 over the subjectPublicKey's bits.</summary>
    /// <param name="subjectPublicKeyInfo">DER (RFC 5280 4.1.2.7).</param>
    public static byte[] Of(byte[] subjectPublicKeyInfo) => OfBits(BitsOf(subjectPublicKeyInfo));

    /// <param name="subjectPublicKey">The bits alone.</param>
    public static byte[] OfBits(byte[] subjectPublicKey) => Sha256.Hash(subjectPublicKey).AsSpan(0, Length).ToArray();

    /// <summary>The issuer's key identifier as its children name it; of one that has none, as others derive it.</summary>
    public static byte[] KeyIdentifierForChildren(this CertificateParts issuer) =>
        issuer.SubjectKeyIdentifier() ?? Sha1Of(issuer.Spki.Encoded);

    private static byte[] BitsOf(byte[] spki) => DerElement.Read(spki, "public key").Expect(Der.SequenceTag)[1].Bits();
}
