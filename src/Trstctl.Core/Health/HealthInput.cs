namespace Trstctl.Health;

/// <summary>What the checks look at; they look at nothing else.</summary>
/// <param name="State">As it was verified.</param>
/// <param name="Until">Whatever ends later is no concern yet.</param>
/// <param name="Voids">How many events have no effect that no new ledger key and no resumption followed.</param>
/// <param name="StoreSealer">Of the store's custody sealer, as its record says.</param>
internal sealed record HealthInput(IProjection State, DateTime Now, DateTime Until, int Voids, Digest StoreSealer)
{
    /// <summary>The roster in force, or null before the founding.</summary>
    public Roster? Roster { get; } = RosterRecord.Current(State)?.Roster;

    public TenantRecord Tenant { get; } = TenantRecord.Of(State);

    public bool IsNear(DateTime end) => end <= Until;
}
