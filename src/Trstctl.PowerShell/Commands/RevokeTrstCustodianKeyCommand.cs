using Trstctl.Ceremonies;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsSecurity.Revoke, "TrstCustodianKey", HelpUri = HelpPages.Root
    + "Revoke-TrstCustodianKey.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(TrstCustodian))]
public sealed class RevokeTrstCustodianKeyCommand : IdentityCmdlet
{
    /// <summary>Why; everybody reads it who is refused.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = string.Empty;

    protected override void Process()
    {
        var retirements = new PrincipalKeyRetirements(Connection);
        var warning = retirements.Outlook(Identity, Cancellation).Warning;
        if (warning is not null)
        {
            WriteWarning(warning);
        }

        if (!this.ShouldProcess(
            defaultNo: true,
            $"the key {Identity.Thumbprint} of {SignerName} in {Connection.Location}",
            $"Retire it for ever: from now on it counts no longer, in pending ceremonies neither. {warning}".TrimEnd(' ', '.')))
        {
            return;
        }

        var retired = retirements.Retire(Identity, Reason, Cancellation);
        WriteRecorded(() =>
        {
            var roster = Connection.Read((_, ledger) => RosterRecord.Current(ledger!.State)!.Roster, Cancellation);
            return new TrstCustodian(roster.Principals.First(p => p.Owns(Identity.Spki))) { Retired = retired.Since.ToLocalTime() };
        });
    }
}
