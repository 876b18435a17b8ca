namespace Trstctl.History;

/// <summary>Ceremonies that are judged by their statements' own times, in order among themselves: they run because the ledger's time
/// is wrong (PROTOCOL section 5a, Time).</summary>
internal static class OwnClock
{
    public static bool Governs(LedgerEvent item, string? ceremony, IProjection state) => item switch
    {
        { IsNote: true } => false,
        StoreRestored => true,
        CeremonyStarted started => Governs(started.Plan),
        _ => Governs(ceremony, state),
    };

    public static bool Governs(string? ceremony, IProjection state) =>
        ceremony is not null && state.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremony) is { } record && Governs(record.Plan);

    public static bool Governs(Plan plan) => OperationCatalogue.DemandExact(plan.Operation).HasOwnClock(plan.Subject);

    /// <summary>Refuses a key that is not valid at this time; where the ledger's time is later, not then either, unless that is so far
    /// ahead that no quorum of the roster is valid any more. So nobody dates himself back to when his card was good.</summary>
    public static void DemandValid(Principal signer, DateTime at, DateTime ledgerTime, IProjection state)
    {
        signer.DemandValidAt(at);
        if (at < ledgerTime && RosterRecord.Current(state)?.Roster is { } roster
            && roster.Custodians.Count(custodian => custodian.IsValidAt(ledgerTime)) >= roster.Threshold)
        {
            signer.DemandValidAt(ledgerTime);
        }
    }

    /// <summary>When an event of the plan's ceremony is taken to happen.</summary>
    /// <param name="own">UTC, as its statement says.</param>
    /// <param name="header">UTC, as its header says.</param>
    public static DateTime Of(Plan plan, DateTime own, DateTime header) => Governs(plan) ? own : header;
}
