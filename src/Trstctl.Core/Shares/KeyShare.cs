using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Trstctl.Shares;

/// <summary>One custodian's share of a key encryption key. Its commitment is an Ed25519 public key derived from the share:
/// whoever holds the share can sign with it, and nobody can offer another share under the same commitment (PROTOCOL section 4).</summary>
internal sealed class KeyShare : IDisposable
{
    /// <summary>A share is as long as the secret: 32 bytes.</summary>
    public const int Length = 32;

    public const int CommitmentLength = 32;
    public const int SignatureLength = 64;

    private static readonly byte[] CommitmentDomain = Encoding.ASCII.GetBytes("trstctl-share-commitment/1");

    /// <summary>Takes ownership of the value, also when it refuses.</summary>
    public KeyShare(ShareContext context, SecretBytes value)
    {
        Context = context;
        Value = value;
        if (value.Length != Length)
        {
            var found = value.Length;
            value.Dispose();
            throw new TrstException(ErrorId.ShareInvalid, context.Custodian, $"it has {found} bytes, not {Length}");
        }
    }

    public ShareContext Context { get; }

    public SecretBytes Value { get; }

    /// <summary>Ed25519 public key, 32 bytes; its seed is HKDF-SHA256 of the share with the context as info.</summary>
    public byte[] Commitment()
    {
        using var seed = Seed();
        var key = new byte[CommitmentLength];
        Ed25519.GeneratePublicKey(seed.Bytes, 0, key, 0);
        return key;
    }

    /// <summary>Proves knowledge of the share without showing it: an Ed25519 signature of 64 bytes.</summary>
    public byte[] Sign(byte[] data)
    {
        using var seed = Seed();
        var signature = new byte[SignatureLength];
        Ed25519.Sign(seed.Bytes, 0, data, 0, data.Length, signature, 0);
        return signature;
    }

    public static bool Verify(byte[] commitment, byte[] data, byte[] signature) => LedgerKey.Verify(commitment, data, signature);

    /// <summary>What is put into an envelope: the canonical JSON of the context, a line feed, and the 32 bytes. The share itself
    /// is no JSON member, since a JSON reader makes strings, which cannot be erased.</summary>
    public SecretBytes ToContent()
    {
        var context = Context.ToBytes();
        var content = new SecretBytes(context.Length + 1 + Length);
        Buffer.BlockCopy(context, 0, content.Bytes, 0, context.Length);
        content.Bytes[context.Length] = (byte)'\n';
        Buffer.BlockCopy(Value.Bytes, 0, content.Bytes, context.Length + 1, Length);
        return content;
    }

    /// <summary>Reads what an envelope held; <see cref="ErrorId.ShareInvalid"/> or <see cref="ErrorId.FormatInvalid"/> otherwise.</summary>
    public static KeyShare FromContent(SecretBytes content)
    {
        var split = content.Length - Length - 1;
        if (split is <= 0 or > ShareContext.MaxBytes || content.Bytes[split] != (byte)'\n')
        {
            throw new TrstException(ErrorId.ShareInvalid, "somebody", "the envelope holds no share");
        }

        var context = ShareContext.FromBytes(content.Bytes.AsSpan(0, split).ToArray());
        var value = new SecretBytes(Length);
        Buffer.BlockCopy(content.Bytes, split + 1, value.Bytes, 0, Length);
        return new KeyShare(context, value);
    }

    public void Dispose() => Value.Dispose();

    private SecretBytes Seed() => Hkdf.Sha256(
        Value.Bytes, CommitmentDomain, Context.ToBytes(), Ed25519.SecretKeySize);
}
