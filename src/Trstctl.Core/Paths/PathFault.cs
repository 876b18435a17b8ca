namespace Trstctl.Paths;

/// <summary>Why a path is refused.</summary>
internal sealed class PathFault(string reason, PathSeverity severity = PathSeverity.Breaks, bool onlyBySome = false)
{
    public string Reason { get; } = reason;

    public PathSeverity Severity { get; } = severity;

    /// <summary>True where RFC 5280 accepts the path, and widespread programs do not.</summary>
    public bool OnlyBySome { get; } = onlyBySome;
}
