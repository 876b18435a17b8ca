namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstTenant", HelpUri = HelpPages.Root + "Get-TrstTenant.md")]
[OutputType(typeof(TrstTenant))]
public sealed class GetTrstTenantCommand : StoreCmdlet
{
    /// <summary>The tenant; it must be the connected one.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    protected override void Process()
    {
        TrstTenant.DemandConnected(Name, DemandStore());
        WriteObject(new TrstTenant(Connection));
    }
}
