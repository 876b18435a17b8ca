namespace Trstctl.Reports;

/// <summary>What pages of either kind say of a ceremony first.</summary>
internal static class CeremonyWords
{
    public static string Verdict(CeremonyReport report) => report.Status switch
    {
        CeremonyStatus.Completed when report.IsQuorumMet => $"Completed with its quorum: {Counts(report)}",
        CeremonyStatus.Completed => $"Completed, but its quorum does not verify: {Counts(report)}",
        CeremonyStatus.Ready => $"Approved and not executed: {Counts(report)}",
        CeremonyStatus.Pending => $"Open: {Counts(report)}",
        CeremonyStatus.Denied => $"Denied by {Deniers(report)}: nothing was executed",
        CeremonyStatus.Stopped => $"Stopped by {report.Plan.Opener}, who opened it: nothing was executed",
        CeremonyStatus.Expired => $"Expired: {Counts(report)}, nothing was executed",
        _ => "Void: nothing was executed",
    };

    /// <summary>The class of its badge.</summary>
    public static string Tone(CeremonyReport report) => report.Status switch
    {
        CeremonyStatus.Completed when report.IsQuorumMet && report.Faults.Count == 0 => "good",
        CeremonyStatus.Ready or CeremonyStatus.Pending => "open",
        _ => "bad",
    };

    public static IEnumerable<ReportedLine> Summary(CeremonyReport report)
    {
        yield return new("ceremony", $"{report.CeremonyId}, short {report.ShortId}");
        yield return new("operation", $"{report.Operation}: {report.Plan.Headline}");
        yield return new("opened", $"by {report.Plan.Opener} at {ReportText.Time(report.Plan.OpenedAt)}");
        foreach (var group in report.Quorum)
        {
            yield return new(
                group.Name,
                $"{Count(group)} approved{(group.Counted.Count == 0 ? string.Empty : ": " + string.Join(", ", group.Counted))}");
        }

        yield return report.Execution is { } done
            ? new("executed", $"by {done.Executor}{(done.Stands ? string.Empty : " (statement does not verify)")} at "
                + ReportText.Time(done.Completed))
            : new("executed by", "nobody");
        if (report.Status is CeremonyStatus.Denied or CeremonyStatus.Stopped)
        {
            yield return new("ended by", report.Status == CeremonyStatus.Denied ? Deniers(report) : report.Plan.Opener);
        }

        if (report.EndReason is { } reason)
        {
            yield return new("ended because", reason);
        }

        yield return new("roster", $"epoch {ReportText.Number(report.Plan.Epoch)}, digest {report.Plan.Roster}"
            + (report.Plan.IsLab ? ". LAB: its threshold is below the floor for serious use" : string.Empty));
        if (report.Plan.Custody is { } custody)
        {
            yield return new("custody and level", $"{custody}, {report.Plan.Level}");
        }

        yield return new("tenant", report.Origin.Tenant);
    }

    /// <summary>Of one that nobody executed: who may, or that nobody can any more, whoever the plan names.</summary>
    public static string NotExecuted(CeremonyReport report) => report.Status is CeremonyStatus.Pending or CeremonyStatus.Ready
        ? $"Nobody has executed it. Only {Words.Or(report.Plan.Executors)} may, under a signature of one's own."
        : "Nobody executed it, and nobody can any more.";

    public static string Count(ReportedGroup group) => $"{ReportText.Number(group.Counted.Count)} of {ReportText.Number(group.Needed)}";

    /// <summary>A checkpoint as people read it to each other.</summary>
    public static string Point(ReportedPoint point) => $"{ReportText.Number(point.Size)} {point.Root}";

    /// <summary>How a key is kept.</summary>
    public static string Kept(ReportedKey key) => key.Shares > 0
        ? $"{key.Custody}, {key.Level}: {ReportText.Number(key.Shares)} of {ReportText.Number(key.Holders.Count)} shares open it; dealt to "
            + string.Join(", ", key.Holders)
        : $"{key.Custody}, {key.Level}: sealed by the store's custody sealer";

    /// <summary>Everybody whose name stands in the record, with what he did in it.</summary>
    public static IEnumerable<(string Name, string Person, string Part)> People(CeremonyReport report)
    {
        var persons = report.Quorum.SelectMany(g => g.Voters).Select(v => (v.Name, v.Person))
            .Concat((report.Execution?.Witnesses ?? []).Select(w => (w.Name, w.Person)))
            .Concat(report.Execution is { } done ? [(done.Executor, done.Person)] : Array.Empty<(string Name, string Person)>())
            .GroupBy(p => p.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First().Person, StringComparer.Ordinal);
        List<(string Name, string Part)> parts = [(report.Plan.Opener, "opened it")];
        parts.AddRange(report.Execution is { } ran
            ? [(ran.Executor, "executed it")]
            : report.Plan.Executors.Select(name => (name, "may execute it")));
        parts.AddRange(report.Words.Select(word => (word.Custodian, CeremonySections.Said(word))));
        parts.AddRange((report.Execution?.Released ?? []).Select(name => (name, "released shares")));
        parts.AddRange((report.Execution?.Witnesses ?? []).Select(w => (w.Name, "watched it")));
        return parts.GroupBy(p => p.Name, StringComparer.Ordinal)
            .Select(same => (
                same.Key, persons.TryGetValue(same.Key, out var person) ? person : string.Empty,
                string.Join(", ", same.Select(p => p.Part).Distinct(StringComparer.Ordinal))));
    }

    // Several where their denials were counted before the last of them ended it.
    private static string Deniers(CeremonyReport report) => string.Join(
        ", ", report.Words.Where(word => word.Said == Decision.Deny).Select(word => word.Custodian).Distinct(StringComparer.Ordinal));

    private static string Counts(CeremonyReport report) => string.Join(", ", report.Quorum.Select(group =>
        report.Quorum.Count > 1 ? $"{group.Name} {Count(group)}" : Count(group)));
}
