namespace Trstctl.Custody;

/// <summary>What a sealer record holds of a protector, so that its secret leads to the wrapping key.</summary>
internal sealed record ProtectorParameters(byte[] Salt)
{
    public const int SaltLength = 16;
    public const int MostLanes = 16;
    private const int MostMemoryKiB = 1024 * 1024;
    private const int MostPasses = 10;

    /// <summary>Of a password: the costs of Argon2id.</summary>
    public int MemoryKiB { get; init; }

    public int Passes { get; init; }

    public int Lanes { get; init; }

    /// <summary>Under Windows data protection: the wrapping key, protected; else null.</summary>
    public byte[]? Protected { get; init; }

    /// <summary>Each kind has members of its own; they are bounded before any memory is spent.</summary>
    public static ProtectorParameters Declare(Fields f, ProtectorParameters? p, ProtectorKind kind)
    {
        var salt = f.ExactBytes("salt", p?.Salt, SaltLength);
        return kind switch
        {
            ProtectorKind.KeyFile => new(salt),
            ProtectorKind.Password => new(salt)
            {
                MemoryKiB = f.Number("memoryKiB", p?.MemoryKiB, 8 * MostLanes, MostMemoryKiB),
                Passes = f.Number("passes", p?.Passes, 1, MostPasses),
                Lanes = f.Number("lanes", p?.Lanes, 1, MostLanes),
            },
            _ => new(salt) { Protected = f.Bytes("protected", p?.Protected, 8192) },
        };
    }
}
