using Trstctl.Authorities;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstRootCA", HelpUri = HelpPages.Root
    + "New-TrstRootCA.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCA))]
public sealed class NewTrstRootCACommand : ExecutionCmdlet
{
    /// <summary>The specification again; it must equal the approved one.</summary>
    [Parameter]
    [ValidateNotNull]
    public CASpec? Spec { get; set; }

    protected override void Process() => WriteResults(new ExpectedPlan { Operation = "Root", Spec = Spec });
}
