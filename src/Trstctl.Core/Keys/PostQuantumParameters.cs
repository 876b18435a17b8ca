using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Keys;

/// <summary>BouncyCastle's parameter sets by our names: the pure ones. Pre-hash is forbidden with ML-DSA (RFC 9881 8.3) and
/// another algorithm with SLH-DSA.</summary>
internal static class PostQuantumParameters
{
    private static readonly Dictionary<string, MLDsaParameters> Lattices =
        new[] { MLDsaParameters.ml_dsa_44, MLDsaParameters.ml_dsa_65, MLDsaParameters.ml_dsa_87 }
            .ToDictionary(set => set.Name, AsciiFold.Comparer);

    private static readonly Dictionary<string, SlhDsaParameters> HashTrees = new[]
    {
        SlhDsaParameters.slh_dsa_sha2_128s, SlhDsaParameters.slh_dsa_sha2_128f, SlhDsaParameters.slh_dsa_sha2_192s,
        SlhDsaParameters.slh_dsa_sha2_192f, SlhDsaParameters.slh_dsa_sha2_256s, SlhDsaParameters.slh_dsa_sha2_256f,
        SlhDsaParameters.slh_dsa_shake_128s, SlhDsaParameters.slh_dsa_shake_128f, SlhDsaParameters.slh_dsa_shake_192s,
        SlhDsaParameters.slh_dsa_shake_192f, SlhDsaParameters.slh_dsa_shake_256s, SlhDsaParameters.slh_dsa_shake_256f,
    }.ToDictionary(set => set.Name, AsciiFold.Comparer);

    public static MLDsaParameters MLDsa(KeyAlgorithm algorithm) => Lattices[algorithm.Name];

    public static SlhDsaParameters SlhDsa(KeyAlgorithm algorithm) => HashTrees[algorithm.Name];
}
