using Trstctl.Authorities;
using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstIntermediateCA", HelpUri = HelpPages.Root
    + "New-TrstIntermediateCA.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCA))]
public sealed class NewTrstIntermediateCACommand : ExecutionCmdlet
{
    /// <summary>The specification again; it must equal the approved one.</summary>
    [Parameter]
    [ValidateNotNull]
    public CASpec? Spec { get; set; }

    /// <summary>The issuer again: object, name or id; it must be the approved one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [AuthorityTransformation]
    [ValidateNotNullOrEmpty]
    public string? Issuer { get; set; }

    /// <summary>The certification request again, or its file; it must be the approved one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Request { get; set; }

    protected override void Process() => WriteResults(new ExpectedPlan
    {
        Operation = "Intermediate",
        Spec = Spec,
        Issuer = Issuer,
        Request = Request is null ? null : RequestInput.Read(this, Request),
    });
}
