using System.Security.Cryptography;

namespace Trstctl.Custody;

/// <summary>Keys whose private half is in this process's memory: RSA and ECDSA sign through the platform, ML-DSA and SLH-DSA
/// through BouncyCastle.</summary>
internal static class SoftwareKey
{
    public static IOpenKey Generate(KeyAlgorithm algorithm)
    {
        algorithm.DemandGenerated();
        return algorithm.Family switch
        {
            KeyFamily.Rsa => Open(RsaGeneration.Generate(algorithm.Bits), algorithm),
            KeyFamily.Ecdsa => Open(ECDsa.Create(ECCurve.CreateFromValue(algorithm.CurveOid!)), algorithm),
            _ => PostQuantumKey.Generate(algorithm),
        };
    }

    /// <summary>Opens a PKCS#8 PrivateKeyInfo; <see cref="ErrorId.KeyUnavailable"/> if it is not a key of the expected algorithm.</summary>
    public static IOpenKey FromPkcs8(byte[] pkcs8, KeyAlgorithm expected)
    {
        if (expected.IsPostQuantum)
        {
            return PostQuantumKey.FromPkcs8(pkcs8, expected);
        }

        AsymmetricAlgorithm key;
        try
        {
            key = Pkcs8.Import(pkcs8);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The inner exception is dropped: a parser's message may quote what it read.
            throw new TrstException(ErrorId.KeyUnavailable, "key", $"it is not a PKCS#8 key of {expected}");
        }

        if (key is RSA != (expected.Family == KeyFamily.Rsa) || key.KeySize != expected.Bits)
        {
            key.Dispose();
            throw new TrstException(ErrorId.KeyUnavailable, "key", $"it is not a PKCS#8 key of {expected}");
        }

        return Open(key, expected);
    }

    /// <summary>Throws where the bytes are no private key that could be used: a wrong password decrypts to anything.</summary>
    internal static void DemandPkcs8(byte[] pkcs8)
    {
        if (!PostQuantumPkcs8.IsKey(pkcs8))
        {
            using var key = Pkcs8.Import(pkcs8);
        }
    }

    /// <summary>The key as PKCS#8 PrivateKeyInfo (DER); <see cref="ErrorId.KeyUnavailable"/> for keys that do not leave their
    /// place.</summary>
    public static SecretBytes ExportPkcs8(IOpenKey key) => key is IExportableKey software
        ? software.ExportPkcs8()
        : throw new TrstException(ErrorId.KeyUnavailable, "key", "its private half does not leave its device");

    private static OpenSoftwareKey Open(AsymmetricAlgorithm key, KeyAlgorithm algorithm)
    {
        try
        {
            return new OpenSoftwareKey(key, algorithm);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private sealed class OpenSoftwareKey(AsymmetricAlgorithm key, KeyAlgorithm algorithm) : IOpenKey, IExportableKey, IHashingKey
    {
        private readonly byte[] spki = PublicKey.Of(key).Spki;

        public KeyAlgorithm Algorithm => algorithm;

        public byte[] SubjectPublicKeyInfo => (byte[])spki.Clone();

        public SecretBytes ExportPkcs8() => Pkcs8.Export(key);

        public byte[] Sign(byte[] data) => Sign(data, algorithm.Hash!);

        public byte[] Sign(byte[] data, string hash) => PlatformSignature.Sign(key, data, new HashAlgorithmName(hash));

        public void Dispose() => key.Dispose();
    }
}
