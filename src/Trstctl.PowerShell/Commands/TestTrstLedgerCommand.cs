using Trstctl.History;
using Trstctl.Ledger;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsDiagnostic.Test, "TrstLedger", HelpUri = HelpPages.Root + "Test-TrstLedger.md")]
[OutputType(typeof(bool), typeof(LedgerReport))]
public sealed class TestTrstLedgerCommand : StoreCmdlet
{
    /// <summary>The whole report instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    protected override void Process()
    {
        var report = new LedgerAudit(Connection).Run(Cancellation);
        if (Detailed)
        {
            WriteObject(report);
            return;
        }

        foreach (var fault in report.Faults)
        {
            Report(new TrstException(ErrorId.StoreDamaged, null, Connection.Location, fault));
        }

        WriteObject(report.IsValid);
    }
}
