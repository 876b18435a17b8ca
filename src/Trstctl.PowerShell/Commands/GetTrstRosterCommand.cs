using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstRoster", HelpUri = HelpPages.Root + "Get-TrstRoster.md")]
[OutputType(typeof(TrstRoster))]
public sealed class GetTrstRosterCommand : StoreCmdlet
{
    /// <summary>The epoch; the current one by default.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(EpochCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int? Epoch { get; set; }

    /// <summary>Every roster since the founding.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    protected override void Process()
    {
        var (rosters, drills, retired) = Connection.Read(
            (_, ledger) => (
                (ledger?.State.All<RosterRecord>(RosterRecord.KindName) ?? []).Select(r => r.Roster).ToArray(),
                (ledger?.State.All<DrillRecord>(DrillRecord.KindName) ?? []).ToArray(),
                (Func<Principal, DateTime?>)(principal => PrincipalKeyRetirements.Since(principal, ledger!.State))),
            Cancellation);
        var current = rosters.LastOrDefault() ?? throw new TrstException(ErrorId.TenantHasNoRoster);
        var wanted = rosters.Where(r => All || r.Epoch == (Epoch ?? current.Epoch)).ToArray();
        if (wanted.Length == 0)
        {
            throw new TrstException(ErrorId.InvalidArgument, "Epoch", $"1 to {current.Epoch}", Epoch!);
        }

        WriteObject(
            wanted.Select(
                r => new TrstRoster(
                    r, ReferenceEquals(r, current), drills.Where(d => d.Epoch == r.Epoch).ToArray(), Connection.Now, retired)),
            enumerateCollection: true);
    }
}
