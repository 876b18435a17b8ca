using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Approve, "TrstCeremony", HelpUri = HelpPages.Root + "Approve-TrstCeremony.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstCeremony))]
public sealed class ApproveTrstCeremonyCommand : DecisionCmdlet
{
    /// <summary>A remark that stands in the signed statement.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    protected override void Process() => Decide(Decision.Approve, "Approve", Reason);
}
