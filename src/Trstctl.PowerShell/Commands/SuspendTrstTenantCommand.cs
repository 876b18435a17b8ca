using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Suspend, "TrstTenant", HelpUri = HelpPages.Root
    + "Suspend-TrstTenant.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(TrstTenant))]
public sealed class SuspendTrstTenantCommand : IdentityCmdlet
{
    /// <summary>The tenant; it must be the connected one.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(TenantCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Why; everybody reads it who is refused.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = string.Empty;

    protected override void Process()
    {
        TrstTenant.DemandConnected(Name, DemandStore());
        var suspension = new Suspension(Connection);
        if (!IsWhatIf)
        {
            suspension.DemandPossible(Identity, Reason, Cancellation);
        }

        if (this.ShouldProcess(
            defaultNo: true,
            $"tenant {Connection.Tenant} in {Connection.Location}",
            $"Suspend every operation as {SignerName}, until the quorum resumes it"))
        {
            suspension.Suspend(Identity, Reason, Cancellation);
            WriteRecorded(() => new TrstTenant(Connection));
        }
    }
}
