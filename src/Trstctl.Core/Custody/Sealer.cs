using System.Security.Cryptography;

namespace Trstctl.Custody;

/// <summary>An opened sealer: a random 256-bit key encryption key, kept in a <c>trstctl-sealer/1</c> record under one or more
/// protectors. Each tenant has two, <c>ledger</c> and <c>custody</c> (PROTOCOL section 4).</summary>
internal sealed class Sealer : IDisposable
{
    private const int KeyLength = 32;
    private static readonly byte[] IdentityInfo = System.Text.Encoding.ASCII.GetBytes("trstctl-sealer/1 identity");

    private readonly SecretBytes key;

    private Sealer(SealerInfo info, SecretBytes key)
    {
        Info = info;
        this.key = key;
    }

    public SealerInfo Info { get; }

    /// <summary>A public value that follows from the key encryption key: what was sealed names it, and a roster the one in
    /// force.</summary>
    public Digest Identity => Info.Identity;

    public string Name => Info.Name;

    /// <summary>Makes a new sealer. <paramref name="sharedWith"/> names the sealer that has the same secret, for reports.</summary>
    public static (byte[] Record, Sealer Sealer) Create(string name, ProtectorSecret secret, string? sharedWith = null)
    {
        var (parameters, wrappingKey) = Protector.Create(secret, Title(name));
        using (wrappingKey)
        {
            var kek = SecretBytes.Random(KeyLength);
            var info = new SealerInfo(name, [secret.Kind], IdentityOf(kek), sharedWith);
            var wrapped = AuthenticatedCipher.Seal(
                wrappingKey.Bytes, kek.Bytes, SealerRecord.AssociatedData(info, secret.Kind, parameters));
            return (SealerRecord.Write(info, [new(secret.Kind, parameters, wrapped)]), new Sealer(info, kek));
        }
    }

    /// <summary>A record of the same key encryption key under another secret alone.</summary>
    public byte[] ProtectBy(ProtectorSecret secret)
    {
        var (parameters, wrappingKey) = Protector.Create(secret, Title(Name));
        using (wrappingKey)
        {
            var info = Info with { Kinds = [secret.Kind] };
            var wrapped = AuthenticatedCipher.Seal(
                wrappingKey.Bytes, key.Bytes, SealerRecord.AssociatedData(info, secret.Kind, parameters));
            return SealerRecord.Write(info, [new(secret.Kind, parameters, wrapped)]);
        }
    }

    /// <summary>Opens a record. Errors: <see cref="ErrorId.SecretMissing"/> when the kind needs a secret that is absent;
    /// <see cref="ErrorId.KeyUnavailable"/>, in one wording, when the secret does not open it for whatever reason.</summary>
    public static Sealer Open(byte[] record, ProtectorSecret secret)
    {
        var (info, protectors) = SealerRecord.Read(record);
        var protector = protectors.FirstOrDefault(p => p.Kind == secret.Kind)
            ?? throw new TrstException(
                ErrorId.KeyUnavailable, Title(info.Name), $"it is protected by {string.Join(", ", info.Kinds)}, not by {secret.Kind}");
        var kek = Unwrap(info, protector, secret);
        if (kek is { Length: KeyLength } && IdentityOf(kek) == info.Identity)
        {
            return new Sealer(info, kek);
        }

        kek?.Dispose();
        throw new TrstException(ErrorId.KeyUnavailable, Title(info.Name), "the secret that was given does not open it");
    }

    /// <summary>What opens a record though its caller holds nothing, the data protection of his account or machine; null where the record
    /// has no such protector.</summary>
    public static ProtectorSecret? OwnSecret(byte[] record) => Describe(record).Kinds
        .Where(kind => kind is ProtectorKind.DpapiUser or ProtectorKind.DpapiMachine)
        .Select(kind => new ProtectorSecret { Kind = kind })
        .FirstOrDefault();

    /// <summary>What a record says of itself, without opening it.</summary>
    public static SealerInfo Describe(byte[] record) => SealerRecord.Read(record).Info;

    /// <summary>AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes).</summary>
    public byte[] Seal(byte[] plaintext, byte[] associatedData) => AuthenticatedCipher.Seal(key.Bytes, plaintext, associatedData);

    /// <summary>The plaintext; <see cref="ErrorId.KeyUnavailable"/> when the bytes were altered or sealed by another sealer.</summary>
    public SecretBytes Unseal(byte[] sealedBytes, byte[] associatedData) => TryUnseal(sealedBytes, associatedData)
        ?? throw new TrstException(ErrorId.KeyUnavailable, $"data under the {Title(Name)}", "it was altered or belongs to another sealer");

    public void Dispose() => key.Dispose();

    internal SecretBytes? TryUnseal(byte[] sealedBytes, byte[] associatedData) =>
        AuthenticatedCipher.Open(key.Bytes, sealedBytes, associatedData);

    private static Digest IdentityOf(SecretBytes kek)
    {
        using var identity = Hkdf.Sha256(kek.Bytes, null, IdentityInfo, Digest.Length);
        return new Digest(identity.Bytes);
    }

    private static SecretBytes? Unwrap(SealerInfo info, SealerProtector protector, ProtectorSecret secret)
    {
        try
        {
            using var wrappingKey = Protector.Open(secret, protector.Parameters, Title(info.Name));
            return AuthenticatedCipher.Open(
                wrappingKey.Bytes, protector.Wrapped, SealerRecord.AssociatedData(info, protector.Kind, protector.Parameters));
        }
        catch (Exception error) when (error is CryptographicException or TrstException { Id: ErrorId.KeyUnavailable })
        {
            return null;
        }
    }

    private static string Title(string name) => name + " sealer";
}
