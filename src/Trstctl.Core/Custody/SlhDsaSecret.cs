using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Trstctl.Custody;

/// <summary>An SLH-DSA private key: SK.seed, SK.prf and PK.seed, which are random, and PK.root, which follows from them (FIPS 205
/// 9.1).</summary>
internal static class SlhDsaSecret
{
    public static int RandomLength(KeyAlgorithm algorithm) => algorithm.SecretLength / 4 * 3;

    /// <summary>The whole key to its random part.</summary>
    public static SecretBytes Complete(KeyAlgorithm algorithm, SecretBytes random)
    {
        var generator = new SlhDsaKeyPairGenerator();
        generator.Init(new SlhDsaKeyGenerationParameters(new GivenBytes(random), PostQuantumParameters.SlhDsa(algorithm)));
        var secret = SecretBytes.Take(((SlhDsaPrivateKeyParameters)generator.GenerateKeyPair().Private).GetEncoded());
        if (secret.Bytes.AsSpan(0, random.Length).SequenceEqual(random.Bytes))
        {
            return secret;
        }

        secret.Dispose();
        throw new InvalidOperationException("The generator did not draw SK.seed, SK.prf and PK.seed in this order.");
    }

    /// <summary>Whether PK.root is the root of the key's tree: what a file claims beside the seeds is not believed.</summary>
    public static bool IsConsistent(KeyAlgorithm algorithm, SecretBytes secret)
    {
        using var random = new SecretBytes(RandomLength(algorithm));
        Buffer.BlockCopy(secret.Bytes, 0, random.Bytes, 0, random.Length);
        using var complete = Complete(algorithm, random);
        return FixedTime.Equals(complete.Bytes, secret.Bytes);
    }

    private sealed class GivenBytes(SecretBytes given) : SecureRandom(null)
    {
        private int taken;

        public override void NextBytes(byte[] buf) => NextBytes(buf, 0, buf.Length);

        public override void NextBytes(byte[] buf, int off, int len)
        {
            Buffer.BlockCopy(given.Bytes, taken, buf, off, len);
            taken += len;
        }
    }
}
