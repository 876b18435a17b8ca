using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace Trstctl.Custody;

/// <summary>ML-DSA and SLH-DSA keys. The secret, a seed or an SLH-DSA private key, is kept in pinned memory and zeroed.
/// BouncyCastle's key object holds copies of it, of ML-DSA also what the seed expands to, and its signers work on more of them:
/// managed arrays that cannot be zeroed from here, and that lie in memory until the collector needs their place.</summary>
internal sealed class PostQuantumKey : IOpenKey, IExportableKey
{
    private readonly SecretBytes secret;
    private readonly byte[] spki;
    private AsymmetricKeyParameter? key;

    private PostQuantumKey(KeyAlgorithm algorithm, SecretBytes secret, AsymmetricKeyParameter key, byte[] publicKey)
    {
        Algorithm = algorithm;
        this.secret = secret;
        this.key = key;
        spki = PublicKey.Encode(algorithm, publicKey);
    }

    public KeyAlgorithm Algorithm { get; }

    public byte[] SubjectPublicKeyInfo => (byte[])spki.Clone();

    public static PostQuantumKey Generate(KeyAlgorithm algorithm)
    {
        if (algorithm.Family == KeyFamily.MLDsa)
        {
            return Open(algorithm, SecretBytes.Random(algorithm.SecretLength));
        }

        using var random = SecretBytes.Random(SlhDsaSecret.RandomLength(algorithm));
        return Open(algorithm, SlhDsaSecret.Complete(algorithm, random));
    }

    /// <summary><see cref="ErrorId.KeyUnavailable"/> for what is no PKCS#8 key of the algorithm, and for ML-DSA keys without
    /// their seed.</summary>
    public static PostQuantumKey FromPkcs8(byte[] pkcs8, KeyAlgorithm algorithm)
    {
        var secret = PostQuantumPkcs8.Read(pkcs8, algorithm);
        try
        {
            return Open(algorithm, secret);
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }

    public SecretBytes ExportPkcs8() => PostQuantumPkcs8.Write(Algorithm, secret);

    // Hedged (FIPS 204 3.4, FIPS 205 10.2): a fault in one signature does not betray the key through a second one.
    public byte[] Sign(byte[] data)
    {
        ISigner signer = Algorithm.Family == KeyFamily.MLDsa
            ? new MLDsaSigner(PostQuantumParameters.MLDsa(Algorithm), deterministic: false)
            : new SlhDsaSigner(PostQuantumParameters.SlhDsa(Algorithm), deterministic: false);
        var opened = key ?? throw new ObjectDisposedException(nameof(PostQuantumKey));
        signer.Init(true, new ParametersWithRandom(opened, new SecureRandom(new CryptoApiRandomGenerator())));
        signer.BlockUpdate(data, 0, data.Length);
        return signer.GenerateSignature();
    }

    public void Dispose()
    {
        key = null;
        secret.Dispose();
    }

    private static PostQuantumKey Open(KeyAlgorithm algorithm, SecretBytes secret)
    {
        if (algorithm.Family == KeyFamily.MLDsa)
        {
            var lattice = MLDsaPrivateKeyParameters.FromSeed(PostQuantumParameters.MLDsa(algorithm), secret.Bytes);
            return new PostQuantumKey(algorithm, secret, lattice, lattice.GetPublicKeyEncoded());
        }

        var tree = SlhDsaPrivateKeyParameters.FromEncoding(PostQuantumParameters.SlhDsa(algorithm), secret.Bytes);
        return new PostQuantumKey(algorithm, secret, tree, tree.GetPublicKeyEncoded());
    }
}
