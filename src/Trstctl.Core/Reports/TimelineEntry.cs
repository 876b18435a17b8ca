namespace Trstctl.Reports;

/// <summary>A mark on the timeline of a ceremony.</summary>
/// <param name="Lane">Who did it; null for a deadline.</param>
/// <param name="Style">Of its mark: open, yes, no, done, asked, void or limit.</param>
internal sealed record TimelineEntry(DateTime Time, string? Lane, string Label, string Style)
{
    /// <summary>What happened and what limits it, in order.</summary>
    public static IReadOnlyList<TimelineEntry> AllOf(CeremonyReport report)
    {
        var fallen = new HashSet<long>(report.Words.Where(word => !word.Stands).Select(word => word.Sequence));
        return report.Events.SelectMany(item => Of(item, fallen, report))
            .Concat(
            [
                new(report.Plan.GatherBy, null, "sign by", "limit"),
                new(report.Plan.UseBy, null, "execute by", "limit"),
            ])
            .Select((entry, i) => (Entry: entry, Place: i))
            .OrderBy(at => at.Entry.Time)
            .ThenBy(at => at.Place)
            .Select(at => at.Entry)
            .ToArray();
    }

    private static IEnumerable<TimelineEntry> Of(ReportedEvent item, HashSet<long> fallen, CeremonyReport report)
    {
        var (label, style) = item.Void is not null ? ("void", "void")
            : fallen.Contains(item.Sequence) ? ("does not stand", "void")
            : Say(item.Type);
        yield return new(item.Time, ReportText.Actor(item), label, style);
        if (item.Void is null && item.Type == CeremonyCompleted.TypeName)
        {
            foreach (var witness in report.Execution?.Witnesses ?? [])
            {
                yield return new(item.Time, witness.Name, "witnessed", witness.Stands ? "yes" : "void");
            }
        }
    }

    private static (string Label, string Style) Say(string type) => type switch
    {
        CeremonyStarted.TypeName => ("opened", "open"),
        StatementMade.ApprovedType => ("approved", "yes"),
        StatementMade.DeniedType => ("denied", "no"),
        StatementMade.WithdrawnType => ("withdrew", "no"),
        CeremonyCancelled.TypeName => ("stopped", "no"),
        CeremonyExpired.TypeName => ("saw it expire", "no"),
        KeyOpenRequested.TypeName => ("asked for shares", "asked"),
        KeyShareReleased.TypeName => ("released share", "yes"),
        CeremonyCompleted.TypeName => ("executed", "done"),
        Refused.RefusedType => ("refused", "no"),
        Refused.ApprovalRejectedType => ("rejected", "no"),
        _ => (type.Substring(type.LastIndexOf('.') + 1), "asked"),
    };
}
