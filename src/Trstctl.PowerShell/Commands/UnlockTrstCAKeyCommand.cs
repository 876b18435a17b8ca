using System.Security;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Unlock, "TrstCAKey", HelpUri = HelpPages.Root
    + "Unlock-TrstCAKey.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCeremony))]
public sealed class UnlockTrstCAKeyCommand : DecisionCmdlet
{
    /// <summary>The files that hold your shares, if you keep them in files of your own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ShareFile { get; set; } = [];

    /// <summary>The passwords of these files, as SecureString or PSCredential.</summary>
    [Parameter]
    [PasswordTransformation]
    public SecureString[] SharePassword { get; set; } = [];

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
        var id = CeremonyId;
        var record = Queries.Get(id, Cancellation).Record;
        var signer = SignerName;

        // Whatever can refuse does so before anybody is asked; no share is opened before.
        var holder = new ShareHolder(Identity, IdentityInput.Files(this, ShareFile), SharePassword) { Sealing = sealing };
        var releases = new ShareReleases(Connection);
        var review = IsWhatIf ? null : releases.Review(id, holder, Cancellation);
        if (!ShouldProcess(
            $"{record.Operation} \"{record.Title}\" (plan {record.PlanDigest.Hex.Substring(0, 16)})",
            $"Release the share of {signer} to the session that waits") || review is null)
        {
            return;
        }

        if (!review.IsReleased || PlanDigest is not null)
        {
            Consent.Demand(this, review.Plan, "Release your share for", signer, Identity, PlanDigest);
        }

        if (!review.IsReleased)
        {
            releases.Release(id, holder, review.Session, Cancellation);
        }

        WriteRecorded(() => Show(review.Plan));
    }
}
