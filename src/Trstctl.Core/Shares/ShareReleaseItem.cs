using System.Text;

namespace Trstctl.Shares;

/// <summary>One share, sealed for one session.</summary>
/// <param name="Epoch">The roster epoch of the share's dealing.</param>
/// <param name="X">The share's place on the polynomial, 1 to 255.</param>
/// <param name="Ephemeral">The one-time sender's key: an uncompressed point of P-256, 65 bytes.</param>
/// <param name="Ciphertext">AES-256-GCM of the share's content: nonce (12 bytes), ciphertext, tag (16 bytes).</param>
/// <param name="Signature">Ed25519 by the share's commitment key over what the item is bound to and what it carries, 64 bytes.</param>
internal sealed record ShareReleaseItem(string KeyId, int Epoch, int X, byte[] Ephemeral, byte[] Ciphertext, byte[] Signature)
{
    private const int MaxCiphertext = 2048;

    private static readonly byte[] KeyDomain = Encoding.ASCII.GetBytes(ShareRelease.Format);

    /// <summary>Whether whoever holds the share behind the commitment released it in exactly this context.</summary>
    internal bool IsSignedBy(byte[] commitment, ReleaseContext context) =>
        KeyShare.Verify(commitment, context.SignedData(KeyId, Epoch, X, Ephemeral, Ciphertext), Signature);

    /// <summary>The HKDF info: both public keys, so that the key belongs to this pair alone (RFC 9180 4.1 does the same).</summary>
    internal static byte[] KeyInfo(byte[] ephemeral, byte[] session) => [.. KeyDomain, .. ephemeral, .. session];

    internal static ShareReleaseItem Declare(Fields f, ShareReleaseItem? i) => new(
        f.Text("keyId", i?.KeyId, 64),
        f.Number("epoch", i?.Epoch, 1),
        f.Number("x", i?.X, 1, 255),
        f.ExactBytes("ephemeral", i?.Ephemeral, AgreementKey.PointLength),
        f.Bytes("ciphertext", i?.Ciphertext, MaxCiphertext),
        f.ExactBytes("signature", i?.Signature, KeyShare.SignatureLength));
}
