using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Ledger;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstEvent", HelpUri = HelpPages.Root + "Get-TrstEvent.md", SupportsPaging = true)]
[OutputType(typeof(TrstEvent))]
public sealed class GetTrstEventCommand : StoreCmdlet
{
    private const int PageSize = 256;

    /// <summary>Types, with wildcards: <c>ceremony.*</c>.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(EventTypeCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>Only events of this ceremony.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CeremonyCompleter))]
    [CeremonyTransformation]
    [ValidateNotNullOrEmpty]
    public string? CeremonyId { get; set; }

    /// <summary>Only events that have no effect, because nothing proves them.</summary>
    [Parameter]
    public SwitchParameter Void { get; set; }

    /// <summary>Only events after this time.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? After { get; set; }

    /// <summary>Only events before this time.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime? Before { get; set; }

    private static bool IsUnknown(string type) => !WildcardPattern.ContainsWildcardCharacters(type)
        && !Vocabulary.EventTypes.Contains(type, StringComparer.OrdinalIgnoreCase);

    protected override void Process()
    {
        if (Type?.FirstOrDefault(IsUnknown) is { } unknown)
        {
            var known = string.Join(", ", Vocabulary.EventTypes.OrderBy(type => type, StringComparer.Ordinal));
            throw new TrstException(
                ErrorId.InvalidArgument, nameof(Type), $"a type of event ({known})", $"\"{CanonicalText.Escape(unknown)}\"");
        }

        var ceremony = CeremonyId is null ? null : Queries.Resolve(CeremonyId, Cancellation);
        if (PagingParameters.IncludeTotalCount)
        {
            // Counting what fits would read the whole ledger first.
            WriteObject(PagingParameters.NewTotalCount(0, 0.0));
        }

        var toSkip = PagingParameters.Skip;
        var toWrite = PagingParameters.First;
        var isWhole = ceremony is null && Type is null && !Void && After is null && Before is null;
        var size = isWhole ? (int)Math.Min(PageSize, Math.Max(1, toSkip + (decimal)toWrite)) : PageSize;
        for (var from = ceremony is null ? 0 : Queries.Get(ceremony, Cancellation).Record.StartedAt; toWrite > 0; from += size)
        {
            var page = Page(from, size);
            foreach (var item in page.Where(e => Fits(e, ceremony)))
            {
                if (toSkip > 0)
                {
                    toSkip--;
                }
                else if (toWrite > 0)
                {
                    toWrite--;
                    WriteObject(item);
                }
            }

            if (page.Count < size)
            {
                return;
            }
        }
    }

    // Pages are read whole before they are written: a command further down the pipeline may need the store.
    private IReadOnlyList<TrstEvent> Page(long from, int size) => Connection.Read<IReadOnlyList<TrstEvent>>(
        (work, ledger) =>
        {
            return ledger is null
                ? []
                : ledger.EventsFrom(work, from)
                    .Take(size)
                    .Select(stored =>
                    {
                        var (header, known) = ledger.Demand(stored.Item, stored.Sequence);
                        var reason = ledger.VoidReason(header.Sequence);
                        var data = System.Text.Encoding.UTF8.GetString(stored.Item.Data);
                        var (made, words) = reason is null ? (known.Words, WordsOf(header, known, ledger)) : ([], string.Empty);
                        return new TrstEvent(header, made, words, reason, data);
                    })
                    .ToArray();
        },
        Cancellation);

    // Of an event that has an effect, or is a note: what a void one holds need not be readable.
    private static string WordsOf(EventHeader header, LedgerEvent known, VerifiedLedger ledger) => EventWords.Of(
        known,
        header.Ceremony is null ? null : ledger.State.Find<CeremonyRecord>(CeremonyRecord.KindName, header.Ceremony));

    private bool Fits(TrstEvent item, string? ceremony) =>
        (!Void || item.VoidReason is not null)
        && (ceremony is null || string.Equals(item.CeremonyId, ceremony, StringComparison.Ordinal))
        && (Type is null || Type.Any(type => Wildcards.IsMatch(nameof(Type), type, item.Type)))
        && (After is null || item.Time > After.Value.ToLocalTime())
        && (Before is null || item.Time < Before.Value.ToLocalTime());
}
