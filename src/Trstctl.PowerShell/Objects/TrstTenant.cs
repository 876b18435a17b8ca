using Trstctl.Ceremonies;
using Trstctl.History;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

/// <summary>A tenant as it stands: whether it works, under which roster, and the newest signed checkpoint.</summary>
public sealed class TrstTenant
{
    internal TrstTenant(StoreConnection connection)
    {
        Name = connection.Tenant;
        (TenantId, Epoch, Events, Checkpoint, LedgerTime, var tenant) = connection.Read((work, ledger) => ledger is null
            ? (null, 0, 0, null, null, new TenantRecord())
            : (
                ledger.TenantId, RosterRecord.Current(ledger.State)?.Roster.Epoch ?? 0, ledger.Size, work.LatestCheckpoint(),
                (DateTime?)ledger.LastTime.ToLocalTime(), TenantRecord.Of(ledger.State)));
        TenantWords = connection.TenantWords;
        var (restoration, suspension) = (tenant.Restorations.LastOrDefault(), tenant.Suspensions.FirstOrDefault());
        Status = tenant.IsRestored ? "Restored" : suspension is not null ? "Suspended" : Epoch == 0 ? "Unfounded" : "Active";
        SuspendedBy = restoration?.By ?? suspension?.By;
        Since = (restoration?.Since ?? suspension?.Since)?.ToLocalTime();
        Reason = tenant.IsRestored ? "the store was restored from a copy" : suspension?.Reason;
    }

    /// <summary>Another tenant of the store: its name is all that is known without opening it.</summary>
    internal TrstTenant(string name)
    {
        Name = name;
        Status = "NotConnected";
    }

    public string Name { get; }

    /// <summary>True for the tenant of the connection; of all others nothing but the name is known.</summary>
    public bool IsConnected => Epoch is not null;

    /// <summary>Digest of the founding roster in hex; null before there is one.</summary>
    public string? TenantId { get; }

    /// <summary>The tenant id to read aloud, sixteen words; null before there is one.</summary>
    public string? TenantWords { get; }

    /// <summary>Active, Suspended (by a custodian) or Restored (from a copy, waiting for the quorum); Unfounded before there is a roster;
    /// NotConnected where it was not opened.</summary>
    public string Status { get; }

    public string? SuspendedBy { get; }

    public DateTime? Since { get; }

    public string? Reason { get; }

    /// <summary>The roster in force, 0 before there is one; null where it was not opened.</summary>
    public int? Epoch { get; }

    /// <summary>How many events the ledger holds; null where it was not opened.</summary>
    public long? Events { get; }

    /// <summary>The date of the latest signed statement; the host's clock cannot go back behind it by more than an hour.</summary>
    public DateTime? LedgerTime { get; }

    /// <summary>The newest checkpoint, a signed note: what to keep elsewhere.</summary>
    public string? Checkpoint { get; }

    public override string ToString() => Name;

    internal static void DemandConnected(string? name, TrstStore store)
    {
        if (name is not null && !string.Equals(name, store.Tenant, StringComparison.Ordinal))
        {
            throw new TrstException(ErrorId.TenantMismatch, "The connection", store.Tenant, name);
        }
    }
}
