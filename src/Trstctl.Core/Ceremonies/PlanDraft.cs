namespace Trstctl.Ceremonies;

/// <summary>A plan as its opener will sign it.</summary>
internal static class PlanDraft
{
    /// <summary>To gather approvals, and after that to execute.</summary>
    public static readonly TimeSpan LongestClock = TimeSpan.FromDays(366);

    public static void DemandClocks(CeremonyRequest request)
    {
        if (request.Gathering <= TimeSpan.Zero
            || request.Use <= TimeSpan.Zero
            || request.Gathering > LongestClock
            || request.Use > LongestClock)
        {
            throw new TrstException(
                ErrorId.InvalidArgument, "GatherBy and UseBy", "more than nothing and at most 366 days",
                $"{request.Gathering} and {request.Use}");
        }
    }

    /// <summary>Refuses what lint objects to before anybody is asked.</summary>
    public static Plan Compose(
        CeremonyRequest request,
        CeremonyOperation operation,
        PlanSubject subject,
        IProjection state,
        Electorate electorate,
        Principal opener,
        VerifiedLedger ledger,
        DateTime now)
    {
        var composition = operation.Compose(subject, state);
        composition.DemandClean();
        var gatherBy = UtcTime.Truncate(now + request.Gathering);
        return new Plan
        {
            Tenant = ledger.TenantId,
            Ceremony = Uuid.Version7(now),
            Operation = operation.Name,
            Purpose = composition.Purpose,
            Title = composition.Title,
            SubjectJson = subject.ToJson(),
            Artefacts = composition.Artefacts.Select(a => a.ToJson()).ToArray(),
            Custody = composition.Custody,
            Level = composition.Level,
            Quorum = electorate.Rule,
            Opener = opener.Name,
            Executors = Executors(request, electorate.Roster, opener),
            OpenedAt = now,
            GatherBy = gatherBy,
            UseBy = UtcTime.Truncate(gatherBy + request.Use),
            Previous = ledger.Seen,
            Reason = Decisions.Bounded(request.Reason),
        };
    }

    private static IReadOnlyList<string> Executors(CeremonyRequest request, Roster roster, Principal opener)
    {
        var named = request.Executors.Select(roster.Demand).ToArray();
        return named.FirstOrDefault(p => !p.MayOpen) is { } other ? throw new TrstException(ErrorId.RoleMissing, other.Name, "operator")
            : named.Length > Plan.MaxExecutors
                ? throw new TrstException(
                    ErrorId.InvalidArgument, "Executor", $"at most {Plan.MaxExecutors} names", $"{named.Length} names")
            : named.Length == 0 ? [opener.Name]
            : named.Select(p => p.Name).Distinct(StringComparer.Ordinal).ToArray();
    }
}
