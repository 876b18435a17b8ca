namespace Trstctl.Health;

/// <summary>Ceremonies that did not end: who is waited for, and until when.</summary>
internal static class CeremonyChecks
{
    public static IEnumerable<HealthFinding> Find(HealthInput input, Func<CeremonyRecord, DateTime> time) => input.State
        .By<CeremonyRecord>(CeremonyRecord.KindName, CeremonyRecord.Pending, string.Empty)
        .SelectMany(record => Of(record, input, time(record)));

    // By the ceremony's own clock, as everybody else counts its deadlines.
    private static IEnumerable<HealthFinding> Of(CeremonyRecord record, HealthInput input, DateTime now) => record.StatusAt(now) switch
    {
        CeremonyStatus.Pending or CeremonyStatus.Ready when WhyNot(record, input.State) is { } why => [Blocked(record, why, now)],
        CeremonyStatus.Pending => [Waiting(record, now)],
        CeremonyStatus.Ready => new[] { Releasing(record, input, now), Ready(record, now) }.OfType<HealthFinding>(),
        CeremonyStatus.Expired when input.Until - input.Now >= now - Deadline(record) => [Lapsed(record)],
        _ => [],
    };

    // Nobody can approve or execute it any more, and what stands open is an approval that somebody may still be asked for.
    private static HealthFinding Blocked(CeremonyRecord record, string why, DateTime now) => About(record) with
    {
        Severity = HealthFinding.Closing(Deadline(record), now),
        Kind = HealthKind.Blocked,
        Act = HealthAct.Stop,
        Due = Deadline(record),
        Detail = $"{Operation(record)} by {record.Opener} cannot run: {why} {record.Opener} can stop it, a custodian can deny it",
        WaitsFor = [record.Opener],
    };

    // As whoever approves or executes is refused.
    private static string? WhyNot(CeremonyRecord record, IProjection state)
    {
        try
        {
            OperationCatalogue.DemandExact(record.Operation).DemandPossible(record.Plan.Subject, state);
            return null;
        }
        catch (TrstException e)
        {
            return e.Message;
        }
    }

    private static HealthFinding Waiting(CeremonyRecord record, DateTime now) => About(record) with
    {
        Severity = HealthFinding.Closing(record.GatherBy, now),
        Kind = HealthKind.Approval,
        Act = HealthAct.Approve,
        Due = record.GatherBy,
        Detail = $"{Operation(record)} by {record.Opener}: {record.CountIn(record.Lacking)} of {record.Lacking.Needed} approved; "
            + $"{Words.Or(record.WaitingFor)} can approve",
        WaitsFor = record.WaitingFor,
    };

    private static HealthFinding Ready(CeremonyRecord record, DateTime now) => About(record) with
    {
        Severity = HealthFinding.Closing(record.UseBy, now),
        Kind = HealthKind.Execution,
        Act = HealthAct.Execute,
        Due = record.UseBy,
        Detail = $"{Operation(record)} is approved and waits for {Words.Or(record.Executors)} to run it",
        WaitsFor = record.Executors,
    };

    // A session that lives still asks; one that died cannot be told from it before the day is over.
    private static HealthFinding? Releasing(CeremonyRecord record, HealthInput input, DateTime now)
    {
        var shares = KeysToOpen.Gathered(record, input.State);
        return shares is not { Missing: { Count: > 0 } holders } ? null : About(record) with
        {
            Severity = HealthSeverity.Warning,
            Kind = HealthKind.Release,
            Act = HealthAct.Release,
            Due = record.UseBy,
            Detail = $"{record.SessionExecutor} waits for shares: {shares.Released} of {shares.Needed} signed for; "
                + $"{Words.Or(holders)} can release",
            WaitsFor = holders,
        };
    }

    private static HealthFinding Lapsed(CeremonyRecord record) => About(record) with
    {
        Severity = HealthSeverity.Notice,
        Kind = HealthKind.Lapsed,
        Act = HealthAct.ReadCeremony,
        Due = Deadline(record),
        Detail = $"{Operation(record)} by {record.Opener}: its {(record.HasQuorum ? "use-by" : "gather-by")} passed, "
            + "and nothing came of it",
        WaitsFor = [record.Opener],
    };

    private static HealthFinding About(CeremonyRecord record) => new(default, default, default, record.Title, null, string.Empty)
    {
        CeremonyId = record.CeremonyId,
        Operation = record.Operation,
    };

    private static DateTime Deadline(CeremonyRecord record) => record.HasQuorum ? record.UseBy : record.GatherBy;

    private static string Operation(CeremonyRecord record) => $"{record.Operation} {Uuid.Short(record.CeremonyId)}";
}
