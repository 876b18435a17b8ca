using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trstctl.Custody;

/// <summary>Derives the key that wraps a sealer's key encryption key, from a secret and the parameters in the record.</summary>
internal static class Protector
{
    // RFC 9106 4, second recommended option (64 MiB, t = 3), with one lane: BouncyCastle runs lanes one after another.
    private const int MemoryKiB = 64 * 1024;
    private const int Passes = 3;
    private const int Lanes = 1;
    private const int MaxMemoryKiB = 1024 * 1024;
    private const int MaxPasses = 10;
    private const int MaxLanes = 16;
    private const int SaltLength = 16;
    private const int KeyLength = 32;
    private static readonly byte[] KeyFileInfo = System.Text.Encoding.ASCII.GetBytes("trstctl-sealer/1 key file");

    /// <summary>Fresh parameters for a new record, and the wrapping key they lead to.</summary>
    public static (JsonObject Parameters, SecretBytes Key) Create(ProtectorSecret secret, string sealer)
    {
        Demand(secret, sealer);
        using var random = SecretBytes.Random(SaltLength);
        var salt = (byte[])random.Bytes.Clone();
        switch (secret.Kind)
        {
            case ProtectorKind.KeyFile:
                return (new JsonObject { { "salt", salt } }, FromKeyFile(secret.KeyFilePath!, salt));
            case ProtectorKind.Password:
                var parameters = new JsonObject
                {
                    { "salt", salt }, { "memoryKiB", MemoryKiB }, { "passes", Passes }, { "lanes", Lanes },
                };
                return (parameters, FromPassword(secret, salt, MemoryKiB, Passes, Lanes));
            default:
                var key = SecretBytes.Random(KeyLength);
                var blob = Dpapi.Protect(key.Bytes, salt, secret.Kind == ProtectorKind.DpapiMachine);
                return (new JsonObject { { "salt", salt }, { "protected", blob } }, key);
        }
    }

    /// <summary>The wrapping key of an existing record; bounds are checked before any memory is spent.</summary>
    public static SecretBytes Open(ProtectorSecret secret, JsonObject parameters, string sealer)
    {
        Demand(secret, sealer);
        var reader = new ObjectReader(parameters, "sealer parameters");
        var salt = reader.ExactBytes("salt", SaltLength);
        switch (secret.Kind)
        {
            case ProtectorKind.KeyFile:
                reader.End();
                return FromKeyFile(secret.KeyFilePath!, salt);
            case ProtectorKind.Password:
                var memory = (int)reader.Integer("memoryKiB", 8 * MaxLanes, MaxMemoryKiB);
                var passes = (int)reader.Integer("passes", 1, MaxPasses);
                var lanes = (int)reader.Integer("lanes", 1, MaxLanes);
                reader.End();
                return FromPassword(secret, salt, memory, passes, lanes);
            default:
                var blob = reader.Bytes("protected", 8192);
                reader.End();
                return Dpapi.Unprotect(blob, salt);
        }
    }

    private static void Demand(ProtectorSecret secret, string sealer)
    {
        switch (secret.Kind)
        {
            case ProtectorKind.KeyFile when string.IsNullOrEmpty(secret.KeyFilePath):
                throw new TrstException(ErrorId.SecretMissing, sealer, "a key file");
            case ProtectorKind.Password when secret.Password is null || secret.Password.Length == 0:
                throw new TrstException(ErrorId.SecretMissing, sealer, "a password");
            case ProtectorKind.DpapiUser or ProtectorKind.DpapiMachine:
                Dpapi.Demand();
                break;
            case ProtectorKind.DpapiNG or ProtectorKind.Certificate:
                throw new TrstException(ErrorId.PlatformUnsupported, $"The protector {secret.Kind}", "a key file, a password or DPAPI");
        }
    }

    private static SecretBytes FromKeyFile(string path, byte[] salt)
    {
        using var content = KeyFile.Read(path);
        return Hkdf.Sha256(content.Bytes, salt, KeyFileInfo, KeyLength);
    }

    private static SecretBytes FromPassword(ProtectorSecret secret, byte[] salt, int memoryKiB, int passes, int lanes)
    {
        using var password = SecretBytes.FromUtf8(secret.Password!);
        var key = new SecretBytes(KeyLength);
        var argon = new Argon2BytesGenerator();
        argon.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithMemoryAsKB(memoryKiB)
            .WithIterations(passes)
            .WithParallelism(lanes)
            .WithSalt(salt)
            .Build());
        argon.GenerateBytes(password.Bytes, key.Bytes);
        return key;
    }
}
