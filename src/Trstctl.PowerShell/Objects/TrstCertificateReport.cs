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
        Doubt = [.. report.Doubts];
        Lint = [.. report.Lint];
        Issuer = [.. report.Issuers.Select(issuer => issuer.Subject)];
        IssuerLint = [.. report.Issuers.SelectMany(issuer => issuer.Lint.Select(finding => $"{issuer.Subject}: {finding}"))];
    }

    public string Subject { get; }

    public bool IsValid { get; }

    /// <summary>Why no valid path to a root of this store exists, or why the ledger says that it is out of use; empty when neither is
    /// so.</summary>
    public string[] PathFault { get; }

    /// <summary>Why some clients may refuse the path, though RFC 5280 does not.</summary>
    public string[] Doubt { get; }

    public LintFinding[] Lint { get; }

    /// <summary>The subjects of the CAs of the path, from the issuer to the root.</summary>
    public string[] Issuer { get; }

    /// <summary>What lint says of them, each line with the CA's subject.</summary>
    public string[] IssuerLint { get; }

    public override string ToString() => Subject;
}
