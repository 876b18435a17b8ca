using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Trstctl.Ledger;

/// <summary>The Ed25519 key (RFC 8032) that signs a tenant's checkpoints; disposing it zeroes the seed.</summary>
internal sealed class LedgerKey : IDisposable
{
    public const int SeedLength = 32;
    public const int PublicKeyLength = 32;
    public const int SignatureLength = 64;

    private static byte[]? lastSound;

    private readonly SecretBytes seed;
    private readonly byte[] publicKey = new byte[PublicKeyLength];

    private LedgerKey(SecretBytes seed)
    {
        this.seed = seed;
        Ed25519.GeneratePublicKey(seed.Bytes, 0, publicKey, 0);
    }

    /// <summary>The 32 bytes of RFC 8032 5.1.5; still there after the key is disposed.</summary>
    public byte[] PublicKey => (byte[])publicKey.Clone();

    public static LedgerKey Generate() => new(SecretBytes.Random(SeedLength));

    /// <summary>A key from its 32-byte seed, which is copied: the caller zeroes his.</summary>
    public static LedgerKey FromSeed(byte[] seed32) => seed32.Length == SeedLength
        ? new LedgerKey(SecretBytes.Copy(seed32))
        : throw new ArgumentException("An Ed25519 seed has 32 bytes.", nameof(seed32));

    /// <summary>A copy of the seed, to be sealed; the caller disposes it.</summary>
    public SecretBytes ExportSeed() => SecretBytes.Copy(seed.Bytes);

    public byte[] Sign(byte[] data)
    {
        var signature = new byte[SignatureLength];
        // A zeroed seed would be a valid key that everybody knows: of a disposed one there are no bytes.
        Ed25519.Sign(seed.Bytes, 0, publicKey, 0, data, 0, data.Length, signature, 0);
        return signature;
    }

    /// <summary>False for anything but a valid signature, malformed keys and keys of small order included.</summary>
    public static bool Verify(byte[] publicKey, byte[] data, byte[] signature) =>
        publicKey.Length == PublicKeyLength
        && signature.Length == SignatureLength
        && IsSound(publicKey)
        && Ed25519.Verify(signature, 0, publicKey, 0, data, 0, data.Length);

    public void Dispose() => seed.Dispose();

    // That costs as much as verifying a signature, and is asked of the same key again and again.
    private static bool IsSound(byte[] publicKey)
    {
        if (Volatile.Read(ref lastSound) is { } known && known.AsSpan().SequenceEqual(publicKey))
        {
            return true;
        }

        if (!Ed25519.ValidatePublicKeyFull(publicKey, 0))
        {
            return false;
        }

        Volatile.Write(ref lastSound, (byte[])publicKey.Clone());
        return true;
    }
}
