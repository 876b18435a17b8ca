using System.Management.Automation;
using Trstctl.Ceremonies;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstRoster", HelpUri = HelpPages.Root + "New-TrstRoster.md")]
[OutputType(typeof(TrstRoster))]
public sealed class NewTrstRosterCommand : TrstCmdlet
{
    private readonly List<Principal> principals = [];

    /// <summary>Who approves: certificates, their files, custodian objects or hashtables.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public object[] Custodian { get; set; } = [];

    /// <summary>Who opens and executes without approving, in the same forms.</summary>
    [Parameter]
    public object[] Operator { get; set; } = [];

    /// <summary>How many custodians must approve: at least 2, and more than half.</summary>
    [Parameter(Mandatory = true)]
    public int Threshold { get; set; }

    /// <summary>Allows a threshold of 1, for a laboratory; every report shows it.</summary>
    [Parameter]
    public SwitchParameter Lab { get; set; }

    protected override void Process() =>
        principals.AddRange(Custodian.Select(custodian => PrincipalInput.Read(this, custodian, PrincipalRoles.Custodian)));

    protected override void End()
    {
        principals.AddRange(Operator.Select(one => PrincipalInput.Read(this, one, PrincipalRoles.Operator)));
        var draft = new RosterDraft(principals, Threshold, Lab);

        // Built once over a throw-away nonce, so that what cannot be a roster is refused here.
        var roster = Roster.Found(new byte[Roster.NonceLength], Threshold, Lab, principals, new byte[32]);
        if (Trstctl.Rosters.Threshold.IsFragile(Threshold, roster.Custodians.Count))
        {
            WriteWarning($"With {Threshold} of {roster.Custodians.Count} the loss of one custodian would block everything.");
        }

        WriteObject(new TrstRoster(draft));
    }
}
