using System.Security;

namespace Trstctl.Custody;

/// <summary>What guards a sealer's key encryption key.</summary>
public enum ProtectorKind
{
    /// <summary>32 random bytes in an owner-only file.</summary>
    KeyFile,

    /// <summary>A password under Argon2id.</summary>
    Password,

    /// <summary>DPAPI for this Windows account.</summary>
    DpapiUser,

    /// <summary>DPAPI for every process on this Windows machine.</summary>
    DpapiMachine,

    /// <summary>DPAPI-NG with a protection descriptor.</summary>
    DpapiNG,

    /// <summary>A certificate whose private key decrypts.</summary>
    Certificate,
}

/// <summary>What a caller holds to open a sealer: the kind, and the password or key file it needs.</summary>
public sealed class ProtectorSecret
{
    public ProtectorKind Kind { get; init; }

    public SecureString? Password { get; init; }

    public string? KeyFilePath { get; init; }

    /// <summary>Refuses with <see cref="ErrorId.PlatformUnsupported"/> what this platform has not, before anything is asked for.</summary>
    public static void DemandPlatform(ProtectorKind kind)
    {
        if (kind is ProtectorKind.DpapiUser or ProtectorKind.DpapiMachine)
        {
            Dpapi.Demand();
        }
    }
}
