using Trstctl.Authorities;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstCARequest", HelpUri = HelpPages.Root
    + "New-TrstCARequest.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCARequest))]
public sealed class NewTrstCARequestCommand : ExecutionCmdlet
{
    /// <summary>The specification again; it must equal the approved one.</summary>
    [Parameter]
    [ValidateNotNull]
    public CASpec? Spec { get; set; }

    protected override void Process() => WriteResults(new ExpectedPlan { Operation = "Request", Spec = Spec });
}
