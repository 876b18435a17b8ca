namespace Trstctl.Health;

/// <summary>What has to be done now and soon, from the verified state; it needs no secret.</summary>
public sealed class HealthQueries(StoreConnection connection)
{
    /// <summary>The worst first, then by when it is due.</summary>
    /// <param name="days">What ends later than in so many days is left out.</param>
    /// <param name="principal">Only what this one can do, by the name on the roster; null for everything.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>The findings, and the UTC time that they are judged by: the ledger's where the host's clock is behind it.</returns>
    public (DateTime Now, IReadOnlyList<HealthFinding> Findings) Find(
        int days, string? principal, CancellationToken cancellation = default) => connection.Read(
        (work, ledger) =>
        {
            var verified = ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster);
            var now = verified.LastTime > connection.Now ? verified.LastTime : connection.Now;
            var input = new HealthInput(
                verified.State, now, Later(now, days), verified.Uncured.Count(), TenantKeys.SealerOf(work));
            return (now, Of(input, principal, record => connection.ShownTime(verified, record.CeremonyId)));
        },
        cancellation);

    internal static IReadOnlyList<HealthFinding> Of(HealthInput input, string? principal, Func<CeremonyRecord, DateTime> time) =>
        TenantChecks.Find(input)
            .Concat(CeremonyChecks.Find(input, time))
            .Concat(RosterChecks.Find(input))
            .Concat(AuthorityChecks.Find(input))
            .Where(finding => principal is null || finding.WaitsFor.Contains(principal, StringComparer.Ordinal))
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Due ?? DateTime.MinValue)
            .ToArray();

    private static DateTime Later(DateTime now, int days) =>
        days < (DateTime.MaxValue - now).TotalDays ? now.AddDays(days) : DateTime.MaxValue;
}
