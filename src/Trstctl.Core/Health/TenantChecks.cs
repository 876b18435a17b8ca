namespace Trstctl.Health;

/// <summary>The tenant as a whole: whether it works, and whether somebody writes to it who may not.</summary>
internal static class TenantChecks
{
    public static IEnumerable<HealthFinding> Find(HealthInput input)
    {
        if (input.Tenant.Restorations.LastOrDefault() is { } restoration)
        {
            yield return Critical(
                HealthKind.Restored, HealthAct.Resume,
                $"Restored from a copy by {restoration.By}: nothing goes on until the quorum resumes");
        }
        else if (input.Roster is { } && InForce.Sealer(input.State) != input.StoreSealer)
        {
            yield return Critical(
                HealthKind.Sealer, HealthAct.ReadTenant,
                "The store holds another custody sealer than the one in force: it is older, or a copy's, and opens no key");
        }

        if (input.Tenant.Suspensions.FirstOrDefault() is { } suspension)
        {
            yield return Critical(
                HealthKind.Suspended, HealthAct.Resume,
                $"Suspended by {suspension.By} ({CanonicalText.Escape(suspension.Reason)}): nothing goes on until the quorum resumes");
        }

        if (input.Voids > 0)
        {
            yield return Critical(
                HealthKind.Void, HealthAct.ReadVoids,
                $"{input.Voids} events prove nothing and have no effect: somebody who has the ledger's secret wrote them");
        }
    }

    private static HealthFinding Critical(HealthKind kind, HealthAct act, string detail) =>
        new(HealthSeverity.Critical, kind, act, "this tenant", null, detail);
}
