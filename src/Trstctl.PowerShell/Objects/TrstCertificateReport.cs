using Trstctl.Certificates;
using Trstctl.History;

namespace Trstctl.PowerShell;

/// <summary>What was found about a certificate.</summary>
public sealed class TrstCertificateReport
{
    internal TrstCertificateReport(CertificateReport report)
    {
        Subject = report.Subject;
        IsValid = report.Faults.Count == 0;
        PathFault = [.. report.PathFaults];
        Lint = [.. report.Lint];
    }

    public string Subject { get; }

    public bool IsValid { get; }

    /// <summary>Why no valid path to a root of this store exists; empty when one does.</summary>
    public string[] PathFault { get; }

    public LintFinding[] Lint { get; }

    public override string ToString() => Subject;
}
