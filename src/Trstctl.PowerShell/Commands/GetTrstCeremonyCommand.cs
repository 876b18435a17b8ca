using Trstctl.Ceremonies;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstCeremony", HelpUri = HelpPages.Root + "Get-TrstCeremony.md", SupportsPaging = true)]
[OutputType(typeof(TrstCeremony))]
public sealed class GetTrstCeremonyCommand : StoreCmdlet
{
    private readonly List<CeremonyView> views = [];

    /// <summary>Ceremonies: objects, their ids, or the last eight digits of these.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(CeremonyCompleter))]
    [CeremonyTransformation(Several = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Ceremony { get; set; }

    /// <summary>Pending, Ready, Completed, Denied, Stopped, Expired or Voided.</summary>
    [Parameter]
    public CeremonyStatus[]? Status { get; set; }

    /// <summary>Only this operation.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Operation { get; set; }

    /// <summary>Only ceremonies that this principal can still approve: a name on the roster, with wildcards.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PrincipalCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? WaitingFor { get; set; }

    /// <summary>Only ceremonies opened after this time.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? After { get; set; }

    protected override void Begin()
    {
        Operation = Operation is null ? null : CeremonyService.DemandOperation(Operation);
    }

    protected override void Process()
    {
        DemandPrincipal();
        if (Ceremony is not null)
        {
            views.AddRange(Ceremony.Select(Named).OfType<CeremonyView>().Where(Fits));
        }
        else
        {
            var isOpen = WaitingFor is not null || Status?.All(s => s is CeremonyStatus.Pending or CeremonyStatus.Ready) == true;
            var enough = PagingParameters.IncludeTotalCount ? int.MaxValue
                : (int)Math.Min(PagingParameters.Skip + (decimal)PagingParameters.First, int.MaxValue);
            views.AddRange(Queries.List(isOpen, all => all.Where(Fits).Take(enough), Cancellation));
        }
    }

    protected override void End()
    {
        var first = (int)Math.Min(PagingParameters.First, int.MaxValue);
        var skip = (int)Math.Min(PagingParameters.Skip, int.MaxValue);
        if (PagingParameters.IncludeTotalCount)
        {
            WriteObject(PagingParameters.NewTotalCount((ulong)views.Count, 1.0));
        }

        WriteObject(views.Skip(skip).Take(first).Select(Present), enumerateCollection: true);
    }

    // One that there is not is an error of its own.
    private CeremonyView? Named(string ceremony)
    {
        try
        {
            return Queries.Get(Queries.Resolve(ceremony, Cancellation), Cancellation);
        }
        catch (TrstException refusal) when (refusal.Id is ErrorId.CeremonyNotFound or ErrorId.CeremonyAmbiguous)
        {
            Report(refusal);
            return null;
        }
    }

    // Silence would say that nothing waits for him. A roster that is proposed has names of its own.
    private void DemandPrincipal()
    {
        if (WaitingFor is not null
            && Connection.Roster is { } roster
            && !roster.Principals.Any(principal => IsWanted(principal.Name))
            && !Queries.List(pending: true, all => all.Where(view => view.WaitingFor.Any(IsWanted)).Take(1), Cancellation).Any())
        {
            roster.Demand(WaitingFor);
        }
    }

    private bool IsWanted(string name) => WildcardPattern.ContainsWildcardCharacters(WaitingFor)
        ? Wildcards.IsMatch(nameof(WaitingFor), WaitingFor!, name)
        : string.Equals(PrincipalName.Key(name), PrincipalName.Key(WaitingFor!), StringComparison.Ordinal);

    private TrstCeremony Present(CeremonyView view) =>
        Show(view, Ceremony is null ? null : Ceremonies.Review(view.Record.CeremonyId, Cancellation));

    private bool Fits(CeremonyView view) =>
        (Status is null || Status.Contains(view.Status))
        && (Operation is null || string.Equals(view.Record.Operation, Operation, StringComparison.OrdinalIgnoreCase))
        && (WaitingFor is null
            || view.WaitingFor.Any(IsWanted))
        && (After is null || view.Record.OpenedAt > After.Value.ToUniversalTime());
}
