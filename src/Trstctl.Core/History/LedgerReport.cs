namespace Trstctl.Ledger;

/// <summary>What the audit found; no fault means that everything below was recomputed and agreed.</summary>
public sealed record LedgerReport(
    string? TenantId, long Size, Digest Root, int Ceremonies, int Approvals, int Authorities, IReadOnlyList<string> Faults)
{
    public bool IsValid => Faults.Count == 0;

    /// <summary>Those of the faults that are events without effect.</summary>
    public IReadOnlyList<string> Voids { get; init; } = [];
}
