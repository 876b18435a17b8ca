using System.Security;
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

    /// <summary>The certificate that opens what is sealed to you, where the roster has another one for that than the one you sign with:
    /// as for -Certificate.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    [ValidateNotNullOrEmpty]
    public object? SealingCertificate { get; set; }

    /// <summary>Opens the file of -SealingCertificate, as SecureString or PSCredential.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString? SealingPassword { get; set; }

    protected override void Process()
    {
        using var sealing = IdentityInput.Sealing(this, SealingCertificate, SealingPassword);
        Decide(Decision.Approve, "Approve", Reason, sealing);
    }
}
