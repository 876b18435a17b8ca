using Trstctl.Ceremonies;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstCeremony", HelpUri = HelpPages.Root + "Get-TrstCeremony.md", SupportsPaging = true)]
[OutputType(typeof(TrstCeremony))]
public sealed class GetTrstCeremonyCommand : StoreCmdlet
{
    private readonly List<CeremonyView> views = [];

    /// <summary>One ceremony: an object, its id, or the last eight digits of it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [CeremonyTransformation]
    [ValidateNotNullOrEmpty]
    public string? Ceremony { get; set; }

    /// <summary>Pending, Ready, Completed, Denied, Stopped, Expired or Voided.</summary>
    [Parameter]
    public CeremonyStatus[]? Status { get; set; }

    /// <summary>Only this operation.</summary>
    [Parameter]
    [OperationCompleter]
    public string? Operation { get; set; }

    /// <summary>Only ceremonies that this principal can still approve.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WaitingFor { get; set; }

    /// <summary>Only ceremonies opened after this time.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? After { get; set; }

    protected override void Process()
    {
        if (Ceremony is not null)
        {
            views.AddRange(new[] { Queries.Get(Queries.Resolve(Ceremony, Cancellation), Cancellation) }.Where(Fits));
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

    private TrstCeremony Present(CeremonyView view) =>
        Show(view, Ceremony is null ? null : Ceremonies.Review(view.Record.CeremonyId, Cancellation));

    private bool Fits(CeremonyView view) =>
        (Status is null || Status.Contains(view.Status))
        && (Operation is null || string.Equals(view.Record.Operation, Operation, StringComparison.OrdinalIgnoreCase))
        && (WaitingFor is null
            || view.WaitingFor.Any(name => string.Equals(PrincipalName.Key(name), PrincipalName.Key(WaitingFor), StringComparison.Ordinal)))
        && (After is null || view.Record.OpenedAt > After.Value.ToUniversalTime());
}
