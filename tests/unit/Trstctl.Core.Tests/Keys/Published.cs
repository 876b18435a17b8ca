using Trstctl.Asn1;

namespace Trstctl.Core.Tests.Keys;

/// <summary>The examples of RFC 9881 and RFC 9909, see SOURCE.txt beside them.</summary>
internal static class Published
{
    public static TheoryData<string> Names => [.. Lattices, "SLH-DSA-SHA2-128s"];

    public static TheoryData<string> Lattices => ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

    public static byte[] Certificate(string name) => Read("CERTIFICATE", name + (IsLattice(name) ? ".crt" : ".pem"));

    public static byte[] PublicKey(string name) => Read("PUBLIC KEY", name + ".pub");

    /// <summary>Of ML-DSA, the seed alone.</summary>
    public static byte[] PrivateKey(string name) => PrivateKeyFile(name + (IsLattice(name) ? "-seed.priv" : ".priv"));

    public static byte[] PrivateKeyFile(string file) => Read("PRIVATE KEY", file);

    private static bool IsLattice(string name) => name.Contains("ML-DSA", StringComparison.Ordinal);

    private static byte[] Read(string label, string file) =>
        Pem.Decode(
            label, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", IsLattice(file) ? "ml-dsa" : "slh-dsa", file)));
}
