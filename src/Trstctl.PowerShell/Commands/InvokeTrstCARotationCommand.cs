using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Invoke, "TrstCARotation", HelpUri = HelpPages.Root
    + "Invoke-TrstCARotation.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCA))]
public sealed class InvokeTrstCARotationCommand : ExecutionCmdlet
{
    /// <summary>The CA again: object, name or id; it must be the approved one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [AuthorityTransformation]
    [ValidateNotNullOrEmpty]
    public string? CA { get; set; }

    /// <remarks>A renewal keeps the key, a rotation makes a new one; the plan says which was approved.</remarks>
    protected override void Process()
    {
        var isRenewal = string.Equals(Queries.Get(CeremonyId, Cancellation).Record.Operation, "Renewal", StringComparison.Ordinal);
        WriteResults(new ExpectedPlan { Operation = isRenewal ? "Renewal" : "Rotation", Authority = CA });
    }
}
