using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Statements.KeyFiles;

/// <summary>PBKDF2 (RFC 8018 5.2) under one HMAC. The platform stretches several times as fast as managed code; .NET Framework cannot be
/// given a hash and a byte array both, and no platform knows SHA-224.</summary>
/// <param name="platform">Null where the platform does not have the hash.</param>
internal sealed class Pbkdf2(Func<IDigest> digest, HashAlgorithmName? platform)
{
    // .NET 6 and later; netstandard2.0 cannot name it.
    private static readonly Stretch? OfPlatform = (Stretch?)typeof(Rfc2898DeriveBytes)
        .GetMethod("Pbkdf2", [typeof(byte[]), typeof(byte[]), typeof(int), typeof(HashAlgorithmName), typeof(int)])?
        .CreateDelegate(typeof(Stretch));

    private static readonly Dictionary<DerObjectIdentifier, Pbkdf2> Known = new()
    {
        [PkcsObjectIdentifiers.IdHmacWithSha1] = new(() => new Sha1Digest(), HashAlgorithmName.SHA1),
        [PkcsObjectIdentifiers.IdHmacWithSha224] = new(() => new Sha224Digest(), null),
        [PkcsObjectIdentifiers.IdHmacWithSha256] = new(() => new Sha256Digest(), HashAlgorithmName.SHA256),
        [PkcsObjectIdentifiers.IdHmacWithSha384] = new(() => new Sha384Digest(), HashAlgorithmName.SHA384),
        [PkcsObjectIdentifiers.IdHmacWithSha512] = new(() => new Sha512Digest(), HashAlgorithmName.SHA512),
    };

    private delegate byte[] Stretch(byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int length);

    public bool IsOfPlatform => platform is not null && OfPlatform is not null;

    /// <summary>Null where the pseudo-random function is none of ours.</summary>
    public static Pbkdf2? Find(DerObjectIdentifier prf) => Known.TryGetValue(prf, out var found) ? found : null;

    public SecretBytes Derive(byte[] password, byte[] salt, int iterations, int length) => IsOfPlatform
        ? ByPlatform(password, salt, iterations, length)
        : ByBouncyCastle(password, salt, iterations, length);

    internal SecretBytes ByPlatform(byte[] password, byte[] salt, int iterations, int length) =>
        SecretBytes.Take(OfPlatform!(password, salt, iterations, platform!.Value, length));

    internal SecretBytes ByBouncyCastle(byte[] password, byte[] salt, int iterations, int length)
    {
        var generator = new Pkcs5S2ParametersGenerator(digest());
        generator.Init(password, salt, iterations);
        return SecretBytes.Take(((KeyParameter)generator.GenerateDerivedMacParameters(length * 8)).GetKey());
    }
}
