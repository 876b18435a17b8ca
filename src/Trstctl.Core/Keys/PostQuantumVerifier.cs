using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Trstctl.Keys;

/// <summary>Verifies pure ML-DSA and SLH-DSA signatures with an empty context, through BouncyCastle: platforms do not have them
/// everywhere.</summary>
internal static class PostQuantumVerifier
{
    /// <summary>False also for keys of other kinds.</summary>
    /// <param name="spki">DER SubjectPublicKeyInfo.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The octets of FIPS 204 or FIPS 205.</param>
    public static bool Verify(byte[] spki, byte[] data, byte[] signature)
    {
        var shape = PublicKeyShape.TryRead(spki);
        if (shape?.Algorithm is not { IsPostQuantum: true } algorithm || signature.Length != algorithm.SignatureLength)
        {
            return false;
        }

        var verifier = algorithm.Family == KeyFamily.MLDsa ? MLDsa(algorithm, shape.One) : SlhDsa(algorithm, shape.One);
        verifier.BlockUpdate(data, 0, data.Length);
        return verifier.VerifySignature(signature);
    }

    private static ISigner MLDsa(KeyAlgorithm algorithm, byte[] key)
    {
        var parameters = PostQuantumParameters.MLDsa(algorithm);
        var verifier = new MLDsaSigner(parameters, deterministic: false);
        verifier.Init(false, MLDsaPublicKeyParameters.FromEncoding(parameters, key));
        return verifier;
    }

    private static ISigner SlhDsa(KeyAlgorithm algorithm, byte[] key)
    {
        var parameters = PostQuantumParameters.SlhDsa(algorithm);
        var verifier = new SlhDsaSigner(parameters, deterministic: false);
        verifier.Init(false, SlhDsaPublicKeyParameters.FromEncoding(parameters, key));
        return verifier;
    }
}
