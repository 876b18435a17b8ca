using System.Security;
using Trstctl.Ceremonies.Presence;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Invoke, "TrstDrill", HelpUri = HelpPages.Root + "Invoke-TrstDrill.md", SupportsShouldProcess = true)]
[OutputType(typeof(TrstCustodian))]
public sealed class InvokeTrstDrillCommand : IdentityCmdlet
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
        if (!ShouldProcess(Connection.Location, "Open your shares here, sign the head of the ledger with them, and record it"))
        {
            return;
        }

        var holder = new ShareHolder(Identity, IdentityInput.Files(this, ShareFile), SharePassword) { Sealing = sealing };
        var drill = new Drill(Connection).Run(holder, Cancellation);
        WriteRecorded(() =>
        {
            var roster = Connection.Read((_, ledger) => RosterRecord.Current(ledger!.State)!.Roster, Cancellation);
            return new TrstCustodian(roster.Demand(drill.Custodian)) { Drill = drill };
        });
    }
}
