using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;

namespace Trstctl.Statements.KeyFiles;

/// <summary>PKCS#8 EncryptedPrivateKeyInfo under PBES2 (RFC 8018 6.2): PBKDF2 and AES-CBC. The password is UTF-8, as OpenSSL and
/// Windows take it; BouncyCastle's own reader wants characters, which cannot be zeroed.</summary>
internal static class Pbes2
{
    public const int Iterations = 200_000;

    private const int MaxIterations = 10_000_000;
    private const int SaltLength = 16;

    private static readonly Dictionary<DerObjectIdentifier, int> KeyLengths = new()
    {
        [NistObjectIdentifiers.IdAes128Cbc] = 16,
        [NistObjectIdentifiers.IdAes192Cbc] = 24,
        [NistObjectIdentifiers.IdAes256Cbc] = 32,
    };

    public static EncryptedPrivateKeyInfo Encrypt(byte[] pkcs8, byte[] password)
    {
        using var salt = SecretBytes.Random(SaltLength);
        using var iv = SecretBytes.Random(16);
        using var key = Pbkdf2.Find(PkcsObjectIdentifiers.IdHmacWithSha256)!.Derive(password, salt.Bytes, Iterations, 32);
        var kdf = new Pbkdf2Params(
            (byte[])salt.Bytes.Clone(), Iterations, 32, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdHmacWithSha256, DerNull.Instance));
        var scheme = new PbeS2Parameters(
            new KeyDerivationFunc(PkcsObjectIdentifiers.IdPbkdf2, kdf),
            new EncryptionScheme(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString((byte[])iv.Bytes.Clone())));
        using var aes = Aes.Create();
        using var transform = aes.CreateEncryptor(key.Bytes, iv.Bytes);
        return new EncryptedPrivateKeyInfo(
            new AlgorithmIdentifier(PkcsObjectIdentifiers.IdPbeS2, scheme),
            transform.TransformFinalBlock(pkcs8, 0, pkcs8.Length));
    }

    /// <summary>The PKCS#8, or garbage, or a <see cref="CryptographicException"/>: a wrong password may decrypt to anything.</summary>
    public static SecretBytes Decrypt(byte[] encrypted, byte[] password)
    {
        var info = EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(encrypted));
        return info.EncryptionAlgorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdPbeS2)
            ? Decrypt(info.EncryptionAlgorithm, info.GetEncryptedData(), password)
            : throw new NotSupportedException("its encryption is older than PBES2; convert it with openssl pkcs8 -topk8");
    }

    public static SecretBytes Decrypt(AlgorithmIdentifier algorithm, byte[] ciphertext, byte[] password)
    {
        var scheme = PbeS2Parameters.GetInstance(algorithm.Parameters);
        if (!scheme.KeyDerivationFunc.Algorithm.Equals(PkcsObjectIdentifiers.IdPbkdf2)
            || !KeyLengths.TryGetValue(scheme.EncryptionScheme.Algorithm, out var keyLength))
        {
            throw new NotSupportedException("its encryption is not PBKDF2 with AES-CBC");
        }

        var kdf = Pbkdf2Params.GetInstance(scheme.KeyDerivationFunc.Parameters);
        if (Pbkdf2.Find(kdf.Prf.Algorithm) is not { } derivation || kdf.IterationCount.BitLength > 31
            || kdf.IterationCount.IntValueExact is < 1 or > MaxIterations)
        {
            throw new NotSupportedException("its PBKDF2 parameters are out of range");
        }

        var iv = Asn1OctetString.GetInstance(scheme.EncryptionScheme.Parameters).GetOctets();
        using var key = derivation.Derive(password, kdf.GetSalt(), kdf.IterationCount.IntValueExact, keyLength);
        using var aes = Aes.Create();
        using var transform = aes.CreateDecryptor(key.Bytes, iv);
        return SecretBytes.Take(transform.TransformFinalBlock(ciphertext, 0, ciphertext.Length));
    }
}
