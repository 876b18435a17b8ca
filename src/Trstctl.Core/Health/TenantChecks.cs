namespace Trstctl.Health;

/// <summary>The tenant as a whole: whether it works, and whether somebody writes to it who may not.</summary>
internal static class TenantChecks
{
    public static IEnumerable<HealthFinding> Find(HealthInput input)
    {
        if (input.Tenant.Restorations.LastOrDefault() is { } restoration)
        {
            yield return Stopped(
                input, HealthKind.Restored, $"Restored from a copy by {restoration.By}: nothing goes on until the quorum resumes");
        }
        else if (input.Roster is { } && InForce.Sealer(input.State) != input.StoreSealer)
        {
            yield return Critical(
                HealthKind.Sealer, HealthAct.ReadTenant,
                "The store holds another custody sealer than the one in force: it is older, or a copy's, and opens no key");
        }

        if (input.Tenant.Suspensions.FirstOrDefault() is { } suspension)
        {
            yield return Stopped(
                input, HealthKind.Suspended,
                $"Suspended by {suspension.By} ({CanonicalText.Escape(suspension.Reason)}): nothing goes on until the quorum resumes");
        }

        if (input.Voids > 0)
        {
            yield return Critical(
                HealthKind.Void, HealthAct.ReadVoids,
                $"{input.Voids} events prove nothing and have no effect: somebody who has the ledger's secret wrote them");
        }
    }

    // One resumption is enough: whoever opens a second splits the approvals.
    private static HealthFinding Stopped(HealthInput input, HealthKind kind, string detail) => input.State
        .By<CeremonyRecord>(CeremonyRecord.KindName, CeremonyRecord.Pending, string.Empty)
        .FirstOrDefault(record => string.Equals(record.Operation, "Resume", StringComparison.Ordinal)
            && record.StatusAt(input.Now) is CeremonyStatus.Pending or CeremonyStatus.Ready) is { } open
        ? Critical(kind, HealthAct.ReadCeremony, $"{detail}; Resume {Uuid.Short(open.CeremonyId)} is open") with
        {
            CeremonyId = open.CeremonyId,
            Operation = open.Operation,
        }
        : Critical(kind, HealthAct.Resume, detail);

    private static HealthFinding Critical(HealthKind kind, HealthAct act, string detail) =>
        new(HealthSeverity.Critical, kind, act, "this tenant", null, detail);
}
