namespace Trstctl.Paths;

/// <summary>Whether a relying party would accept what a CA issues.</summary>
internal sealed class PathVerdict
{
    internal PathVerdict(string party, string authority, byte[]? keyIdentifier, string? path, DateTime? until, IReadOnlyList<string> faults)
    {
        Party = party;
        Authority = authority;
        KeyIdentifier = keyIdentifier is null ? null : Hex.Encode(keyIdentifier);
        Path = path;
        Until = until;
        Faults = faults;
    }

    public string Party { get; }

    public string Authority { get; }

    /// <summary>The issuer's key identifier in the certificates tried, in hex; null where they name none.</summary>
    public string? KeyIdentifier { get; }

    public bool IsReachable => Faults.Count == 0;

    /// <summary>The path taken, or the one that fails least, from the issuing CA to the root; null where there is none.</summary>
    public string? Path { get; }

    /// <summary>UTC: when the last of the good paths ends; null where there is none.</summary>
    public DateTime? Until { get; }

    /// <summary>Why the path is refused; empty where it is good.</summary>
    public IReadOnlyList<string> Faults { get; }

    public override string ToString() => IsReachable
        ? $"{Party} reach {Authority} by {Path}"
        : $"{Party} do not reach {Authority}: {string.Join("; ", Faults)}";
}
