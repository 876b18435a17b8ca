using Trstctl.History;

namespace Trstctl.PowerShell;

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
        var report = CertificateReport.Judge(Connection, der, Cancellation);
        if (Detailed)
        {
            WriteObject(new TrstCertificateReport(report));
            return;
        }

        if (report.Faults.Count > 0)
        {
            Report(new TrstException(
                ErrorId.CertificateInvalid, null, InputObject, $"certificate {report.Subject}", string.Join("; ", report.Faults)));
        }

        WriteObject(report.Faults.Count == 0);
    }
}
