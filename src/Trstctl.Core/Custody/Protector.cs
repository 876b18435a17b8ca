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
    private const int KeyLength = 32;
    private static readonly byte[] KeyFileInfo = System.Text.Encoding.ASCII.GetBytes("trstctl-sealer/1 key file");

    /// <summary>Fresh parameters for a new record, and the wrapping key they lead to.</summary>
    public static (JsonObject Parameters, SecretBytes Key) Create(ProtectorSecret secret, string sealer)
    {
        Demand(secret, sealer);
        using var random = SecretBytes.Random(ProtectorParameters.SaltLength);
        var salt = (byte[])random.Bytes.Clone();
        var parameters = new ProtectorParameters(salt);
        switch (secret.Kind)
        {
            case ProtectorKind.KeyFile:
                return (Write(parameters, secret.Kind), FromKeyFile(secret.KeyFilePath!, salt));
            case ProtectorKind.Password:
                parameters = parameters with { MemoryKiB = MemoryKiB, Passes = Passes, Lanes = Lanes };
                return (Write(parameters, secret.Kind), FromPassword(secret, parameters));
            default:
                var key = SecretBytes.Random(KeyLength);
                parameters = parameters with { Protected = Dpapi.Protect(key.Bytes, salt, secret.Kind == ProtectorKind.DpapiMachine) };
                return (Write(parameters, secret.Kind), key);
        }
    }

    /// <summary>The wrapping key of an existing record; bounds are checked before any memory is spent.</summary>
    public static SecretBytes Open(ProtectorSecret secret, JsonObject parameters, string sealer)
    {
        Demand(secret, sealer);
        var read = Fields.Read<ProtectorParameters>(
            parameters, "sealer parameters", (f, p) => ProtectorParameters.Declare(f, p, secret.Kind));
        return secret.Kind switch
        {
            ProtectorKind.KeyFile => FromKeyFile(secret.KeyFilePath!, read.Salt),
            ProtectorKind.Password => FromPassword(secret, read),
            _ => Dpapi.Unprotect(read.Protected!, read.Salt),
        };
    }

    private static JsonObject Write(ProtectorParameters parameters, ProtectorKind kind) =>
        Fields.Write(parameters, (f, p) => ProtectorParameters.Declare(f, p, kind));

    private static void Demand(ProtectorSecret secret, string sealer)
    {
        switch (secret.Kind)
        {
            case ProtectorKind.KeyFile when string.IsNullOrEmpty(secret.KeyFilePath):
                throw new TrstException(ErrorId.SecretMissing, sealer, "a key file", secret.Kind);
            case ProtectorKind.Password when secret.Password is null || secret.Password.Length == 0:
                throw new TrstException(ErrorId.SecretMissing, sealer, "a password", secret.Kind);
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

    private static SecretBytes FromPassword(ProtectorSecret secret, ProtectorParameters parameters)
    {
        using var password = SecretBytes.FromUtf8(secret.Password!);
        var key = new SecretBytes(KeyLength);
        var argon = new Argon2BytesGenerator();
        argon.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithMemoryAsKB(parameters.MemoryKiB)
            .WithIterations(parameters.Passes)
            .WithParallelism(parameters.Lanes)
            .WithSalt(parameters.Salt)
            .Build());
        argon.GenerateBytes(password.Bytes, key.Bytes);
        return key;
    }
}
