namespace Trstctl.Ceremonies;

/// <summary>Suspending a tenant (PROTOCOL section 7): any single custodian suspends it, only the quorum resumes it.</summary>
public sealed class Suspension(StoreConnection connection)
{
    public TenantRecord Suspend(SigningIdentity identity, string reason, CancellationToken cancellation = default) =>
        new RefusalLog(connection).Recording(null, "Suspend", Refused.RefusedType, cancellation, () =>
        {
            var text = CanonicalText.Enter("Reason", reason, Approval.MaxReason);
            var (suspension, custodian) = connection.Read(
                (work, ledger) =>
                {
                    var now = connection.LedgerTime(ledger);
                    var gate = new Gate(ledger ?? throw new TrstException(ErrorId.TenantHasNoRoster), work, now);
                    var roster = gate.CurrentRoster();
                    var principal = roster.FindByKey(identity.Spki)
                        ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", roster.Epoch, string.Empty);
                    PrincipalKeyRetirements.DemandUsable(principal, ledger.State, now);
                    DemandMaySuspend(gate, principal, roster.Epoch);
                    return (new SuspensionStatement(ledger.TenantId, roster.Epoch, principal.Name, ledger.Head, text, now), principal);
                },
                cancellation);
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
        });

    /// <summary>Refuses while the tenant is suspended, unless the operation may run then.</summary>
    internal static void DemandRunnable(TenantRecord tenant, CeremonyOperation operation)
    {
        if (tenant.Suspension is { IsRestored: true })
        {
            if (operation is not ResumeOperation)
            {
                throw new TrstException(ErrorId.RecoveryPending, operation.Name);
            }
        }
        else if (tenant.Suspension is { } suspension && !operation.RunsSuspended)
        {
            throw new TrstException(
                ErrorId.TenantSuspended, suspension.By, UtcTime.Format(suspension.Since), suspension.Reason, operation.Name);
        }
    }

    private static void DemandMaySuspend(Gate gate, Principal principal, int epoch)
    {
        var tenant = gate.State.Tenant();
        if (!principal.IsCustodian)
        {
            throw new TrstException(ErrorId.RoleMissing, principal.Name, "custodian");
        }

        if (tenant.Suspension is { } standing)
        {
            throw new TrstException(
                ErrorId.TenantSuspended, standing.By, UtcTime.Format(standing.Since), standing.Reason, "another suspension");
        }

        if (tenant.Spent.Contains(TenantRecord.SpentEntry(epoch, principal.Name), StringComparer.Ordinal))
        {
            throw new TrstException(ErrorId.SuspensionSpent, principal.Name, epoch);
        }
    }
}
