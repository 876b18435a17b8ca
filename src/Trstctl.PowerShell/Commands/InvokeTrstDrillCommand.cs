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

    protected override void Process()
    {
        if (!ShouldProcess(Connection.Location, "Open your shares here, sign the head of the ledger with them, and record it"))
        {
            return;
        }

        var drill = new Drill(Connection).Run(new ShareHolder(Identity, IdentityInput.Files(this, ShareFile), SharePassword), Cancellation);
        var roster = Connection.Read((_, ledger) => RosterRecord.Current(ledger!.State)!.Roster, Cancellation);
        WriteObject(new TrstCustodian(roster.Demand(drill.Custodian)) { Drill = drill });
    }
}
