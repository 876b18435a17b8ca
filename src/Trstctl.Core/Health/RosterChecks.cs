namespace Trstctl.Health;

/// <summary>The people: whose keys end, who has to drill, whom the quorum can lose.</summary>
internal static class RosterChecks
{
    /// <summary>A custodian drills twice a year.</summary>
    public static readonly TimeSpan DrillEvery = TimeSpan.FromDays(180);

    public static IEnumerable<HealthFinding> Find(HealthInput input) => input.Roster is not { } roster ? []
        : Retired(roster, input).Concat(Ending(roster, input)).Concat(Drills(roster, input)).Concat(Quorum(roster, input));

    private static IEnumerable<HealthFinding> Retired(Roster roster, HealthInput input) =>
        from entry in roster.Principals
        let retired = RetiredPrincipalKeyRecord.Of(input.State, entry).FirstOrDefault()
        where retired is not null
        select new HealthFinding(
            HealthSeverity.Warning, HealthKind.Retired, HealthAct.MakeKey, entry.Name, null,
            $"The key of {entry.Name} counts no longer ({CanonicalText.Escape(retired.Reason)}); a new one enters by a roster ceremony")
        {
            WaitsFor = [entry.Name],
        };

    private static IEnumerable<HealthFinding> Ending(Roster roster, HealthInput input) =>
        from entry in roster.Principals
        where input.IsNear(entry.ValidUntil) && !IsRetired(entry, input)
        let ended = entry.ValidUntil < input.Now
        select new HealthFinding(
            HealthFinding.Ending(entry.ValidUntil, input.Now), HealthKind.Custodian, HealthAct.MakeKey, entry.Name, entry.ValidUntil,
            $"The certificate of {entry.Name} {(ended ? "has ended" : "ends")}; a new key enters by a roster ceremony")
        {
            WaitsFor = [entry.Name],
        };

    // Whoever was never dealt a share has none to show.
    private static IEnumerable<HealthFinding> Drills(Roster roster, HealthInput input)
    {
        if (!input.State.By<KeyRecord>(KeyRecord.KindName, KeyRecord.Kept, nameof(CustodyKind.Quorum)).Any())
        {
            return [];
        }

        var since = Since(input);
        return from custodian in roster.Custodians
            where !IsRetired(custodian, input)
            let last = DrillRecord.Of(input.State, roster.Epoch, custodian.Name).Last
            let due = (last ?? since) + DrillEvery
            where last is null || input.IsNear(due)
            select new HealthFinding(
                due < input.Now ? HealthSeverity.Warning : HealthSeverity.Notice, HealthKind.Drill, HealthAct.Drill, custodian.Name, due,
                last is null
                    ? $"{custodian.Name} has never shown that he can open his shares of this roster"
                    : $"{custodian.Name} last showed on {last:yyyy-MM-dd} that he can open his shares")
            {
                WaitsFor = [custodian.Name],
            };
    }

    private static IEnumerable<HealthFinding> Quorum(Roster roster, HealthInput input)
    {
        var usable = roster.Custodians.Count(c => c.ValidUntil >= input.Now && !IsRetired(c, input));
        if (usable <= roster.Threshold)
        {
            yield return new(
                usable < roster.Threshold ? HealthSeverity.Critical : HealthSeverity.Warning, HealthKind.Quorum, HealthAct.ReadRoster,
                $"{roster.Threshold} of {roster.Custodians.Count}", null,
                usable < roster.Threshold
                    ? $"{usable} keys of custodians are usable, and a quorum needs {roster.Threshold}"
                    : $"{usable} keys of custodians are usable, all of which a quorum needs: it can lose nobody");
        }
    }

    private static bool IsRetired(Principal entry, HealthInput input) =>
        RetiredPrincipalKeyRecord.Of(input.State, entry).Any();

    // The roster's ceremony was opened a little before.
    private static DateTime Since(HealthInput input) => RosterRecord.Current(input.State) is { } current
        && input.State.Find<CeremonyRecord>(CeremonyRecord.KindName, current.Ceremony) is { } made ? made.OpenedAt : input.Now;
}
