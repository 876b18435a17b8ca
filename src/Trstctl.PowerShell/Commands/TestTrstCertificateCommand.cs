using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.History;
using Trstctl.Lints;
using Trstctl.Paths;

namespace Trstctl.PowerShell;

/// <summary>What was found about a certificate.</summary>
public sealed class TrstCertificateReport(string subject, IReadOnlyList<string> path, IReadOnlyList<LintFinding> lint, bool valid)
{
    public string Subject { get; } = subject;

    public bool IsValid { get; } = valid;

    /// <summary>Why no valid path to a root of this store exists; empty when one does.</summary>
    public string[] PathFault { get; } = [.. path];

    public LintFinding[] Lint { get; } = [.. lint];

    public override string ToString() => Subject;
}

[Cmdlet(VerbsDiagnostic.Test, "TrstCertificate", HelpUri = HelpPages.Root + "Test-TrstCertificate.md")]
[OutputType(typeof(bool), typeof(TrstCertificateReport))]
public sealed class TestTrstCertificateCommand : StoreCmdlet
{
    /// <summary>A CA, a cross-certificate, an X509Certificate2, or the path of a PEM or DER file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object InputObject { get; set; } = string.Empty;

    /// <summary>The whole report instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    protected override void Process()
    {
        var der = CertificateInput.Read(this, InputObject);
        var view = new CertificateView(der);
        var authorities = new AuthorityQueries(Connection);
        var all = authorities.All(Cancellation);
        var between = all.Where(a => a.IssuerId is not null).Select(a => a.Certificate)
            .Concat(authorities.CrossCertificates(Cancellation).Select(c => c.Certificate)).ToArray();
        var path = PathCheck.Validate(
            der, between, all.Where(a => a.IssuerId is null).Select(a => a.Certificate).ToArray(), Connection.Now);
        var lint = CertificateLint.Check(der, RoleOf(der, authorities), OriginOf(der, all, authorities));
        var errors = lint
            .Where(finding => finding.Severity == LintSeverity.Error)
            .Select(finding => $"{finding.Clause}: {finding.Message}");
        var faults = path.Concat(errors).ToArray();
        if (Detailed)
        {
            WriteObject(new TrstCertificateReport(view.Subject, path, lint, faults.Length == 0));
            return;
        }

        if (faults.Length > 0)
        {
            Report(new TrstException(ErrorId.CertificateInvalid, null, InputObject, view.Subject, string.Join("; ", faults)));
        }

        WriteObject(faults.Length == 0);
    }

    // A CA whose certificate was imported, or came back from a CA elsewhere, was not made here.
    private LintOrigin OriginOf(byte[] der, IReadOnlyList<AuthorityRecord> all, AuthorityQueries authorities) =>
        all.Any(a => !a.IsImported
            && a.Certificates.Any(c => c.SequenceEqual(der))
            && all.All(i => i.AuthorityId != a.IssuerId || i.KeyId is not null))
        || authorities.CrossCertificates(Cancellation).Any(c => c.Certificate.SequenceEqual(der))
            ? LintOrigin.Own
            : LintOrigin.Foreign;

    // What was made as a cross-certificate or link is one, though it may be self-issued; of everything else the content decides.
    private LintRole RoleOf(byte[] der, AuthorityQueries authorities) =>
        authorities.CrossCertificates(Cancellation).Any(c => c.Certificate.SequenceEqual(der))
            ? LintRole.CrossCertificate
            : CertificateLint.RoleOf(der);
}
