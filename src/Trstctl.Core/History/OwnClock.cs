namespace Trstctl.History;

/// <summary>Ceremonies that are judged by their statements' own times, in order among themselves: they run because the ledger's time
/// is wrong (PROTOCOL section 5a, Time).</summary>
internal static class OwnClock
{
    public static bool Governs(LedgerEvent item, string? ceremony, IProjection state) => item switch
    {
        { IsNote: true } => false,
        StoreRestored => true,
        CeremonyStarted started => Governs(Plan.FromSigned(started.SignedPlan)),
        _ => Governs(ceremony, state),
    };

    public static bool Governs(string? ceremony, IProjection state) =>
        ceremony is not null && state.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremony) is { } record && Governs(record.Plan);

    public static bool Governs(Plan plan) => OperationCatalogue.Demand(plan.Operation).HasOwnClock(plan.Subject);

    /// <summary>When an event of the plan's ceremony is taken to happen.</summary>
    /// <param name="own">UTC, as its statement says.</param>
    /// <param name="header">UTC, as its header says.</param>
    public static DateTime Of(Plan plan, DateTime own, DateTime header) => Governs(plan) ? own : header;
}
