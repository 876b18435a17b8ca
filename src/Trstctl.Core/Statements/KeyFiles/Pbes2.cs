using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Misc;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Statements.KeyFiles;

/// <summary>PBES2 (RFC 8018 6.2): writes PBKDF2 with AES-CBC, and reads scrypt (RFC 7914) and DES-EDE3-CBC too. The password is UTF-8, as
/// OpenSSL and Windows take it; BouncyCastle's own reader wants characters, which cannot be zeroed.</summary>
internal static class Pbes2
{
    public const int Iterations = 200_000;

    private const int MaxIterations = 10_000_000;
    private const int SaltLength = 16;
    private const int TripleDesKey = 24;
    private const int DefaultKey = 32;
    private const int MostScryptLanes = 16;
    private const long MostScryptMemory = 256L * 1024 * 1024;

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

    /// <summary>The plaintext, or garbage, or an exception: a wrong password may decrypt to anything.</summary>
    /// <exception cref="NotSupportedException">What it is, and what converts it.</exception>
    public static SecretBytes Decrypt(AlgorithmIdentifier algorithm, byte[] ciphertext, byte[] password)
    {
        var scheme = PbeS2Parameters.GetInstance(algorithm.Parameters);
        var cipher = scheme.EncryptionScheme.Algorithm;
        var isTripleDes = cipher.Equals(PkcsObjectIdentifiers.DesEde3Cbc);
        if (!KeyLengths.TryGetValue(cipher, out var keyLength) && !isTripleDes)
        {
            throw new NotSupportedException($"its cipher ({cipher.Id}) is neither AES-CBC nor DES-EDE3-CBC; {Conversion.OfOld}");
        }

        using var key = Derive(scheme.KeyDerivationFunc, password, isTripleDes ? TripleDesKey : keyLength);
        var iv = Asn1OctetString.GetInstance(scheme.EncryptionScheme.Parameters).GetOctets();
        if (isTripleDes)
        {
            // The platform's is barred here: nothing is written with it.
            var old = new PaddedBufferedBlockCipher(new CbcBlockCipher(new DesEdeEngine()), new Pkcs7Padding());
            old.Init(false, new ParametersWithIV(new KeyParameter(key.Bytes), iv));
            return SecretBytes.Take(old.DoFinal(ciphertext));
        }

        using var aes = Aes.Create();
        using var transform = aes.CreateDecryptor(key.Bytes, iv);
        return SecretBytes.Take(transform.TransformFinalBlock(ciphertext, 0, ciphertext.Length));
    }

    /// <param name="length">Null for the one that the parameters name, or 32.</param>
    public static SecretBytes DeriveByPbkdf2(AlgorithmIdentifier function, byte[] password, int? length)
    {
        var kdf = Pbkdf2Params.GetInstance(function.Parameters);
        if (!function.Algorithm.Equals(PkcsObjectIdentifiers.IdPbkdf2)
            || Pbkdf2.Find(kdf.Prf.Algorithm) is not { } derivation
            || kdf.IterationCount.BitLength > 31
            || kdf.IterationCount.IntValueExact is < 1 or > MaxIterations
            || kdf.KeyLength is { } own && (own.BitLength > 9 || own.IntValueExact is < 16 or > 256))
        {
            throw new NotSupportedException($"its PBKDF2 parameters are out of range; {Conversion.OfKey}");
        }

        return derivation.Derive(
            password, kdf.GetSalt(), kdf.IterationCount.IntValueExact, length ?? kdf.KeyLength?.IntValueExact ?? DefaultKey);
    }

    private static SecretBytes Derive(AlgorithmIdentifier function, byte[] password, int length) =>
        function.Algorithm.Equals(PkcsObjectIdentifiers.IdPbkdf2) ? DeriveByPbkdf2(function, password, length)
        : function.Algorithm.Equals(MiscObjectIdentifiers.id_scrypt) ? DeriveByScrypt(function, password, length)
        : throw new NotSupportedException(
            $"its key derivation ({function.Algorithm.Id}) is neither PBKDF2 nor scrypt; {Conversion.OfKey}");

    // RFC 7914 7.1. Block size and cost say how much memory it takes.
    private static SecretBytes DeriveByScrypt(AlgorithmIdentifier function, byte[] password, int length)
    {
        var kdf = ScryptParams.GetInstance(function.Parameters);
        if (new[] { kdf.CostParameter, kdf.BlockSize, kdf.ParallelizationParameter }.Any(n => n.PositiveValue.BitLength > 21)
            || kdf.ParallelizationParameter.IntValueExact > MostScryptLanes
            || 128L * kdf.CostParameter.IntValueExact * kdf.BlockSize.IntValueExact > MostScryptMemory)
        {
            throw new NotSupportedException($"its scrypt parameters are out of range; {Conversion.OfKey}");
        }

        return SecretBytes.Take(SCrypt.Generate(
            password, kdf.Salt.GetOctets(), kdf.CostParameter.IntValueExact, kdf.BlockSize.IntValueExact,
            kdf.ParallelizationParameter.IntValueExact, length));
    }
}
