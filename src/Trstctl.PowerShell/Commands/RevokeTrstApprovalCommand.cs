using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsSecurity.Revoke, "TrstApproval", HelpUri = HelpPages.Root + "Revoke-TrstApproval.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstCeremony))]
public sealed class RevokeTrstApprovalCommand : DecisionCmdlet
{
    /// <summary>Why; it stands in the signed statement. A withdrawal is final.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = string.Empty;

    protected override void Process() => Decide(Decision.Withdraw, "Withdraw your approval of", Reason);
}
