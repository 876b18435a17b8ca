using Trstctl.Ceremonies;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Add, "TrstCrossSignature", HelpUri = HelpPages.Root
    + "Add-TrstCrossSignature.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCrossCertificate))]
public sealed class AddTrstCrossSignatureCommand : ExecutionCmdlet
{
    /// <summary>The signing CA again: object, name or id; it must be the approved one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [AuthorityTransformation]
    [ValidateNotNullOrEmpty]
    public string? Issuer { get; set; }

    /// <summary>The cross-signed certificate again, or its file; it must be the approved one.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Target { get; set; }

    protected override void Process() => WriteResults(new ExpectedPlan
    {
        Operation = "CrossSign",
        Issuer = Issuer,
        Target = Target is null ? null : CertificateInput.Read(this, Target),
    });
}
