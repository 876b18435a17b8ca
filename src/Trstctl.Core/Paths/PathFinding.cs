namespace Trstctl.Paths;

public enum PathSeverity
{
    /// <summary>All or many of these clients would refuse.</summary>
    Breaks,

    /// <summary>Some may refuse, or will in time.</summary>
    Warns,
}

/// <summary>One reason why relying parties would not follow, with all CAs that it holds for.</summary>
public sealed class PathFinding(PathSeverity severity, string party, IReadOnlyList<string> authorities, string reason)
{
    private const int Named = 3;

    public PathSeverity Severity { get; } = severity;

    /// <summary>Such as "clients that trust only Contoso Root CA".</summary>
    public string Party { get; } = party;

    public IReadOnlyList<string> Authorities { get; } = authorities;

    public string Reason { get; } = reason;

    public override string ToString()
    {
        var names = Authorities.Count <= Named
            ? string.Join(", ", Authorities)
            : $"{string.Join(", ", Authorities.Take(Named))} and {Authorities.Count - Named} more";
        return $"{Party}: {(Severity == PathSeverity.Breaks ? "break for" : "may fail for")} {names} ({Reason})";
    }
}
