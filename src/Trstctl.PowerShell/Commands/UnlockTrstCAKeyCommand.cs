using System.Security;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Unlock, "TrstCAKey", HelpUri = HelpPages.Root
    + "Unlock-TrstCAKey.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCeremony))]
public sealed class UnlockTrstCAKeyCommand : CeremonyCmdlet
{
    /// <summary>The files that hold your shares, if you keep them in files of your own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ShareFile { get; set; } = [];

    /// <summary>The passwords of these files, as SecureString or PSCredential.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString[] SharePassword { get; set; } = [];

    protected override void Process()
    {
        var id = CeremonyId;
        var record = Queries.Get(id, Cancellation).Record;
        if (ShouldProcess(
            $"{record.Operation} \"{record.Title}\" (plan {record.PlanDigest.Hex.Substring(0, 16)})",
            $"Release the share of {SignerName} to the session that waits"))
        {
            var holder = new ShareHolder(Identity, IdentityInput.Files(this, ShareFile), SharePassword);
            WriteObject(Show(new ShareReleases(Connection).Release(id, holder, Cancellation)));
        }
    }
}
