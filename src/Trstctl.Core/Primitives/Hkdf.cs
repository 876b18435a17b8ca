using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Primitives;

/// <summary>RFC 5869 with SHA-256; the result is pinned.</summary>
internal static class Hkdf
{
    public static SecretBytes Sha256(byte[] input, byte[]? salt, byte[] info, int length)
    {
        var hkdf = new HkdfBytesGenerator(new Sha256Digest());
        hkdf.Init(new HkdfParameters(input, salt, info));
        var output = new SecretBytes(length);
        hkdf.GenerateBytes(output.Bytes, 0, length);
        return output;
    }
}
