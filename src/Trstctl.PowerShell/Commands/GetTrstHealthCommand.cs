using Trstctl.Health;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstHealth", HelpUri = HelpPages.Root + "Get-TrstHealth.md")]
[OutputType(typeof(TrstHealthItem))]
public sealed class GetTrstHealthCommand : StoreCmdlet
{
    /// <summary>How far ahead: what ends later is left out.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 36500)]
    public int Days { get; set; } = 90;

    /// <summary>Only these: Notice, Warning, Critical.</summary>
    [Parameter]
    public HealthSeverity[]? Severity { get; set; }

    /// <summary>Only what you can do yourself: the connection's identity, or else the one key in CurrentUser\My that is on the
    /// roster.</summary>
    [Parameter]
    public SwitchParameter Mine { get; set; }

    protected override void Process()
    {
        var (now, findings) = new HealthQueries(Connection).Find(Days, Mine ? MyName() : null, Cancellation);
        WriteObject(
            findings.Where(finding => Severity is null || Severity.Contains(finding.Severity))
                .Select(finding => new TrstHealthItem(finding, now)),
            enumerateCollection: true);
    }

    private string MyName()
    {
        var roster = Connection.Read((_, _) => Connection.Roster, Cancellation);
        if (DemandStore().Identity is { } connected)
        {
            return Signer.NameOf(connected, roster);
        }

        using var mine = Signer.Mine(roster);
        return Signer.NameOf(mine, roster);
    }
}
