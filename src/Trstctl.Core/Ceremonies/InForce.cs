namespace Trstctl.Ceremonies;

/// <summary>What holds at a place of the ledger, by its state.</summary>
internal static class InForce
{
    /// <summary>Ed25519 public key that signs checkpoints.</summary>
    public static byte[] LedgerKey(IProjection state) => TenantRecord.Of(state).LedgerKey ?? Roster(state).LedgerKey;

    /// <summary>The custody sealer under which every key of Operational custody is sealed.</summary>
    public static Digest Sealer(IProjection state) => TenantRecord.Of(state).Sealer ?? Roster(state).Sealer;

    private static Roster Roster(IProjection state) =>
        RosterRecord.Current(state)?.Roster ?? throw new TrstException(ErrorId.TenantHasNoRoster);
}
