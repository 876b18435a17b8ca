namespace Trstctl.Paths;

/// <summary>Which relying parties would reach which CAs.</summary>
internal sealed class PathReport
{
    internal PathReport(IReadOnlyList<PathVerdict> verdicts, IReadOnlyList<PathFinding> findings, IReadOnlyList<string>? remarks = null)
    {
        Remarks = remarks ?? [];
        Verdicts = verdicts;
        Findings = findings;
    }

    /// <summary>One for each relying party and each CA that the plan touches.</summary>
    public IReadOnlyList<PathVerdict> Verdicts { get; }

    /// <summary>What would break, then what might; empty where all is well.</summary>
    public IReadOnlyList<PathFinding> Findings { get; }

    /// <summary>What certain clients cannot do, whatever they trust, and the way out: a line each.</summary>
    public IReadOnlyList<string> Remarks { get; }
}
