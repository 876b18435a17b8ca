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

        foreach (var fault in report.Faults.Except(report.Voids))
        {
            Report(new TrstException(ErrorId.StoreDamaged, null, Connection.Location, fault));
        }

        // They contradict nothing that was signed: they are as if they were not there.
        if (report.Voids.Count > 0)
        {
            Report(new TrstException(ErrorId.EventsVoid, report.Voids.Count));
        }

        WriteObject(report.IsValid);
    }
}
