using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Deny, "TrstCeremony", HelpUri = HelpPages.Root + "Deny-TrstCeremony.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstCeremony))]
public sealed class DenyTrstCeremonyCommand : DecisionCmdlet
{
    /// <summary>Why; it stands in the signed statement and ends the ceremony.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = string.Empty;

    protected override void Process() => Decide(Decision.Deny, "Deny", Reason);
}
