namespace Trstctl.Ceremonies;

/// <summary>Suspending a tenant (PROTOCOL section 7): any single custodian suspends it, only the quorum resumes it.</summary>
public sealed class Suspension(StoreConnection connection)
{
    /// <summary>Refuses whoever may not suspend, before he is asked whether he means it.</summary>
    public void DemandPossible(SigningIdentity identity, string reason, CancellationToken cancellation = default) =>
        Recording(() => Draft(identity, reason, cancellation), cancellation);

    public TenantRecord Suspend(SigningIdentity identity, string reason, CancellationToken cancellation = default) => Recording(
        () =>
        {
            var (suspension, custodian) = Draft(identity, reason, cancellation);
            var statement = SignedStatement.Sign(identity, ContentTypes.Suspension, suspension.ToBytes(), suspension.Time);
            custodian.Verify(statement, ContentTypes.Suspension);
            return connection.Write(
                (writer, ledger) =>
                {
                    var gate = new Gate(ledger, writer.Work, writer.Now);
                    DemandMaySuspend(gate, gate.CurrentRoster().Demand(custodian.Name), suspension.Epoch);
                    writer.Append(new TenantSuspended(statement), Actors.Principal(custodian.Name));
                    return TenantRecord.Of(writer.State);
                },
                cancellation);
        },
        cancellation);

    internal static bool IsFrozen(TenantRecord tenant) => tenant.IsRestored || tenant.Suspensions.Count > 0;

    /// <summary>Refuses while the tenant is suspended, unless the operation may run then. In a restored store nothing runs but a
    /// resumption.</summary>
    internal static void DemandRunnable(TenantRecord tenant, CeremonyOperation operation)
    {
        if (tenant.IsRestored && !operation.RunsRestored)
        {
            throw new TrstException(ErrorId.RecoveryPending, operation.Name);
        }

        if (tenant.Suspensions.FirstOrDefault() is { } suspension && !operation.RunsSuspended)
        {
            throw Refuse(suspension, operation.Name);
        }
    }

    private T Recording<T>(Func<T> act, CancellationToken cancellation) =>
        new RefusalLog(connection).Recording(null, "Suspend", Refused.RefusedType, cancellation, act);

    private (SuspensionStatement Statement, Principal Custodian) Draft(
        SigningIdentity identity, string reason, CancellationToken cancellation)
    {
        var text = CanonicalText.Enter("Reason", reason, Approval.MaxReason);
        return connection.Read(
            (work, ledger) =>
            {
                var now = connection.LedgerTime(ledger);
                var gate = new Gate(ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), work, now);
                var roster = gate.CurrentRoster();
                var principal = roster.FindByKey(identity.Spki)
                    ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", roster.Epoch, string.Empty);
                PrincipalKeyRetirements.DemandUsable(principal, ledger.State, now);
                DemandMaySuspend(gate, principal, roster.Epoch);
                return (new SuspensionStatement(ledger.TenantId, roster.Epoch, principal.Name, ledger.Seen, text, now), principal);
            },
            cancellation);
    }

    private static void DemandMaySuspend(Gate gate, Principal principal, int epoch)
    {
        var tenant = gate.State.Tenant();
        if (!principal.IsCustodian)
        {
            throw new TrstException(ErrorId.RoleMissing, principal.Name, "custodian");
        }

        if (tenant.Suspensions.FirstOrDefault(s => principal.IsNamed(s.By) && s.Epoch == epoch) is { } standing)
        {
            throw Refuse(standing, "another suspension by the same custodian");
        }

        if (tenant.Spent.Contains(TenantRecord.SpentEntry(epoch, principal.Name), StringComparer.Ordinal))
        {
            throw new TrstException(ErrorId.SuspensionSpent, principal.Name, epoch);
        }
    }

    private static TrstException Refuse(SuspensionRecord standing, string what) =>
        new(ErrorId.TenantSuspended, standing.By, UtcTime.Format(standing.Since), standing.Reason, what);
}
