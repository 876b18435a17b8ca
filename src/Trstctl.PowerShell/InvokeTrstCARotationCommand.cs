using System.Management.Automation;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Invoke, "TrstCARotation", HelpUri = HelpPages.Root + "Invoke-TrstCARotation.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCA))]
public sealed class InvokeTrstCARotationCommand : ExecutionCmdlet
{
    /// <summary>The CA again: object, name or id; it must be the approved one.</summary>
    [Parameter]
    [AuthorityTransformation]
    [ValidateNotNullOrEmpty]
    public string? CA { get; set; }

    protected override void Process() => WriteResults(new Assertions { Operation = "Rotation", Authority = CA });
}
